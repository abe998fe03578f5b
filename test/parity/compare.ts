/** One fault in every spelling that can carry it: whether the same is found in each. */
import { check } from '../../shared/check.ts'
import { checkFiles } from '../../shared/check-files.ts'
import { type Answers, applies, type Run, resolve } from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fields } from '../../shared/fields/index.ts'
import { inOrder } from '../../shared/file-set.ts'
import { read } from '../../shared/read.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'
import { rules } from '../../shared/rules/index.ts'
import type { Rule } from '../../shared/rules/rule.ts'
import { homeOf } from '../../shared/run-of-files.ts'
import { type Random, random } from '../real/random-walk.ts'
import { exceptions } from './exceptions.ts'
import { type Files, spellings } from './spellings.ts'

export interface Difference {
  readonly rule: string
  readonly spelling: string
  /** The run has the fault and the files show none, or the other way round. */
  readonly kind: 'missed' | 'invented'
  readonly answers: Answers
  readonly files: Files
}
export interface Compared {
  /** Faults in a spelling that can carry them. */
  readonly pairs: number
  readonly same: number
  /** Pairs that an exception explains, by its reason. */
  readonly excepted: ReadonlyMap<string, number>
  readonly differences: readonly Difference[]
}

const about = rules.filter((rule) => rule.run !== undefined && !rule.run.plansOnly)

/** Runs of several sizes, and values that change nothing about the fault. */
const surroundings = (by: Random): Answers => ({
  'model.id': by.pick(['meta-llama/Llama-3.1-8B', 'Qwen/Qwen2.5-7B-Instruct', 'mistralai/Mistral-7B-v0.1']),
  'data.dataset': 'somebody/data',
  'hardware.gpus_per_machine': by.pick([1, 2, 4, 8]),
  'lora.r': by.pick([8, 16, 32]),
  'training.logging_steps': by.pick([1, 5, 10]),
  'training.seed': by.below(1000),
})

const kinds: Readonly<Record<string, string>> = {
  'lora-wizard.yaml': 'lora-wizard',
  'accelerate.yaml': 'accelerate',
  'ds_config.json': 'deepspeed',
  'launch.sh': 'launch-script',
  'adapter_config.json': 'peft-adapter',
  'trl.yaml': 'trl',
  'axolotl.yaml': 'axolotl',
  'llama-factory.yaml': 'llama-factory',
  'ms-swift.yaml': 'ms-swift',
  'ms-swift.json': 'ms-swift',
}

const readingsOf = (files: Files): readonly ReadFile[] =>
  inOrder(
    Object.entries(files).flatMap(([path, text]) => {
      const reading = kinds[path] === undefined ? undefined : read(text, kinds[path])
      return reading ? [{ path, text, reading }] : []
    }),
  )

const foundIn = (files: readonly ReadFile[], answers: Answers): ReadonlySet<string> =>
  new Set(checkFiles(files, { answers, exists: () => true }).map(({ rule }) => rule))

const homes = (rule: Rule): readonly string[] => rule.reads.options.flatMap((key) => [key, homeOf(key) ?? key])

/** An option that plays no part is in no file but our own. */
const isIdle = (key: string, answers: Answers, { config }: Run): boolean =>
  Object.hasOwn(answers, key) && !applies(key as FieldKey, config)

/** What no file of any spelling says: the GPU is a flag of ours. */
const outside = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([key]) => key === 'hardware.gpu')) as Answers

/** The answers without what is null or unknown to the options. */
const sound = (answers: Readonly<Record<string, Value>>): Answers =>
  Object.fromEntries(
    Object.entries(answers).filter(([key]) => (fields[key as FieldKey] as Field | undefined) !== undefined),
  ) as Answers

function shuffled<T>(list: readonly T[], by: Random): readonly T[] {
  return list
    .map((item) => ({ item, at: by.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}

/** `each`: in so many spellings is a fault tried, chosen at random. */
export function compared(wanted: number, seed: number, each = Number.POSITIVE_INFINITY): Compared {
  const by = random(seed)
  const differences: Difference[] = []
  const excepted = new Map<string, number>()
  let [pairs, equal] = [0, 0]
  for (let round = 0; pairs < wanted; round++) {
    const rule = about[round % about.length] as Rule
    const answers = sound({ ...surroundings(by), ...rule.run!.example[by.chance(0.8) ? 'bad' : 'good'] })
    const run = resolve(answers)
    let tried = 0
    for (const { id, spell } of shuffled(spellings, by)) {
      if (pairs >= wanted || tried >= each) break
      const spelled = spell(run, by)
      if (
        !spelled ||
        homes(rule).some(
          (key) => spelled.lost.has(key) || (id !== 'lora-wizard.yaml' && isIdle(key, answers, spelled.run)),
        )
      )
        continue
      const says = (one: Run): boolean => check(one).some((finding) => finding.rule === rule.id)
      const expected = says(spelled.run)
      const files = readingsOf(spelled.files)
      // The rule says itself which files do not have the fault.
      if (rule.run?.unless?.(files)) continue
      // What the trainer's own script makes of the run is another run.
      if (expected !== says(run)) continue
      const found = foundIn(files, outside(answers)).has(rule.id)
      const exception = exceptions.find((one) => one.rule === rule.id && one.spelling.test(id))
      if (found !== expected && exception) {
        excepted.set(exception.why, (excepted.get(exception.why) ?? 0) + 1)
        continue
      }
      tried++
      if (expected) pairs++
      if (found === expected) equal += expected ? 1 : 0
      else
        differences.push({
          rule: rule.id,
          spelling: id,
          kind: expected ? 'missed' : 'invented',
          answers,
          files: spelled.files,
        })
    }
  }
  return { pairs, same: equal, excepted, differences }
}
