/** Files of one run → the run that they mean: what each option really is, and which options only the running shell knows. */
import { claimsOf, type EffectiveClaims, type FileClaim, resolveClaims } from './claims.ts'
import { type Answers, answerAll, type Run, resolve } from './config.ts'
import type { Field, Value } from './fields/field.ts'
import { type FieldKey, fieldKeys, fields } from './fields/index.ts'
import { saysEverything } from './launchers/accelerate.ts'
import { isTrl } from './lookup/script-arguments.ts'
import { impliedByAccelerate } from './readers/accelerate.ts'
import type { ReadFile } from './rules/file-rule.ts'

export interface MeantRun {
  readonly run: Run
  readonly claims: EffectiveClaims
  /** What the files say themselves. */
  readonly said: Answers
  /** What their silence means to their tools. */
  readonly silence: Answers
  /** Options that are given and whose value cannot be read here, each also under its home. */
  readonly unknown: ReadonlySet<string>
}

/** For a script of the user's own: which value it uses for an argument that is not there cannot be seen. */
export const ofSomebody = (file: ReadFile): boolean =>
  file.reading.kind === 'launch-script'
    ? file.reading.answers['output.trainer'] === undefined && !file.reading.ownDefaults
    : file.reading.kind === 'trl' && !isTrl(file)

/** The option that a value is kept under, where it has several names. */
export const homeOf = (key: FieldKey): string | undefined => {
  const { home } = fields[key] as Field
  if (!home) return undefined
  return 'same' in home ? home.same : 'product' in home ? home.product[0] : home.key
}

/** The names of a value beside the one that it is kept under. */
const aliases = new Map<string, FieldKey[]>()
for (const key of fieldKeys) {
  const home = homeOf(key)
  if (home !== undefined) aliases.set(home, [...(aliases.get(home) ?? []), key])
}
const everyName = (home: string): readonly string[] => [home, ...(aliases.get(home) ?? [])]

/** What is divided by a number that nobody can read is unknown, too. */
const dividedBy: Readonly<Record<string, string>> = { 'hardware.machines': 'hardware.gpus_per_machine' }

/** The options that win, in the order in which they are said; of a script with several launches only what all of them say. */
function winners(files: readonly ReadFile[], claims: EffectiveClaims): readonly FileClaim[] {
  const keys = new Set<FieldKey>()
  for (const { winner } of claims.decisions) if (winner.key !== undefined) keys.add(winner.key)
  const order = new Map(files.map((file, place) => [file, place]))
  const place = ({ file }: FileClaim): number => (file && order.get(file)) ?? -1
  return [...keys]
    .flatMap((key) => claims.option(key)?.winner ?? [])
    .sort((a, b) => place(a) - place(b) || (a.location?.at.offset ?? 0) - (b.location?.at.offset ?? 0))
}

/** What Accelerate uses for the flags that a command without a file leaves out. */
function silenceOfCommand(files: readonly ReadFile[], said: Answers): Answers {
  const launches = files.flatMap(({ reading }) => reading.launches?.launches ?? [])
  if (launches.length === 0 || !launches.every(saysEverything)) return {}
  const count = Number(said['hardware.gpus_per_machine'] ?? 1)
  const strategy = { 'accelerate.distributed_type': count > 1 ? 'MULTI_GPU' : 'NO' } as const
  const flags = new Set(launches.flatMap(({ options }) => options.map(({ name }) => name)))
  const json = flags.has('deepspeed_config_file') ? ['deepspeed_config.deepspeed_config_file'] : []
  return { ...strategy, ...impliedByAccelerate({ ...strategy, ...said }, new Set(['num_processes', ...json])) }
}

const trainers: ReadonlySet<string> = new Set(['axolotl', 'llama-factory', 'ms-swift'])

/**
 * What follows from how a launcher other than Accelerate's starts processes: one machine unless it is told more, and where
 * nothing names DeepSpeed or FSDP, PyTorch copies the model to each process.
 */
export function startedWith(files: readonly ReadFile[]): Answers {
  if (!files.some(({ reading }) => reading.elsewhere || trainers.has(reading.kind))) return {}
  const said: Answers = Object.assign({}, ...files.map(({ reading }) => reading.answers))
  const perMachine = said['hardware.gpus_per_machine']
  if (typeof perMachine !== 'number' || files.some(({ reading }) => reading.kind === 'accelerate')) return {}
  const machines = Number(said['hardware.machines'] ?? 1)
  return {
    'hardware.machines': machines,
    'accelerate.distributed_type': perMachine * machines > 1 ? 'MULTI_GPU' : 'NO',
  }
}

/** How the two values that the Trainer shares with DeepSpeed are passed: a flag is as good as a key of the section. */
const passed = {
  gradient_clipping: 'output.deepspeed_gradient_clipping',
  gradient_accumulation_steps: 'output.deepspeed_gradient_accumulation_steps',
} as const

function besideFlags(implied: Answers, claims: EffectiveClaims): Answers {
  const silence: Record<string, Value> = {}
  for (const [name, key] of Object.entries(passed)) {
    const winner = claims.of('accelerate', name)?.winner
    if (implied[key] === 'absent' && winner?.source === 'flag') silence[key] = 'value'
  }
  return silence as Answers
}

/** What files say together, silence included. `more` is said outside of the files. */
export function meantRun(files: readonly ReadFile[], more: Answers = {}): MeantRun {
  const claims = resolveClaims(claimsOf(files))
  const pairs: (readonly [FieldKey, Value])[] = []
  const unknown = new Set<string>()
  for (const { key, value } of winners(files, claims)) {
    if (key === undefined) continue
    const home = homeOf(key) ?? key
    if (value.known) {
      pairs.push([key, value.value])
      // A later file says it under another name.
      if (home !== 'hardware.gpus_per_machine' || !unknown.has('hardware.machines'))
        for (const name of everyName(home)) unknown.delete(name)
    } else {
      for (const one of [home, dividedBy[home]])
        for (const name of one === undefined ? [] : everyName(one)) unknown.add(name)
    }
  }
  const sure = pairs.filter(([key]) => !unknown.has(key))
  const said = answerAll({}, sure).answers
  const implied: Answers = Object.assign({}, ...files.map((file) => (ofSomebody(file) ? {} : file.reading.implied)))
  const silence: Answers = {
    ...startedWith(files),
    ...implied,
    ...besideFlags(implied, claims),
    ...(files.some(({ reading }) => reading.kind === 'accelerate') ? {} : silenceOfCommand(files, said)),
  }
  // A JSON that lies before us is as good as one that we would have written, whatever it is called.
  // In FP8 DeepSpeed computes the rest in BF16, which its JSON therefore has to say.
  const launched = claims.of('accelerate', 'mixed_precision')?.winner.value
  const eighth = launched?.known && launched.value === 'fp8' ? { 'accelerate.mixed_precision': 'fp8' as const } : {}
  const read =
    said['deepspeed.deepspeed_config_file'] != null && files.some(({ reading }) => reading.kind === 'deepspeed')
  // Only lora-wizard's own answers mean its own script where they name none; beside other files it is somebody's.
  const ours = files.some(({ reading }) => reading.kind === 'lora-wizard')
  const run = resolve({
    ...(ours ? {} : { 'output.trainer': 'transformers' }),
    ...silence,
    ...said,
    ...eighth,
    ...(read && { 'deepspeed.deepspeed_config_file': 'ds_config.json' }),
    ...more,
  })
  for (const key of Object.keys(more)) unknown.delete(key)
  return { run, claims, said, silence, unknown }
}

/** What files say together. Of two that say something about an option, one wins; rules about disagreement read the claims themselves. */
export const runOfFiles = (files: readonly ReadFile[], more: Answers = {}): Run => meantRun(files, more).run
