/** Every rule about files, in the order of the report. */
import { accumulationDiffersBetweenFiles } from './accumulation-differs-between-files.ts'
import { accumulationNoWholeNumber } from './accumulation-no-whole-number.ts'
import { activationCheckpointingOfTheJson } from './activation-checkpointing-of-the-json.ts'
import { activationOffloadWithoutCheckpointing } from './activation-offload-without-checkpointing.ts'
import { adapterArgumentUnknown } from './adapter-argument-unknown.ts'
import { adapterArgumentsExcludeEachOther } from './adapter-arguments-exclude-each-other.ts'
import { adapterKindUnknown } from './adapter-kind-unknown.ts'
import { adapterOutsideTheClosedDivision } from './adapter-outside-the-closed-division.ts'
import { adapterSettingsWithoutAnAdapter } from './adapter-settings-without-an-adapter.ts'
import { adapterValueNotTaken } from './adapter-value-not-taken.ts'
import { argumentOfOlderTransformers } from './argument-of-older-transformers.ts'
import { argumentUnknownToTrl } from './argument-unknown-to-trl.ts'
import { argumentValueNotTaken } from './argument-value-not-taken.ts'
import { argumentsOfAnotherScript } from './arguments-of-another-script.ts'
import { autoThatNobodyFills } from './auto-that-nobody-fills.ts'
import { automaticBatchSizeUnderZero3 } from './automatic-batch-size-under-zero-3.ts'
import { axolotlRefusesThePair } from './axolotl-refuses-the-pair.ts'
import { batchBeyondTheReferencePoints } from './batch-beyond-the-reference-points.ts'
import { batchSizeMissingFromTheJson } from './batch-size-missing-from-the-json.ts'
import { batchSizesDoNotMultiply } from './batch-sizes-do-not-multiply.ts'
import { bestModelAtAnotherRhythm } from './best-model-at-another-rhythm.ts'
import { bothPrecisionsInTheJson } from './both-precisions-in-the-json.ts'
import { bothPrecisionsInTheScript } from './both-precisions-in-the-script.ts'
import { charactersNobodySees } from './characters-nobody-sees.ts'
import { charactersYamlForbids } from './characters-yaml-forbids.ts'
import { clippingDiffersBetweenFiles } from './clipping-differs-between-files.ts'
import { clippingInsideTheOptimizerBlock } from './clipping-inside-the-optimizer-block.ts'
import { clippingLeftToDeepspeed } from './clipping-left-to-deepspeed.ts'
import { clippingNoNumber } from './clipping-no-number.ts'
import { clippingWithoutAWord } from './clipping-without-a-word.ts'
import { compileModeIsNoText } from './compile-mode-is-no-text.ts'
import { compilerUnknown } from './compiler-unknown.ts'
import { cpuAskedOfCards } from './cpu-asked-of-cards.ts'
import { cpuSwitchIsNoTruthValue } from './cpu-switch-is-no-truth-value.ts'
import { deepspeedCountNoWholeNumber } from './deepspeed-count-no-whole-number.ts'
import { deepspeedFileBesideItsKeys } from './deepspeed-file-beside-its-keys.ts'
import { deepspeedFileIsNoText } from './deepspeed-file-is-no-text.ts'
import { deepspeedIgnoresTheKey } from './deepspeed-ignores-the-key.ts'
import { deepspeedJsonInTheYaml } from './deepspeed-json-in-the-yaml.ts'
import { deepspeedKeyOfOldDays } from './deepspeed-key-of-old-days.ts'
import { deepspeedLauncherUnknown } from './deepspeed-launcher-unknown.ts'
import { deepspeedSectionIsNoMapping } from './deepspeed-section-is-no-mapping.ts'
import { deepspeedSectionRefusesTheKey } from './deepspeed-section-refuses-the-key.ts'
import { deepspeedSwitchIsNoTruthValue } from './deepspeed-switch-is-no-truth-value.ts'
import { deepspeedValueOfAnotherKind } from './deepspeed-value-of-another-kind.ts'
import { deepspeedWithoutItsSection } from './deepspeed-without-its-section.ts'
import { deviceMapInADistributedRun } from './device-map-in-a-distributed-run.ts'
import { dropoutOnBareParameters } from './dropout-on-bare-parameters.ts'
import { environmentUnknown } from './environment-unknown.ts'
import { epochsThatDoNotCount } from './epochs-that-do-not-count.ts'
import { evaluationOutsideTheClosedDivision } from './evaluation-outside-the-closed-division.ts'
import { everyMachineStartsTheRun } from './every-machine-starts-the-run.ts'
import { excludedByZero } from './excluded-by-zero.ts'
import { fewerProcessesThanMachines } from './fewer-processes-than-machines.ts'
import { fileBesideIsNotRead } from './file-beside-is-not-read.ts'
import type { FileRule } from './file-rule.ts'
import { fileSaysNothing } from './file-says-nothing.ts'
import { flagBesideTheJson } from './flag-beside-the-json.ts'
import { flagReplacesTheStrategy } from './flag-replaces-the-strategy.ts'
import { flagTakesNoValue } from './flag-takes-no-value.ts'
import { flagUnknownToAccelerate } from './flag-unknown-to-accelerate.ts'
import { flagValueNotTaken } from './flag-value-not-taken.ts'
import { flagWithoutItsValue } from './flag-without-its-value.ts'
import { flagsExcludeEachOther } from './flags-exclude-each-other.ts'
import { formatNotApprovedByMlperf } from './format-not-approved-by-mlperf.ts'
import { fourBitSettingsWithoutFourBits } from './four-bit-settings-without-four-bits.ts'
import { fourBitWeightsStayWhole } from './four-bit-weights-stay-whole.ts'
import { fourBitWeightsUnderFsdp1 } from './four-bit-weights-under-fsdp1.ts'
import { fp8BackendUnknown } from './fp8-backend-unknown.ts'
import { fp8KeyOfTheQuestionnaire } from './fp8-key-of-the-questionnaire.ts'
import { fp8OverrideIsNoTriple } from './fp8-override-is-no-triple.ts'
import { fp8SectionWithoutFp8 } from './fp8-section-without-fp8.ts'
import { fsdpChoiceUnknown } from './fsdp-choice-unknown.ts'
import { fsdpVersionUnknown } from './fsdp-version-unknown.ts'
import { gpuIdTwice } from './gpu-id-twice.ts'
import { gpuIdsAreNoText } from './gpu-ids-are-no-text.ts'
import { gpuIdsWrittenAsARange } from './gpu-ids-written-as-a-range.ts'
import { hostFileNotRead } from './host-file-not-read.ts'
import { jsonDecidesInsteadOfTheScript } from './json-decides-instead-of-the-script.ts'
import { jsonOnlyDeepspeedReads } from './json-only-deepspeed-reads.ts'
import { jsonWithoutZero } from './json-without-zero.ts'
import { keyGivenTwice } from './key-given-twice.ts'
import { keyOfFsdp1UnderFsdp2 } from './key-of-fsdp1-under-fsdp2.ts'
import { keyOutsideItsSection } from './key-outside-its-section.ts'
import { keyTheLauncherIgnores } from './key-the-launcher-ignores.ts'
import { keysMergedFromElsewhere } from './keys-merged-from-elsewhere.ts'
import { keysWhereAValueBelongs } from './keys-where-a-value-belongs.ts'
import { kindNotRecognised } from './kind-not-recognised.ts'
import { largerThanAConfiguration } from './larger-than-a-configuration.ts'
import { learningRateDiffersBetweenFiles } from './learning-rate-differs-between-files.ts'
import { leastParametersNoWholeNumber } from './least-parameters-no-whole-number.ts'
import { lineEndOnlyPythonSees } from './line-end-only-python-sees.ts'
import { llamaFactoryRefusesThePair } from './llama-factory-refuses-the-pair.ts'
import { lossInChunksRefused } from './loss-in-chunks-refused.ts'
import { lossTargetOutsideTheClosedDivision } from './loss-target-outside-the-closed-division.ts'
import { machineRankOutOfRange } from './machine-rank-out-of-range.ts'
import { machinesNoWholeNumber } from './machines-no-whole-number.ts'
import { machinesWithoutAnAddress } from './machines-without-an-address.ts'
import { megatronCutsTheContextInTwo } from './megatron-cuts-the-context-in-two.ts'
import { megatronDegreesMissTheProcesses } from './megatron-degrees-miss-the-processes.ts'
import { megatronValueNotTaken } from './megatron-value-not-taken.ts'
import { microBatchDiffersBetweenFiles } from './micro-batch-differs-between-files.ts'
import { misspeltKey } from './misspelt-key.ts'
import { modelAloneCannotBeSaved } from './model-alone-cannot-be-saved.ts'
import { modelOutsideTheClosedDivision } from './model-outside-the-closed-division.ts'
import { namedFileIsNotThere } from './named-file-is-not-there.ts'
import { noSuchRuleToSwitchOff } from './no-such-rule-to-switch-off.ts'
import { noThatTheTrainerReadsAsFalse } from './no-that-the-trainer-reads-as-false.ts'
import { notJsonToPython } from './not-json-to-python.ts'
import { notYamlToPython } from './not-yaml-to-python.ts'
import { numberReadAsOctal } from './number-read-as-octal.ts'
import { numberReadAsText } from './number-read-as-text.ts'
import { offloadDeviceUnknown } from './offload-device-unknown.ts'
import { oneProcessOnTheCpu } from './one-process-on-the-cpu.ts'
import { oneSeedForAllRuns } from './one-seed-for-all-runs.ts'
import { optimizerDeepspeedCannotMake } from './optimizer-deepspeed-cannot-make.ts'
import { optimizerDiffersBetweenFiles } from './optimizer-differs-between-files.ts'
import { optimizerOutsideTheClosedDivision } from './optimizer-outside-the-closed-division.ts'
import { packingWithContextParallelism } from './packing-with-context-parallelism.ts'
import { packingWithoutALength } from './packing-without-a-length.ts'
import { paddingFreeLeavesTheLengthOpen } from './padding-free-leaves-the-length-open.ts'
import { parallelSizeNoWholeNumber } from './parallel-size-no-whole-number.ts'
import { parallelSizesWithoutFsdp2 } from './parallel-sizes-without-fsdp2.ts'
import { patternInAListOfTargets } from './pattern-in-a-list-of-targets.ts'
import { patternThatMatchesNothing } from './pattern-that-matches-nothing.ts'
import { portNeedsRoot } from './port-needs-root.ts'
import { portNoPortNumber } from './port-no-port-number.ts'
import { precisionDiffersBetweenFiles } from './precision-differs-between-files.ts'
import { precisionFlagAgainstTheJson } from './precision-flag-against-the-json.ts'
import { precisionReadAsFalse } from './precision-read-as-false.ts'
import { precisionSwitchInQuotes } from './precision-switch-in-quotes.ts'
import { precisionUnknown } from './precision-unknown.ts'
import { prefetchWithoutWorkers } from './prefetch-without-workers.ts'
import { processesDifferBetweenFiles } from './processes-differ-between-files.ts'
import { processesMissing } from './processes-missing.ts'
import { processesNoWholeNumber } from './processes-no-whole-number.ts'
import { processesNotSharedOutEvenly } from './processes-not-shared-out-evenly.ts'
import { randomPortOnSeveralMachines } from './random-port-on-several-machines.ts'
import { rankNoWholeNumber } from './rank-no-whole-number.ts'
import { reshardIgnoredByFsdp1 } from './reshard-ignored-by-fsdp1.ts'
import { sagemakerFileCannotBeLaunched } from './sagemaker-file-cannot-be-launched.ts'
import { scheduleDeepspeedCannotMake } from './schedule-deepspeed-cannot-make.ts'
import { scheduleDiffersBetweenFiles } from './schedule-differs-between-files.ts'
import { secretInTheFile } from './secret-in-the-file.ts'
import { sectionIsNoMapping } from './section-is-no-mapping.ts'
import { sectionKeyIsNoText } from './section-key-is-no-text.ts'
import { sectionOfAnotherStrategy } from './section-of-another-strategy.ts'
import { sectionOverridesTheTopLevel } from './section-overrides-the-top-level.ts'
import { severalDocumentsInOneFile } from './several-documents-in-one-file.ts'
import { shardingByTwo } from './sharding-by-two.ts'
import { sixteenBitSaveNotCounted } from './sixteen-bit-save-not-counted.ts'
import { spellingOfOlderFiles } from './spelling-of-older-files.ts'
import { strategyIsNoText } from './strategy-is-no-text.ts'
import { strategyMissing } from './strategy-missing.ts'
import { strategyReadAsFalse } from './strategy-read-as-false.ts'
import { strategyUnknown } from './strategy-unknown.ts'
import { syncOffInQuotes } from './sync-off-in-quotes.ts'
import { syncOffWhileLoadingOnOneProcess } from './sync-off-while-loading-on-one-process.ts'
import { tabBetweenYamlTokens } from './tab-between-yaml-tokens.ts'
import { targetsInOneText } from './targets-in-one-text.ts'
import { targetsOutsideTheClosedDivision } from './targets-outside-the-closed-division.ts'
import { taskTypeUnknown } from './task-type-unknown.ts'
import { textReadAsADate } from './text-read-as-a-date.ts'
import { timeReadAsANumber } from './time-read-as-a-number.ts'
import { trlWritesOverTheModelSettings } from './trl-writes-over-the-model-settings.ts'
import { truthValueInQuotes } from './truth-value-in-quotes.ts'
import { truthValueUnknown } from './truth-value-unknown.ts'
import { twoFiltersOfMachines } from './two-filters-of-machines.ts'
import { twoQuantizationsAtOnce } from './two-quantizations-at-once.ts'
import { underscoresInANumber } from './underscores-in-a-number.ts'
import { unknownKey } from './unknown-key.ts'
import { unknownKeyInASection } from './unknown-key-in-a-section.ts'
import { unusedParametersAndCheckpointing } from './unused-parameters-and-checkpointing.ts'
import { valueOutsideTheClosedDivision } from './value-outside-the-closed-division.ts'
import { valueUnknownToTrl } from './value-unknown-to-trl.ts'
import { weightsLoadedIn32Bits } from './weights-loaded-in-32-bits.ts'
import { wholeModulesInOneText } from './whole-modules-in-one-text.ts'
import { wrappedClassWithBlanks } from './wrapped-class-with-blanks.ts'
import { wrappedFromNoSizeOn } from './wrapped-from-no-size-on.ts'
import { zeroInitBelowStage3 } from './zero-init-below-stage-3.ts'
import { zeroStageReadAsText } from './zero-stage-read-as-text.ts'
import { zeroStageUnknown } from './zero-stage-unknown.ts'

export const fileRules: readonly FileRule[] = [
  notYamlToPython,
  tabBetweenYamlTokens,
  charactersYamlForbids,
  severalDocumentsInOneFile,
  largerThanAConfiguration,
  notJsonToPython,
  jsonOnlyDeepspeedReads,
  fileSaysNothing,
  kindNotRecognised,
  noSuchRuleToSwitchOff,
  keyGivenTwice,
  numberReadAsOctal,
  timeReadAsANumber,
  textReadAsADate,
  underscoresInANumber,
  numberReadAsText,
  keysMergedFromElsewhere,
  lineEndOnlyPythonSees,
  charactersNobodySees,
  secretInTheFile,
  strategyMissing,
  strategyUnknown,
  strategyReadAsFalse,
  strategyIsNoText,
  environmentUnknown,
  sagemakerFileCannotBeLaunched,
  unknownKey,
  keyOutsideItsSection,
  sectionIsNoMapping,
  sectionKeyIsNoText,
  processesMissing,
  processesNoWholeNumber,
  fewerProcessesThanMachines,
  processesNotSharedOutEvenly,
  machinesNoWholeNumber,
  machineRankOutOfRange,
  machinesWithoutAnAddress,
  portNoPortNumber,
  portNeedsRoot,
  randomPortOnSeveralMachines,
  gpuIdsAreNoText,
  gpuIdsWrittenAsARange,
  precisionReadAsFalse,
  precisionUnknown,
  compilerUnknown,
  cpuSwitchIsNoTruthValue,
  truthValueInQuotes,
  syncOffWhileLoadingOnOneProcess,
  fp8OverrideIsNoTriple,
  misspeltKey,
  unknownKeyInASection,
  deepspeedJsonInTheYaml,
  sectionOverridesTheTopLevel,
  sectionOfAnotherStrategy,
  fsdpVersionUnknown,
  fsdpChoiceUnknown,
  truthValueUnknown,
  leastParametersNoWholeNumber,
  activationOffloadWithoutCheckpointing,
  wrappedClassWithBlanks,
  keyOfFsdp1UnderFsdp2,
  zeroStageUnknown,
  offloadDeviceUnknown,
  clippingNoNumber,
  accumulationNoWholeNumber,
  deepspeedFileBesideItsKeys,
  namedFileIsNotThere,
  deepspeedLauncherUnknown,
  parallelSizeNoWholeNumber,
  sixteenBitSaveNotCounted,
  jsonWithoutZero,
  deepspeedSectionRefusesTheKey,
  deepspeedValueOfAnotherKind,
  zeroStageReadAsText,
  deepspeedIgnoresTheKey,
  bothPrecisionsInTheJson,
  deepspeedKeyOfOldDays,
  clippingLeftToDeepspeed,
  batchSizeMissingFromTheJson,
  batchSizesDoNotMultiply,
  clippingDiffersBetweenFiles,
  accumulationDiffersBetweenFiles,
  microBatchDiffersBetweenFiles,
  learningRateDiffersBetweenFiles,
  flagUnknownToAccelerate,
  flagTakesNoValue,
  argumentUnknownToTrl,
  argumentsOfAnotherScript,
  adapterArgumentUnknown,
  targetsInOneText,
  patternInAListOfTargets,
  taskTypeUnknown,
  rankNoWholeNumber,
  wholeModulesInOneText,
  valueOutsideTheClosedDivision,
  compileModeIsNoText,
  deepspeedSectionIsNoMapping,
  deepspeedSwitchIsNoTruthValue,
  precisionDiffersBetweenFiles,
  precisionFlagAgainstTheJson,
  keysWhereAValueBelongs,
  deepspeedCountNoWholeNumber,
  autoThatNobodyFills,
  parallelSizesWithoutFsdp2,
  precisionSwitchInQuotes,
  deepspeedFileIsNoText,
  keyTheLauncherIgnores,
  clippingWithoutAWord,
  fp8KeyOfTheQuestionnaire,
  spellingOfOlderFiles,
  gpuIdTwice,
  processesDifferBetweenFiles,
  flagValueNotTaken,
  flagWithoutItsValue,
  flagsExcludeEachOther,
  optimizerDiffersBetweenFiles,
  fp8BackendUnknown,
  megatronValueNotTaken,
  argumentValueNotTaken,
  adapterKindUnknown,
  syncOffInQuotes,
  adapterValueNotTaken,
  adapterArgumentsExcludeEachOther,
  patternThatMatchesNothing,
  dropoutOnBareParameters,
  bothPrecisionsInTheScript,
  bestModelAtAnotherRhythm,
  prefetchWithoutWorkers,
  unusedParametersAndCheckpointing,
  argumentOfOlderTransformers,
  shardingByTwo,
  automaticBatchSizeUnderZero3,
  modelAloneCannotBeSaved,
  noThatTheTrainerReadsAsFalse,
  twoQuantizationsAtOnce,
  adapterSettingsWithoutAnAdapter,
  weightsLoadedIn32Bits,
  trlWritesOverTheModelSettings,
  paddingFreeLeavesTheLengthOpen,
  packingWithoutALength,
  packingWithContextParallelism,
  lossInChunksRefused,
  fourBitSettingsWithoutFourBits,
  fourBitWeightsUnderFsdp1,
  fourBitWeightsStayWhole,
  valueUnknownToTrl,
  scheduleDeepspeedCannotMake,
  optimizerDeepspeedCannotMake,
  clippingInsideTheOptimizerBlock,
  scheduleDiffersBetweenFiles,
  jsonDecidesInsteadOfTheScript,
  activationCheckpointingOfTheJson,
  excludedByZero,
  flagReplacesTheStrategy,
  flagBesideTheJson,
  fileBesideIsNotRead,
  twoFiltersOfMachines,
  everyMachineStartsTheRun,
  hostFileNotRead,
  cpuAskedOfCards,
  fp8SectionWithoutFp8,
  megatronDegreesMissTheProcesses,
  megatronCutsTheContextInTwo,
  targetsOutsideTheClosedDivision,
  adapterOutsideTheClosedDivision,
  optimizerOutsideTheClosedDivision,
  formatNotApprovedByMlperf,
  evaluationOutsideTheClosedDivision,
  lossTargetOutsideTheClosedDivision,
  modelOutsideTheClosedDivision,
  batchBeyondTheReferencePoints,
  oneSeedForAllRuns,
  axolotlRefusesThePair,
  llamaFactoryRefusesThePair,
  reshardIgnoredByFsdp1,
  wrappedFromNoSizeOn,
  oneProcessOnTheCpu,
  zeroInitBelowStage3,
  deviceMapInADistributedRun,
  deepspeedWithoutItsSection,
  epochsThatDoNotCount,
]
