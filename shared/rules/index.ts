/** Every rule about a whole run, in the order of the report. */

import { accumulationLeftOutOfTheJson } from './accumulation-left-out-of-the-json.ts'
import { adapterEmptyInAPlainSave } from './adapter-empty-in-a-plain-save.ts'
import { adapterInAnotherDtype } from './adapter-in-another-dtype.ts'
import { adapterNotWrittenAtTheEnd } from './adapter-not-written-at-the-end.ts'
import { adapterScaleUnusual } from './adapter-scale-unusual.ts'
import { adapterStartsByChangingTheModel } from './adapter-starts-by-changing-the-model.ts'
import { attentionThatCannotBeDivided } from './attention-that-cannot-be-divided.ts'
import { bf16BeforeAmpere } from './bf16-before-ampere.ts'
import { biasOutlivesTheAdapter } from './bias-outlives-the-adapter.ts'
import { checkpointingOffWithLongSequences } from './checkpointing-off-with-long-sequences.ts'
import { checkpointingTwice } from './checkpointing-twice.ts'
import { clippingLeftOutOfTheJson } from './clipping-left-out-of-the-json.ts'
import { clippingNeverReachesDeepspeed } from './clipping-never-reaches-deepspeed.ts'
import { clippingOff } from './clipping-off.ts'
import { clippingThresholdUnusual } from './clipping-threshold-unusual.ts'
import { compileIgnoredByDeepspeed } from './compile-ignored-by-deepspeed.ts'
import { contextAndSequenceParallelismTogether } from './context-and-sequence-parallelism-together.ts'
import { dataParallelOfOne } from './data-parallel-of-one.ts'
import { doesNotFit } from './does-not-fit.ts'
import { doraWithDropout } from './dora-with-dropout.ts'
import { efficientLoadingWithoutSync } from './efficient-loading-without-sync.ts'
import { eightBitOptimizerWithFsdp } from './eight-bit-optimizer-with-fsdp.ts'
import { expertsStayFrozen } from './experts-stay-frozen.ts'
import { fewerGpuIdsThanProcesses } from './fewer-gpu-ids-than-processes.ts'
import { firstEvaluationAfterTheEnd } from './first-evaluation-after-the-end.ts'
import { firstSaveAfterTheEnd } from './first-save-after-the-end.ts'
import { flashAttentionInFloat32 } from './flash-attention-in-float32.ts'
import { flashAttentionOnAnOldCard } from './flash-attention-on-an-old-card.ts'
import { fp8WithoutFp8Units } from './fp8-without-fp8-units.ts'
import { fp16WhereBf16Works } from './fp16-where-bf16-works.ts'
import { frozenAndTrainedInOneUnit } from './frozen-and-trained-in-one-unit.ts'
import { fullPrecisionDoublesTheMemory } from './full-precision-doubles-the-memory.ts'
import { gpuNotInTheCatalogue } from './gpu-not-in-the-catalogue.ts'
import { halfOfTheFusedExperts } from './half-of-the-fused-experts.ts'
import { hostFileMissing } from './host-file-missing.ts'
import { int8WithFsdp } from './int8-with-fsdp.ts'
import { largeEffectiveBatch } from './large-effective-batch.ts'
import { layerClassOfAnotherModel } from './layer-class-of-another-model.ts'
import { learningRateOfAnAdapter } from './learning-rate-of-an-adapter.ts'
import { learningRateOfFullFineTuning } from './learning-rate-of-full-fine-tuning.ts'
import { learningRateZero } from './learning-rate-zero.ts'
import { localStateDictWithFsdp2 } from './local-state-dict-with-fsdp2.ts'
import { loftqWithoutItsSettings } from './loftq-without-its-settings.ts'
import { machineRankTooHigh } from './machine-rank-too-high.ts'
import { mainProcessIpIsThisMachine } from './main-process-ip-is-this-machine.ts'
import { mainProcessIpMissing } from './main-process-ip-missing.ts'
import { mainProcessPortDiffersEverywhere } from './main-process-port-differs-everywhere.ts'
import { megatronBuildsItsOwnModel } from './megatron-builds-its-own-model.ts'
import { mlperfScriptKnowsPlainLoraOnly } from './mlperf-script-knows-plain-lora-only.ts'
import { mlperfScriptOnTodaysStack } from './mlperf-script-on-todays-stack.ts'
import { mlperfScriptTakesWarmUpAsAShare } from './mlperf-script-takes-warm-up-as-a-share.ts'
import { mlperfScriptWithoutFp8 } from './mlperf-script-without-fp8.ts'
import { moduleAdaptedAndSavedWhole } from './module-adapted-and-saved-whole.ts'
import { msampWithFsdp } from './msamp-with-fsdp.ts'
import { msampWithZero3 } from './msamp-with-zero-3.ts'
import { noTrainingAtAll } from './no-training-at-all.ts'
import { nothingLeftToShard } from './nothing-left-to-shard.ts'
import { nvmeOffloadWithoutPath } from './nvme-offload-without-path.ts'
import { nvmePathLostInline } from './nvme-path-lost-inline.ts'
import { offloadMovesNextToNothing } from './offload-moves-next-to-nothing.ts'
import { oneUnitSavesNothing } from './one-unit-saves-nothing.ts'
import { onlyAFlagTurnsThisOn } from './only-a-flag-turns-this-on.ts'
import { outsideTheMlperfClosedDivision } from './outside-the-mlperf-closed-division.ts'
import { packingWithoutBoundaries } from './packing-without-boundaries.ts'
import { parallelSizesMissTheProcesses } from './parallel-sizes-miss-the-processes.ts'
import { parameterOffloadBelowStage3 } from './parameter-offload-below-stage-3.ts'
import { pissaOnQuantizedWeights } from './pissa-on-quantized-weights.ts'
import { quantizationWithoutAnAdapter } from './quantization-without-an-adapter.ts'
import { rankBeyondTheMatrix } from './rank-beyond-the-matrix.ts'
import { replicasWithoutShards } from './replicas-without-shards.ts'
import { rsloraScaleJumps } from './rslora-scale-jumps.ts'
import { rsloraWithSmallRank } from './rslora-with-small-rank.ts'
import type { Rule } from './rule.ts'
import { sequenceBeyondTheModel } from './sequence-beyond-the-model.ts'
import { sequenceLengthOfSequenceParallelism } from './sequence-length-of-sequence-parallelism.ts'
import { sequenceParallelismMissesTheHeads } from './sequence-parallelism-misses-the-heads.ts'
import { severalGpusWithOneId } from './several-gpus-with-one-id.ts'
import { severalProcessesWithoutAStrategy } from './several-processes-without-a-strategy.ts'
import { sixteenBitSaveOff } from './sixteen-bit-save-off.ts'
import { stage2KeepsTheFrozenWeights } from './stage-2-keeps-the-frozen-weights.ts'
import { targetModulesNotFound } from './target-modules-not-found.ts'
import { targetModulesPartlyFound } from './target-modules-partly-found.ts'
import { targetThatIsNoLinearLayer } from './target-that-is-no-linear-layer.ts'
import { tiedEmbeddingsComeApart } from './tied-embeddings-come-apart.ts'
import { torchaoFp8WithEfficientLoading } from './torchao-fp8-with-efficient-loading.ts'
import { trlScriptInAnotherDialect } from './trl-script-in-another-dialect.ts'
import { trlScriptLeavesThisOut } from './trl-script-leaves-this-out.ts'
import { warmupLongerThanTheRun } from './warmup-longer-than-the-run.ts'
import { weightsStayWhole } from './weights-stay-whole.ts'
import { wholeModulesBesideTheAdapter } from './whole-modules-beside-the-adapter.ts'
import { zeroClippingLostInline } from './zero-clipping-lost-inline.ts'
import { zeroInitWithQuantizedWeights } from './zero-init-with-quantized-weights.ts'

export const rules: readonly Rule[] = [
  zeroClippingLostInline,
  accumulationLeftOutOfTheJson,
  nvmeOffloadWithoutPath,
  nvmePathLostInline,
  parameterOffloadBelowStage3,
  bf16BeforeAmpere,
  fp16WhereBf16Works,
  fp8WithoutFp8Units,
  msampWithZero3,
  msampWithFsdp,
  torchaoFp8WithEfficientLoading,
  dataParallelOfOne,
  severalProcessesWithoutAStrategy,
  mainProcessIpMissing,
  mainProcessIpIsThisMachine,
  mainProcessPortDiffersEverywhere,
  machineRankTooHigh,
  hostFileMissing,
  fewerGpuIdsThanProcesses,
  severalGpusWithOneId,
  checkpointingTwice,
  localStateDictWithFsdp2,
  adapterNotWrittenAtTheEnd,
  efficientLoadingWithoutSync,
  oneUnitSavesNothing,
  frozenAndTrainedInOneUnit,
  int8WithFsdp,
  eightBitOptimizerWithFsdp,
  contextAndSequenceParallelismTogether,
  replicasWithoutShards,
  parallelSizesMissTheProcesses,
  nothingLeftToShard,
  zeroInitWithQuantizedWeights,
  sixteenBitSaveOff,
  adapterEmptyInAPlainSave,
  stage2KeepsTheFrozenWeights,
  compileIgnoredByDeepspeed,
  onlyAFlagTurnsThisOn,
  quantizationWithoutAnAdapter,
  doraWithDropout,
  adapterScaleUnusual,
  rsloraScaleJumps,
  rsloraWithSmallRank,
  rankBeyondTheMatrix,
  learningRateOfFullFineTuning,
  learningRateOfAnAdapter,
  learningRateZero,
  noTrainingAtAll,
  clippingNeverReachesDeepspeed,
  clippingLeftOutOfTheJson,
  clippingThresholdUnusual,
  clippingOff,
  targetModulesNotFound,
  targetModulesPartlyFound,
  wholeModulesBesideTheAdapter,
  moduleAdaptedAndSavedWhole,
  tiedEmbeddingsComeApart,
  checkpointingOffWithLongSequences,
  packingWithoutBoundaries,
  flashAttentionOnAnOldCard,
  flashAttentionInFloat32,
  sequenceBeyondTheModel,
  largeEffectiveBatch,
  firstSaveAfterTheEnd,
  firstEvaluationAfterTheEnd,
  trlScriptInAnotherDialect,
  mlperfScriptKnowsPlainLoraOnly,
  mlperfScriptWithoutFp8,
  mlperfScriptTakesWarmUpAsAShare,
  trlScriptLeavesThisOut,
  mlperfScriptOnTodaysStack,
  pissaOnQuantizedWeights,
  loftqWithoutItsSettings,
  adapterStartsByChangingTheModel,
  biasOutlivesTheAdapter,
  sequenceLengthOfSequenceParallelism,
  sequenceParallelismMissesTheHeads,
  attentionThatCannotBeDivided,
  weightsStayWhole,
  warmupLongerThanTheRun,
  offloadMovesNextToNothing,
  fullPrecisionDoublesTheMemory,
  gpuNotInTheCatalogue,
  outsideTheMlperfClosedDivision,
  halfOfTheFusedExperts,
  expertsStayFrozen,
  adapterInAnotherDtype,
  doesNotFit,
  targetThatIsNoLinearLayer,
  megatronBuildsItsOwnModel,
  layerClassOfAnotherModel,
]
