/** Every rule, in the order of the report. */

import { accelerateDeprecatedKey } from './accelerate/deprecated-key.ts'
import { accelerateFlagOnlyOption } from './accelerate/flag-only-option.ts'
import { accelerateIgnoredKey } from './accelerate/ignored-key.ts'
import { accelerateIgnoredUseCpu } from './accelerate/ignored-use-cpu.ts'
import { accelerateInvalidBoolean } from './accelerate/invalid-boolean.ts'
import { accelerateInvalidDistributedType } from './accelerate/invalid-distributed-type.ts'
import { accelerateInvalidDynamoMode } from './accelerate/invalid-dynamo-mode.ts'
import { accelerateInvalidSection } from './accelerate/invalid-section.ts'
import { accelerateInvalidSectionKey } from './accelerate/invalid-section-key.ts'
import { accelerateInvalidUseCpu } from './accelerate/invalid-use-cpu.ts'
import { accelerateInvalidValue } from './accelerate/invalid-value.ts'
import { accelerateMisplacedKey } from './accelerate/misplaced-key.ts'
import { accelerateMissingDistributedType } from './accelerate/missing-distributed-type.ts'
import { accelerateMisspelledKey } from './accelerate/misspelled-key.ts'
import { acceleratePrecisionMismatch } from './accelerate/precision-mismatch.ts'
import { accelerateQuotedBoolean } from './accelerate/quoted-boolean.ts'
import { accelerateSagemakerNotSupported } from './accelerate/sagemaker-not-supported.ts'
import { accelerateSectionOverridesKey } from './accelerate/section-overrides-key.ts'
import { accelerateUnexpectedMapping } from './accelerate/unexpected-mapping.ts'
import { accelerateUnknownComputeEnvironment } from './accelerate/unknown-compute-environment.ts'
import { accelerateUnknownDistributedType } from './accelerate/unknown-distributed-type.ts'
import { accelerateUnknownDynamoBackend } from './accelerate/unknown-dynamo-backend.ts'
import { accelerateUnknownKey } from './accelerate/unknown-key.ts'
import { accelerateUnknownMixedPrecision } from './accelerate/unknown-mixed-precision.ts'
import { accelerateUnknownSectionKey } from './accelerate/unknown-section-key.ts'
import { accelerateUnquotedDistributedType } from './accelerate/unquoted-distributed-type.ts'
import { accelerateUnquotedMixedPrecision } from './accelerate/unquoted-mixed-precision.ts'
import { accelerateUnusedSection } from './accelerate/unused-section.ts'
import { axolotlConflictingSettings } from './axolotl/conflicting-settings.ts'
import { axolotlInvalidValue } from './axolotl/invalid-value.ts'
import { axolotlMisspelledKey } from './axolotl/misspelled-key.ts'
import { axolotlNewTokensWithoutEmbeddings } from './axolotl/new-tokens-without-embeddings.ts'
import { axolotlUnknownKey } from './axolotl/unknown-key.ts'
import { axolotlWrongModelClass } from './axolotl/wrong-model-class.ts'
import { deepspeed16bitSaveDisabled } from './deepspeed/16bit-save-disabled.ts'
import { deepspeedAccumulationMismatch } from './deepspeed/accumulation-mismatch.ts'
import { deepspeedAutoPrefetch } from './deepspeed/auto-prefetch.ts'
import { deepspeedBatchSizeMismatch } from './deepspeed/batch-size-mismatch.ts'
import { deepspeedClippingMismatch } from './deepspeed/clipping-mismatch.ts'
import { deepspeedClippingNotPassed } from './deepspeed/clipping-not-passed.ts'
import { deepspeedCompileIgnored } from './deepspeed/compile-ignored.ts'
import { deepspeedConflictingNodeFilters } from './deepspeed/conflicting-node-filters.ts'
import { deepspeedDeprecatedKey } from './deepspeed/deprecated-key.ts'
import { deepspeedDuplicateSource } from './deepspeed/duplicate-source.ts'
import { deepspeedEmptyAdapterSave } from './deepspeed/empty-adapter-save.ts'
import { deepspeedFp16AndBf16 } from './deepspeed/fp16-and-bf16.ts'
import { deepspeedIgnoredFlag } from './deepspeed/ignored-flag.ts'
import { deepspeedIgnoredKey } from './deepspeed/ignored-key.ts'
import { deepspeedIgnoredParamOffload } from './deepspeed/ignored-param-offload.ts'
import { deepspeedImplicitClipping } from './deepspeed/implicit-clipping.ts'
import { deepspeedInconsistentBatchSize } from './deepspeed/inconsistent-batch-size.ts'
import { deepspeedInvalid16bitSave } from './deepspeed/invalid-16bit-save.ts'
import { deepspeedInvalidAccumulationSteps } from './deepspeed/invalid-accumulation-steps.ts'
import { deepspeedInvalidBoolean } from './deepspeed/invalid-boolean.ts'
import { deepspeedInvalidClipping } from './deepspeed/invalid-clipping.ts'
import { deepspeedInvalidConfigPath } from './deepspeed/invalid-config-path.ts'
import { deepspeedInvalidCount } from './deepspeed/invalid-count.ts'
import { deepspeedInvalidScheduler } from './deepspeed/invalid-scheduler.ts'
import { deepspeedInvalidSection } from './deepspeed/invalid-section.ts'
import { deepspeedInvalidType } from './deepspeed/invalid-type.ts'
import { deepspeedJsonKeyInYaml } from './deepspeed/json-key-in-yaml.ts'
import { deepspeedJsonOverridesScript } from './deepspeed/json-overrides-script.ts'
import { deepspeedLearningRateMismatch } from './deepspeed/learning-rate-mismatch.ts'
import { deepspeedMisplacedClipping } from './deepspeed/misplaced-clipping.ts'
import { deepspeedMissingAccumulationSteps } from './deepspeed/missing-accumulation-steps.ts'
import { deepspeedMissingBatchSize } from './deepspeed/missing-batch-size.ts'
import { deepspeedMissingClipping } from './deepspeed/missing-clipping.ts'
import { deepspeedMissingNvmePath } from './deepspeed/missing-nvme-path.ts'
import { deepspeedMissingSection } from './deepspeed/missing-section.ts'
import { deepspeedMissingZeroSection } from './deepspeed/missing-zero-section.ts'
import { deepspeedNvmePathNotPassed } from './deepspeed/nvme-path-not-passed.ts'
import { deepspeedOptimizerMismatch } from './deepspeed/optimizer-mismatch.ts'
import { deepspeedPrecisionFlagConflict } from './deepspeed/precision-flag-conflict.ts'
import { deepspeedQuotedPrecision } from './deepspeed/quoted-precision.ts'
import { deepspeedQuotedZeroStage } from './deepspeed/quoted-zero-stage.ts'
import { deepspeedRemovedKey } from './deepspeed/removed-key.ts'
import { deepspeedSchedulerMismatch } from './deepspeed/scheduler-mismatch.ts'
import { deepspeedUnknownLauncher } from './deepspeed/unknown-launcher.ts'
import { deepspeedUnknownOffloadDevice } from './deepspeed/unknown-offload-device.ts'
import { deepspeedUnknownSectionKey } from './deepspeed/unknown-section-key.ts'
import { deepspeedUnknownZeroStage } from './deepspeed/unknown-zero-stage.ts'
import { deepspeedUnresolvedAuto } from './deepspeed/unresolved-auto.ts'
import { deepspeedUnsupportedOptimizer } from './deepspeed/unsupported-optimizer.ts'
import { deepspeedUnusedCheckpointing } from './deepspeed/unused-checkpointing.ts'
import { deepspeedZeroClippingIgnored } from './deepspeed/zero-clipping-ignored.ts'
import { deepspeedZeroInitIgnored } from './deepspeed/zero-init-ignored.ts'
import { deepspeedZeroStageConflict } from './deepspeed/zero-stage-conflict.ts'
import { filesDuplicateKey } from './files/duplicate-key.ts'
import { filesExposedSecret } from './files/exposed-secret.ts'
import { filesInvisibleCharacter } from './files/invisible-character.ts'
import { filesMissingFile } from './files/missing-file.ts'
import { filesNoKeys } from './files/no-keys.ts'
import { filesTooLarge } from './files/too-large.ts'
import { filesUnknownDisabledRule } from './files/unknown-disabled-rule.ts'
import { filesUnknownType } from './files/unknown-type.ts'
import { filesUnreadFile } from './files/unread-file.ts'
import { fp8InvalidOverride } from './fp8/invalid-override.ts'
import { fp8MisnamedKey } from './fp8/misnamed-key.ts'
import { fp8MsampWithFsdp } from './fp8/msamp-with-fsdp.ts'
import { fp8MsampWithZero3 } from './fp8/msamp-with-zero3.ts'
import { fp8TorchaoEfficientLoading } from './fp8/torchao-efficient-loading.ts'
import { fp8UnknownBackend } from './fp8/unknown-backend.ts'
import { fp8UnusedSection } from './fp8/unused-section.ts'
import { fsdp8bitOptimizer } from './fsdp/8bit-optimizer.ts'
import { fsdpDuplicateCheckpointing } from './fsdp/duplicate-checkpointing.ts'
import { fsdpFinalSaveWithoutWeights } from './fsdp/final-save-without-weights.ts'
import { fsdpFsdp1OnlyKey } from './fsdp/fsdp1-only-key.ts'
import { fsdpFsdp2OnlyKey } from './fsdp/fsdp2-only-key.ts'
import { fsdpInvalidMinNumParams } from './fsdp/invalid-min-num-params.ts'
import { fsdpLocalStateDict } from './fsdp/local-state-dict.ts'
import { fsdpMissingModuleSync } from './fsdp/missing-module-sync.ts'
import { fsdpMissingWrapSize } from './fsdp/missing-wrap-size.ts'
import { fsdpMixedDtypes } from './fsdp/mixed-dtypes.ts'
import { fsdpMixedRequiresGrad } from './fsdp/mixed-requires-grad.ts'
import { fsdpNoWrapPolicy } from './fsdp/no-wrap-policy.ts'
import { fsdpOffloadWithoutCheckpointing } from './fsdp/offload-without-checkpointing.ts'
import { fsdpQuotedModuleSync } from './fsdp/quoted-module-sync.ts'
import { fsdpSpaceInClassList } from './fsdp/space-in-class-list.ts'
import { fsdpUnknownLayerClass } from './fsdp/unknown-layer-class.ts'
import { fsdpUnknownValue } from './fsdp/unknown-value.ts'
import { fsdpUnknownVersion } from './fsdp/unknown-version.ts'
import { fsdpWeightsNotResharded } from './fsdp/weights-not-resharded.ts'
import { hardwareBf16Available } from './hardware/bf16-available.ts'
import { hardwareBf16Unsupported } from './hardware/bf16-unsupported.ts'
import { hardwareFlashAttentionUnsupported } from './hardware/flash-attention-unsupported.ts'
import { hardwareFp8Unsupported } from './hardware/fp8-unsupported.ts'
import { hardwareP2pUnsupported } from './hardware/p2p-unsupported.ts'
import { hardwareUnknownGpu } from './hardware/unknown-gpu.ts'
import { jsonNonStandardSyntax } from './json/non-standard-syntax.ts'
import { jsonSyntaxError } from './json/syntax-error.ts'
import { launchConflictingFlags } from './launch/conflicting-flags.ts'
import { launchConflictingGpuFilters } from './launch/conflicting-gpu-filters.ts'
import { launchDuplicateGpuId } from './launch/duplicate-gpu-id.ts'
import { launchDuplicateLaunch } from './launch/duplicate-launch.ts'
import { launchFlagOverridesStrategy } from './launch/flag-overrides-strategy.ts'
import { launchGpuIdRange } from './launch/gpu-id-range.ts'
import { launchIdleGpus } from './launch/idle-gpus.ts'
import { launchIgnoredVisibleDevices } from './launch/ignored-visible-devices.ts'
import { launchInvalidAddress } from './launch/invalid-address.ts'
import { launchInvalidFlagValue } from './launch/invalid-flag-value.ts'
import { launchInvalidGpuIds } from './launch/invalid-gpu-ids.ts'
import { launchInvalidMachineCount } from './launch/invalid-machine-count.ts'
import { launchInvalidMachineRank } from './launch/invalid-machine-rank.ts'
import { launchInvalidNumProcesses } from './launch/invalid-num-processes.ts'
import { launchInvalidPort } from './launch/invalid-port.ts'
import { launchLauncherPerTask } from './launch/launcher-per-task.ts'
import { launchLoopbackMainProcessIp } from './launch/loopback-main-process-ip.ts'
import { launchMissingFlagValue } from './launch/missing-flag-value.ts'
import { launchMissingHostfile } from './launch/missing-hostfile.ts'
import { launchMissingMainProcessIp } from './launch/missing-main-process-ip.ts'
import { launchMissingNumProcesses } from './launch/missing-num-processes.ts'
import { launchMissingRank } from './launch/missing-rank.ts'
import { launchMissingScript } from './launch/missing-script.ts'
import { launchNumProcessesMismatch } from './launch/num-processes-mismatch.ts'
import { launchPrivilegedPort } from './launch/privileged-port.ts'
import { launchRandomPort } from './launch/random-port.ts'
import { launchRankExpandedEarly } from './launch/rank-expanded-early.ts'
import { launchSameRank } from './launch/same-rank.ts'
import { launchSingleCpuProcess } from './launch/single-cpu-process.ts'
import { launchSingleGpuId } from './launch/single-gpu-id.ts'
import { launchSingleProcessMultiGpu } from './launch/single-process-multi-gpu.ts'
import { launchTaskWithoutLauncher } from './launch/task-without-launcher.ts'
import { launchTooFewGpuIds } from './launch/too-few-gpu-ids.ts'
import { launchTooFewProcesses } from './launch/too-few-processes.ts'
import { launchTooFewVisibleGpus } from './launch/too-few-visible-gpus.ts'
import { launchUnevenProcesses } from './launch/uneven-processes.ts'
import { launchUnexpectedFlagValue } from './launch/unexpected-flag-value.ts'
import { launchUnexportedVariable } from './launch/unexported-variable.ts'
import { launchUnknownFlag } from './launch/unknown-flag.ts'
import { launchUnsetVariable } from './launch/unset-variable.ts'
import { launchUnusedConfigFile } from './launch/unused-config-file.ts'
import { launchUnusedHostfile } from './launch/unused-hostfile.ts'
import { llamaFactoryConflictingSettings } from './llama-factory/conflicting-settings.ts'
import { llamaFactoryMergeIntoQuantized } from './llama-factory/merge-into-quantized.ts'
import { llamaFactoryUnknownArgument } from './llama-factory/unknown-argument.ts'
import { megatronAdapterIgnored } from './megatron/adapter-ignored.ts'
import { megatronImplicitContextParallelism } from './megatron/implicit-context-parallelism.ts'
import { megatronInvalidValue } from './megatron/invalid-value.ts'
import { megatronProcessMismatch } from './megatron/process-mismatch.ts'
import { memoryCheckpointingDisabled } from './memory/checkpointing-disabled.ts'
import { memoryFullPrecision } from './memory/full-precision.ts'
import { memoryHostOutOfMemory } from './memory/host-out-of-memory.ts'
import { memoryLargeModulesToSave } from './memory/large-modules-to-save.ts'
import { memoryOutOfMemory } from './memory/out-of-memory.ts'
import { memoryUnshardedWeights } from './memory/unsharded-weights.ts'
import { memoryUselessOptimizerOffload } from './memory/useless-optimizer-offload.ts'
import { mlperfAdapterSettings } from './mlperf/adapter-settings.ts'
import { mlperfBaseModel } from './mlperf/base-model.ts'
import { mlperfBatchSize } from './mlperf/batch-size.ts'
import { mlperfClosedDivision } from './mlperf/closed-division.ts'
import { mlperfEvaluationInterval } from './mlperf/evaluation-interval.ts'
import { mlperfFixedSeed } from './mlperf/fixed-seed.ts'
import { mlperfLossTarget } from './mlperf/loss-target.ts'
import { mlperfNumberFormat } from './mlperf/number-format.ts'
import { mlperfOptimizerSettings } from './mlperf/optimizer-settings.ts'
import { mlperfScriptAdapter } from './mlperf/script-adapter.ts'
import { mlperfScriptFp8 } from './mlperf/script-fp8.ts'
import { mlperfScriptVersions } from './mlperf/script-versions.ts'
import { mlperfScriptWarmup } from './mlperf/script-warmup.ts'
import { mlperfTargetModules } from './mlperf/target-modules.ts'
import { msSwiftInvalidValue } from './ms-swift/invalid-value.ts'
import { msSwiftUnknownArgument } from './ms-swift/unknown-argument.ts'
import { parallelismContextAndSequence } from './parallelism/context-and-sequence.ts'
import { parallelismIndivisibleHeads } from './parallelism/indivisible-heads.ts'
import { parallelismInvalidSize } from './parallelism/invalid-size.ts'
import { parallelismMissingSequenceLength } from './parallelism/missing-sequence-length.ts'
import { parallelismNothingToShard } from './parallelism/nothing-to-shard.ts'
import { parallelismProcessMismatch } from './parallelism/process-mismatch.ts'
import { parallelismReplicasWithoutShards } from './parallelism/replicas-without-shards.ts'
import { parallelismRequiresFsdp2 } from './parallelism/requires-fsdp2.ts'
import { parallelismUnsupportedAttention } from './parallelism/unsupported-attention.ts'
import { peftAdapterDisabled } from './peft/adapter-disabled.ts'
import { peftAdapterOnTiedEmbeddings } from './peft/adapter-on-tied-embeddings.ts'
import { peftCommaInTarget } from './peft/comma-in-target.ts'
import { peftConflictingArguments } from './peft/conflicting-arguments.ts'
import { peftDataDrivenInit } from './peft/data-driven-init.ts'
import { peftDoraWithDropout } from './peft/dora-with-dropout.ts'
import { peftDropoutOnParameters } from './peft/dropout-on-parameters.ts'
import { peftFrozenExperts } from './peft/frozen-experts.ts'
import { peftIncompleteFusedExperts } from './peft/incomplete-fused-experts.ts'
import { peftInvalidRank } from './peft/invalid-rank.ts'
import { peftInvalidValue } from './peft/invalid-value.ts'
import { peftLargeRsloraScale } from './peft/large-rslora-scale.ts'
import { peftMissingLoftqConfig } from './peft/missing-loftq-config.ts'
import { peftModuleInBothLists } from './peft/module-in-both-lists.ts'
import { peftNoDefaultTargets } from './peft/no-default-targets.ts'
import { peftPatternInTargetList } from './peft/pattern-in-target-list.ts'
import { peftRandomInit } from './peft/random-init.ts'
import { peftRankTooLarge } from './peft/rank-too-large.ts'
import { peftSmallRsloraRank } from './peft/small-rslora-rank.ts'
import { peftSomeTargetsNotFound } from './peft/some-targets-not-found.ts'
import { peftStringModulesToSave } from './peft/string-modules-to-save.ts'
import { peftStringTargetModules } from './peft/string-target-modules.ts'
import { peftTargetModulesNotFound } from './peft/target-modules-not-found.ts'
import { peftTargetsOfAnotherFamily } from './peft/targets-of-another-family.ts'
import { peftTrainedBias } from './peft/trained-bias.ts'
import { peftUnknownArgument } from './peft/unknown-argument.ts'
import { peftUnknownTaskType } from './peft/unknown-task-type.ts'
import { peftUnknownType } from './peft/unknown-type.ts'
import { peftUnmatchedPattern } from './peft/unmatched-pattern.ts'
import { peftUnsupportedTarget } from './peft/unsupported-target.ts'
import { peftUntiedEmbeddings } from './peft/untied-embeddings.ts'
import { peftUntrainedClassifier } from './peft/untrained-classifier.ts'
import { peftUnusualScale } from './peft/unusual-scale.ts'
import { preflightDiskSpace } from './preflight/disk-space.ts'
import { preflightGatedModel } from './preflight/gated-model.ts'
import { preflightMissingData } from './preflight/missing-data.ts'
import { preflightMissingPackages } from './preflight/missing-packages.ts'
import { preflightMissingPython } from './preflight/missing-python.ts'
import { preflightMissingScript } from './preflight/missing-script.ts'
import { preflightOutdatedPackages } from './preflight/outdated-packages.ts'
import { preflightPortInUse } from './preflight/port-in-use.ts'
import { preflightTooFewGpus } from './preflight/too-few-gpus.ts'
import { quantization4bitAnd8bit } from './quantization/4bit-and-8bit.ts'
import { quantization4bitDisabled } from './quantization/4bit-disabled.ts'
import { quantizationFsdp1StorageType } from './quantization/fsdp1-storage-type.ts'
import { quantizationFsdp2StorageType } from './quantization/fsdp2-storage-type.ts'
import { quantizationFullFineTuning } from './quantization/full-fine-tuning.ts'
import { quantizationInt8WithFsdp } from './quantization/int8-with-fsdp.ts'
import { quantizationPissaInit } from './quantization/pissa-init.ts'
import { quantizationZeroInitSkipped } from './quantization/zero-init-skipped.ts'
import { rehearsalLostSetting } from './rehearsal/lost-setting.ts'
import { rehearsalMissingChatTemplate } from './rehearsal/missing-chat-template.ts'
import { rehearsalNotPrepared } from './rehearsal/not-prepared.ts'
import { rehearsalRunFailed } from './rehearsal/run-failed.ts'
import { rehearsalTimeout } from './rehearsal/timeout.ts'
import { rehearsalUnreadableModel } from './rehearsal/unreadable-model.ts'
import { rehearsalUnusableData } from './rehearsal/unusable-data.ts'
import { rehearsalUnusableResult } from './rehearsal/unusable-result.ts'
import { rehearsalWrongClipping } from './rehearsal/wrong-clipping.ts'
import { rehearsalWrongLossMask } from './rehearsal/wrong-loss-mask.ts'
import { rehearsalWrongQuantization } from './rehearsal/wrong-quantization.ts'
import { rehearsalWrongResume } from './rehearsal/wrong-resume.ts'
import { rehearsalWrongStrategy } from './rehearsal/wrong-strategy.ts'
import { rehearsalWrongTrainableParameters } from './rehearsal/wrong-trainable-parameters.ts'
import { rehearsalWrongWorldSize } from './rehearsal/wrong-world-size.ts'
import { releasesKnownFault } from './releases/known-fault.ts'
import type { Rule } from './rule.ts'
import { trainerAutoBatchSize } from './trainer/auto-batch-size.ts'
import { trainerBestModelInterval } from './trainer/best-model-interval.ts'
import { trainerClippingDisabled } from './trainer/clipping-disabled.ts'
import { trainerDeviceMap } from './trainer/device-map.ts'
import { trainerFindUnusedParameters } from './trainer/find-unused-parameters.ts'
import { trainerFlashAttentionFloat32 } from './trainer/flash-attention-float32.ts'
import { trainerFloat16Weights } from './trainer/float16-weights.ts'
import { trainerFp16AndBf16 } from './trainer/fp16-and-bf16.ts'
import { trainerFp16Overflow } from './trainer/fp16-overflow.ts'
import { trainerFsdpAndDeepspeed } from './trainer/fsdp-and-deepspeed.ts'
import { trainerHighLearningRate } from './trainer/high-learning-rate.ts'
import { trainerIgnoredEpochs } from './trainer/ignored-epochs.ts'
import { trainerInvalidValue } from './trainer/invalid-value.ts'
import { trainerLargeBatch } from './trainer/large-batch.ts'
import { trainerLongSequence } from './trainer/long-sequence.ts'
import { trainerLongWarmup } from './trainer/long-warmup.ts'
import { trainerLowLearningRate } from './trainer/low-learning-rate.ts'
import { trainerNoCheckpoint } from './trainer/no-checkpoint.ts'
import { trainerNoEvaluation } from './trainer/no-evaluation.ts'
import { trainerNoSteps } from './trainer/no-steps.ts'
import { trainerPackingAttention } from './trainer/packing-attention.ts'
import { trainerPrefetchWithoutWorkers } from './trainer/prefetch-without-workers.ts'
import { trainerRemovedArgument } from './trainer/removed-argument.ts'
import { trainerSaveOnlyModel } from './trainer/save-only-model.ts'
import { trainerUnquotedNo } from './trainer/unquoted-no.ts'
import { trainerUnsupportedAttention } from './trainer/unsupported-attention.ts'
import { trainerUnusualClipping } from './trainer/unusual-clipping.ts'
import { trainerZeroLearningRate } from './trainer/zero-learning-rate.ts'
import { trlChunkedLossConflict } from './trl/chunked-loss-conflict.ts'
import { trlConflictingGenerationSizes } from './trl/conflicting-generation-sizes.ts'
import { trlFloat32Model } from './trl/float32-model.ts'
import { trlOtherScript } from './trl/other-script.ts'
import { trlOverwrittenModelKwargs } from './trl/overwritten-model-kwargs.ts'
import { trlPackingContextParallelism } from './trl/packing-context-parallelism.ts'
import { trlPackingWithoutLength } from './trl/packing-without-length.ts'
import { trlPaddingFreeAttention } from './trl/padding-free-attention.ts'
import { trlPaddingFreeWithoutPacking } from './trl/padding-free-without-packing.ts'
import { trlUnknownArgument } from './trl/unknown-argument.ts'
import { trlUnknownValue } from './trl/unknown-value.ts'
import { trlUnsupportedOption } from './trl/unsupported-option.ts'
import { trlWrongArgumentNames } from './trl/wrong-argument-names.ts'
import { yamlBase60Number } from './yaml/base-60-number.ts'
import { yamlForbiddenCharacter } from './yaml/forbidden-character.ts'
import { yamlHiddenLineBreak } from './yaml/hidden-line-break.ts'
import { yamlImplicitDate } from './yaml/implicit-date.ts'
import { yamlMergeKey } from './yaml/merge-key.ts'
import { yamlMultipleDocuments } from './yaml/multiple-documents.ts'
import { yamlNumberParsedAsString } from './yaml/number-parsed-as-string.ts'
import { yamlOctalNumber } from './yaml/octal-number.ts'
import { yamlSyntaxError } from './yaml/syntax-error.ts'
import { yamlTabCharacter } from './yaml/tab-character.ts'
import { yamlUnderscoreInNumber } from './yaml/underscore-in-number.ts'

export const rules: readonly Rule[] = [
  deepspeedZeroClippingIgnored,
  deepspeedMissingAccumulationSteps,
  deepspeedMissingNvmePath,
  deepspeedNvmePathNotPassed,
  deepspeedIgnoredParamOffload,
  hardwareBf16Unsupported,
  hardwareBf16Available,
  hardwareFp8Unsupported,
  hardwareP2pUnsupported,
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
  peftAdapterOnTiedEmbeddings,
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
  peftDataDrivenInit,
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
  memoryHostOutOfMemory,
  peftUnsupportedTarget,
  megatronAdapterIgnored,
  fsdpUnknownLayerClass,
  yamlSyntaxError,
  yamlTabCharacter,
  yamlForbiddenCharacter,
  yamlMultipleDocuments,
  filesTooLarge,
  jsonSyntaxError,
  jsonNonStandardSyntax,
  filesNoKeys,
  filesUnknownType,
  filesUnknownDisabledRule,
  filesDuplicateKey,
  yamlOctalNumber,
  yamlBase60Number,
  yamlImplicitDate,
  yamlUnderscoreInNumber,
  yamlNumberParsedAsString,
  yamlMergeKey,
  yamlHiddenLineBreak,
  filesInvisibleCharacter,
  filesExposedSecret,
  accelerateMissingDistributedType,
  accelerateUnknownDistributedType,
  accelerateUnquotedDistributedType,
  accelerateInvalidDistributedType,
  accelerateUnknownComputeEnvironment,
  accelerateSagemakerNotSupported,
  accelerateUnknownKey,
  accelerateMisplacedKey,
  accelerateInvalidSection,
  accelerateInvalidSectionKey,
  launchMissingNumProcesses,
  launchInvalidNumProcesses,
  launchTooFewProcesses,
  launchUnevenProcesses,
  launchInvalidMachineCount,
  launchInvalidPort,
  launchInvalidAddress,
  launchPrivilegedPort,
  launchInvalidGpuIds,
  launchGpuIdRange,
  accelerateUnquotedMixedPrecision,
  accelerateUnknownMixedPrecision,
  accelerateUnknownDynamoBackend,
  accelerateInvalidUseCpu,
  accelerateQuotedBoolean,
  fp8InvalidOverride,
  accelerateMisspelledKey,
  accelerateUnknownSectionKey,
  deepspeedJsonKeyInYaml,
  accelerateSectionOverridesKey,
  accelerateUnusedSection,
  fsdpUnknownVersion,
  fsdpUnknownValue,
  accelerateInvalidBoolean,
  accelerateInvalidValue,
  fsdpInvalidMinNumParams,
  fsdpOffloadWithoutCheckpointing,
  fsdpSpaceInClassList,
  fsdpFsdp1OnlyKey,
  deepspeedUnknownZeroStage,
  deepspeedUnknownOffloadDevice,
  deepspeedInvalidClipping,
  deepspeedInvalidAccumulationSteps,
  deepspeedDuplicateSource,
  filesMissingFile,
  filesUnreadFile,
  deepspeedUnknownLauncher,
  parallelismInvalidSize,
  deepspeedInvalid16bitSave,
  deepspeedMissingZeroSection,
  deepspeedUnknownSectionKey,
  deepspeedInvalidType,
  deepspeedQuotedZeroStage,
  releasesKnownFault,
  deepspeedRemovedKey,
  deepspeedIgnoredKey,
  deepspeedFp16AndBf16,
  deepspeedDeprecatedKey,
  deepspeedMissingBatchSize,
  deepspeedInconsistentBatchSize,
  deepspeedClippingMismatch,
  deepspeedAccumulationMismatch,
  deepspeedBatchSizeMismatch,
  deepspeedLearningRateMismatch,
  launchUnknownFlag,
  launchUnexpectedFlagValue,
  trlUnknownArgument,
  trlOtherScript,
  peftUnknownArgument,
  peftStringTargetModules,
  peftPatternInTargetList,
  peftUnknownTaskType,
  peftInvalidRank,
  peftStringModulesToSave,
  accelerateInvalidDynamoMode,
  deepspeedInvalidSection,
  deepspeedInvalidBoolean,
  acceleratePrecisionMismatch,
  deepspeedPrecisionFlagConflict,
  accelerateUnexpectedMapping,
  deepspeedInvalidCount,
  deepspeedUnresolvedAuto,
  parallelismRequiresFsdp2,
  deepspeedQuotedPrecision,
  deepspeedInvalidConfigPath,
  accelerateIgnoredKey,
  deepspeedImplicitClipping,
  fp8MisnamedKey,
  accelerateDeprecatedKey,
  launchDuplicateGpuId,
  launchNumProcessesMismatch,
  launchInvalidFlagValue,
  launchMissingFlagValue,
  launchConflictingFlags,
  deepspeedOptimizerMismatch,
  fp8UnknownBackend,
  megatronInvalidValue,
  trainerInvalidValue,
  peftUnknownType,
  fsdpQuotedModuleSync,
  peftInvalidValue,
  peftConflictingArguments,
  peftUnmatchedPattern,
  peftDropoutOnParameters,
  trainerFp16AndBf16,
  trainerBestModelInterval,
  trainerPrefetchWithoutWorkers,
  trainerFindUnusedParameters,
  trainerRemovedArgument,
  trainerFsdpAndDeepspeed,
  trainerAutoBatchSize,
  trainerSaveOnlyModel,
  trainerUnquotedNo,
  quantization4bitAnd8bit,
  peftAdapterDisabled,
  trlFloat32Model,
  trlOverwrittenModelKwargs,
  trlPaddingFreeWithoutPacking,
  trlPackingWithoutLength,
  trlPackingContextParallelism,
  trlChunkedLossConflict,
  quantization4bitDisabled,
  quantizationFsdp1StorageType,
  quantizationFsdp2StorageType,
  trlUnknownValue,
  deepspeedInvalidScheduler,
  deepspeedUnsupportedOptimizer,
  deepspeedMisplacedClipping,
  deepspeedSchedulerMismatch,
  deepspeedJsonOverridesScript,
  deepspeedUnusedCheckpointing,
  deepspeedZeroStageConflict,
  launchFlagOverridesStrategy,
  deepspeedIgnoredFlag,
  launchUnusedConfigFile,
  deepspeedConflictingNodeFilters,
  launchDuplicateLaunch,
  launchUnusedHostfile,
  accelerateIgnoredUseCpu,
  fp8UnusedSection,
  megatronProcessMismatch,
  megatronImplicitContextParallelism,
  mlperfTargetModules,
  mlperfAdapterSettings,
  mlperfOptimizerSettings,
  mlperfNumberFormat,
  mlperfEvaluationInterval,
  mlperfLossTarget,
  mlperfBaseModel,
  mlperfBatchSize,
  mlperfFixedSeed,
  axolotlConflictingSettings,
  llamaFactoryConflictingSettings,
  fsdpFsdp2OnlyKey,
  fsdpMissingWrapSize,
  launchSingleCpuProcess,
  deepspeedZeroInitIgnored,
  trainerDeviceMap,
  deepspeedMissingSection,
  trainerIgnoredEpochs,
  launchRankExpandedEarly,
  launchSameRank,
  launchMissingRank,
  launchIgnoredVisibleDevices,
  launchConflictingGpuFilters,
  launchMissingScript,
  launchUnsetVariable,
  launchUnexportedVariable,
  launchTooFewVisibleGpus,
  launchLauncherPerTask,
  launchTaskWithoutLauncher,
  axolotlInvalidValue,
  axolotlMisspelledKey,
  axolotlUnknownKey,
  llamaFactoryUnknownArgument,
  msSwiftUnknownArgument,
  msSwiftInvalidValue,
  axolotlNewTokensWithoutEmbeddings,
  axolotlWrongModelClass,
  llamaFactoryMergeIntoQuantized,
  trlConflictingGenerationSizes,
  trainerFloat16Weights,
  trainerFp16Overflow,
  peftNoDefaultTargets,
  peftUntrainedClassifier,
  peftCommaInTarget,
  peftTargetsOfAnotherFamily,
  trlPaddingFreeAttention,
  deepspeedAutoPrefetch,
  preflightMissingPython,
  preflightMissingScript,
  preflightMissingData,
  preflightMissingPackages,
  preflightOutdatedPackages,
  preflightGatedModel,
  preflightDiskSpace,
  preflightPortInUse,
  preflightTooFewGpus,
  rehearsalUnreadableModel,
  rehearsalNotPrepared,
  rehearsalUnusableData,
  rehearsalMissingChatTemplate,
  rehearsalRunFailed,
  rehearsalTimeout,
  rehearsalWrongWorldSize,
  rehearsalWrongStrategy,
  rehearsalWrongQuantization,
  rehearsalWrongTrainableParameters,
  rehearsalWrongLossMask,
  rehearsalWrongClipping,
  rehearsalLostSetting,
  rehearsalWrongResume,
  rehearsalUnusableResult,
]
