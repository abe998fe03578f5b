/** Where a spelling cannot show a fault that the run has, and why. */
export interface Exception {
  readonly rule: string
  readonly spelling: RegExp
  readonly why: string
}

const trainers = /axolotl|llama-factory|ms-swift/

export const exceptions: readonly Exception[] = [
  {
    rule: 'launch/missing-main-process-ip',
    spelling: trainers,
    why: 'the exported script reads the address from a variable, so only the shell knows whether it is missing',
  },
  {
    rule: 'fsdp/final-save-without-weights',
    spelling: trainers,
    why: "the rule is about the save of TRL's script, and these trainers save with their own",
  },
  ...['mlperf/script-warmup', 'mlperf/script-adapter', 'mlperf/script-fp8'].map((rule) => ({
    rule,
    spelling: /./,
    why: "the files leave out what the reference's script cannot be told",
  })),
  {
    rule: 'launch/idle-gpus',
    spelling: trainers,
    why: 'these trainers start a process for each GPU that they are told of',
  },
  {
    rule: 'trl/unsupported-option',
    spelling: /./,
    why: "the files leave out what TRL's script cannot be told",
  },
  {
    rule: 'trl/wrong-argument-names',
    spelling: /./,
    why: 'the module of a command says whose arguments follow, so that unknown names are found as such',
  },
]
