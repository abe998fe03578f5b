/** Every rule about a whole run, in the order of the report. */

import { accelerateFlagOnlyOption } from './accelerate/flag-only-option.ts'
import { deepspeed16bitSaveDisabled } from './deepspeed/16bit-save-disabled.ts'
import { deepspeedClippingNotPassed } from './deepspeed/clipping-not-passed.ts'
import { deepspeedCompileIgnored } from './deepspeed/compile-ignored.ts'
import { deepspeedEmptyAdapterSave } from './deepspeed/empty-adapter-save.ts'
import { deepspeedIgnoredParamOffload } from './deepspeed/ignored-param-offload.ts'
import { deepspeedMissingAccumulationSteps } from './deepspeed/missing-accumulation-steps.ts'
import { deepspeedMissingClipping } from './deepspeed/missing-clipping.ts'
import { deepspeedMissingNvmePath } from './deepspeed/missing-nvme-path.ts'
import { deepspeedNvmePathNotPassed } from './deepspeed/nvme-path-not-passed.ts'
import { deepspeedZeroClippingIgnored } from './deepspeed/zero-clipping-ignored.ts'
import { fp8MsampWithFsdp } from './fp8/msamp-with-fsdp.ts'
import { fp8MsampWithZero3 } from './fp8/msamp-with-zero3.ts'
import { fp8TorchaoEfficientLoading } from './fp8/torchao-efficient-loading.ts'
import { fsdp8bitOptimizer } from './fsdp/8bit-optimizer.ts'
import { fsdpDuplicateCheckpointing } from './fsdp/duplicate-checkpointing.ts'
import { fsdpFinalSaveWithoutWeights } from './fsdp/final-save-without-weights.ts'
import { fsdpLocalStateDict } from './fsdp/local-state-dict.ts'
import { fsdpMissingModuleSync } from './fsdp/missing-module-sync.ts'
import { fsdpMixedDtypes } from './fsdp/mixed-dtypes.ts'
import { fsdpMixedRequiresGrad } from './fsdp/mixed-requires-grad.ts'
import { fsdpNoWrapPolicy } from './fsdp/no-wrap-policy.ts'
import { fsdpUnknownLayerClass } from './fsdp/unknown-layer-class.ts'
import { fsdpWeightsNotResharded } from './fsdp/weights-not-resharded.ts'
import { hardwareBf16Available } from './hardware/bf16-available.ts'
import { hardwareBf16Unsupported } from './hardware/bf16-unsupported.ts'
import { hardwareFlashAttentionUnsupported } from './hardware/flash-attention-unsupported.ts'
import { hardwareFp8Unsupported } from './hardware/fp8-unsupported.ts'
import { hardwareUnknownGpu } from './hardware/unknown-gpu.ts'
import { launchIdleGpus } from './launch/idle-gpus.ts'
import { launchInvalidMachineRank } from './launch/invalid-machine-rank.ts'
import { launchLoopbackMainProcessIp } from './launch/loopback-main-process-ip.ts'
import { launchMissingHostfile } from './launch/missing-hostfile.ts'
import { launchMissingMainProcessIp } from './launch/missing-main-process-ip.ts'
import { launchRandomPort } from './launch/random-port.ts'
import { launchSingleGpuId } from './launch/single-gpu-id.ts'
import { launchSingleProcessMultiGpu } from './launch/single-process-multi-gpu.ts'
import { launchTooFewGpuIds } from './launch/too-few-gpu-ids.ts'
import { megatronAdapterIgnored } from './megatron/adapter-ignored.ts'
import { memoryCheckpointingDisabled } from './memory/checkpointing-disabled.ts'
import { memoryFullPrecision } from './memory/full-precision.ts'
import { memoryLargeModulesToSave } from './memory/large-modules-to-save.ts'
import { memoryOutOfMemory } from './memory/out-of-memory.ts'
import { memoryUnshardedWeights } from './memory/unsharded-weights.ts'
import { memoryUselessOptimizerOffload } from './memory/useless-optimizer-offload.ts'
import { mlperfClosedDivision } from './mlperf/closed-division.ts'
import { mlperfScriptAdapter } from './mlperf/script-adapter.ts'
import { mlperfScriptFp8 } from './mlperf/script-fp8.ts'
import { mlperfScriptVersions } from './mlperf/script-versions.ts'
import { mlperfScriptWarmup } from './mlperf/script-warmup.ts'
import { parallelismContextAndSequence } from './parallelism/context-and-sequence.ts'
import { parallelismIndivisibleHeads } from './parallelism/indivisible-heads.ts'
import { parallelismMissingSequenceLength } from './parallelism/missing-sequence-length.ts'
import { parallelismNothingToShard } from './parallelism/nothing-to-shard.ts'
import { parallelismProcessMismatch } from './parallelism/process-mismatch.ts'
import { parallelismReplicasWithoutShards } from './parallelism/replicas-without-shards.ts'
import { parallelismUnsupportedAttention } from './parallelism/unsupported-attention.ts'
import { peftDoraWithDropout } from './peft/dora-with-dropout.ts'
import { peftFrozenExperts } from './peft/frozen-experts.ts'
import { peftIncompleteFusedExperts } from './peft/incomplete-fused-experts.ts'
import { peftLargeRsloraScale } from './peft/large-rslora-scale.ts'
import { peftMissingLoftqConfig } from './peft/missing-loftq-config.ts'
import { peftModuleInBothLists } from './peft/module-in-both-lists.ts'
import { peftRandomInit } from './peft/random-init.ts'
import { peftRankTooLarge } from './peft/rank-too-large.ts'
import { peftSmallRsloraRank } from './peft/small-rslora-rank.ts'
import { peftSomeTargetsNotFound } from './peft/some-targets-not-found.ts'
import { peftTargetModulesNotFound } from './peft/target-modules-not-found.ts'
import { peftTrainedBias } from './peft/trained-bias.ts'
import { peftUnsupportedTarget } from './peft/unsupported-target.ts'
import { peftUntiedEmbeddings } from './peft/untied-embeddings.ts'
import { peftUnusualScale } from './peft/unusual-scale.ts'
import { quantizationFullFineTuning } from './quantization/full-fine-tuning.ts'
import { quantizationInt8WithFsdp } from './quantization/int8-with-fsdp.ts'
import { quantizationPissaInit } from './quantization/pissa-init.ts'
import { quantizationZeroInitSkipped } from './quantization/zero-init-skipped.ts'
import type { Rule } from './rule.ts'
import { trainerClippingDisabled } from './trainer/clipping-disabled.ts'
import { trainerFlashAttentionFloat32 } from './trainer/flash-attention-float32.ts'
import { trainerHighLearningRate } from './trainer/high-learning-rate.ts'
import { trainerLargeBatch } from './trainer/large-batch.ts'
import { trainerLongSequence } from './trainer/long-sequence.ts'
import { trainerLongWarmup } from './trainer/long-warmup.ts'
import { trainerLowLearningRate } from './trainer/low-learning-rate.ts'
import { trainerNoCheckpoint } from './trainer/no-checkpoint.ts'
import { trainerNoEvaluation } from './trainer/no-evaluation.ts'
import { trainerNoSteps } from './trainer/no-steps.ts'
import { trainerPackingAttention } from './trainer/packing-attention.ts'
import { trainerUnsupportedAttention } from './trainer/unsupported-attention.ts'
import { trainerUnusualClipping } from './trainer/unusual-clipping.ts'
import { trainerZeroLearningRate } from './trainer/zero-learning-rate.ts'
import { trlUnsupportedOption } from './trl/unsupported-option.ts'
import { trlWrongArgumentNames } from './trl/wrong-argument-names.ts'

export const rules: readonly Rule[] = [
  deepspeedZeroClippingIgnored,
  deepspeedMissingAccumulationSteps,
  deepspeedMissingNvmePath,
  deepspeedNvmePathNotPassed,
  deepspeedIgnoredParamOffload,
  hardwareBf16Unsupported,
  hardwareBf16Available,
  hardwareFp8Unsupported,
  fp8MsampWithZero3,
  fp8MsampWithFsdp,
  fp8TorchaoEfficientLoading,
  launchSingleProcessMultiGpu,
  launchIdleGpus,
  launchMissingMainProcessIp,
  launchLoopbackMainProcessIp,
  launchRandomPort,
  launchInvalidMachineRank,
  launchMissingHostfile,
  launchTooFewGpuIds,
  launchSingleGpuId,
  fsdpDuplicateCheckpointing,
  fsdpLocalStateDict,
  fsdpFinalSaveWithoutWeights,
  fsdpMissingModuleSync,
  fsdpNoWrapPolicy,
  fsdpMixedRequiresGrad,
  quantizationInt8WithFsdp,
  fsdp8bitOptimizer,
  parallelismContextAndSequence,
  parallelismReplicasWithoutShards,
  parallelismProcessMismatch,
  parallelismNothingToShard,
  quantizationZeroInitSkipped,
  deepspeed16bitSaveDisabled,
  deepspeedEmptyAdapterSave,
  memoryUnshardedWeights,
  deepspeedCompileIgnored,
  accelerateFlagOnlyOption,
  quantizationFullFineTuning,
  peftDoraWithDropout,
  peftUnusualScale,
  peftLargeRsloraScale,
  peftSmallRsloraRank,
  peftRankTooLarge,
  trainerLowLearningRate,
  trainerHighLearningRate,
  trainerZeroLearningRate,
  trainerNoSteps,
  deepspeedClippingNotPassed,
  deepspeedMissingClipping,
  trainerUnsupportedAttention,
  trainerUnusualClipping,
  trainerClippingDisabled,
  peftTargetModulesNotFound,
  peftSomeTargetsNotFound,
  memoryLargeModulesToSave,
  peftModuleInBothLists,
  peftUntiedEmbeddings,
  memoryCheckpointingDisabled,
  trainerPackingAttention,
  hardwareFlashAttentionUnsupported,
  trainerFlashAttentionFloat32,
  trainerLongSequence,
  trainerLargeBatch,
  trainerNoCheckpoint,
  trainerNoEvaluation,
  trlWrongArgumentNames,
  mlperfScriptAdapter,
  mlperfScriptFp8,
  mlperfScriptWarmup,
  trlUnsupportedOption,
  mlperfScriptVersions,
  quantizationPissaInit,
  peftMissingLoftqConfig,
  peftRandomInit,
  peftTrainedBias,
  parallelismMissingSequenceLength,
  parallelismIndivisibleHeads,
  parallelismUnsupportedAttention,
  fsdpWeightsNotResharded,
  trainerLongWarmup,
  memoryUselessOptimizerOffload,
  memoryFullPrecision,
  hardwareUnknownGpu,
  mlperfClosedDivision,
  peftIncompleteFusedExperts,
  peftFrozenExperts,
  fsdpMixedDtypes,
  memoryOutOfMemory,
  peftUnsupportedTarget,
  megatronAdapterIgnored,
  fsdpUnknownLayerClass,
]
