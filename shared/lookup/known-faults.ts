/** Which known faults of releases the settings of a run meet. */
import type { Fault } from '../faults/fault.ts'
import type { FieldKey } from '../fields/index.ts'
import { holds, keysOf, type When } from '../fields/when.ts'
import type { FileSet, Hit, Spot } from '../rules/file-rule.ts'
import { satisfies } from '../versions.ts'
import { beginning, given } from './keys.ts'

/** Groups whose options an Accelerate file decides, also those that it leaves out. */
const decidedByFile = ['accelerate', 'deepspeed', 'fsdp']

/** Whether the files say what an option is; a guess about it is no reason to warn of a fault. */
function isSaid({ files, unknown }: FileSet, key: FieldKey): boolean {
  if (unknown.has(key)) return false
  if (files.some(({ reading }) => Object.hasOwn(reading.answers, key))) return true
  const group = key.split('.')[0] as string
  return decidedByFile.includes(group) && files.some(({ reading }) => reading.kind === 'accelerate')
}

/** Whether a condition holds whatever the options are that no file says. */
function surely(condition: When, set: FileSet): boolean {
  if ('all' in condition) return condition.all.every((part) => surely(part, set))
  if ('any' in condition) return condition.any.some((part) => surely(part, set))
  const said = keysOf(condition).every((key) => isSaid(set, key as FieldKey))
  return said && holds(condition, (key) => set.run.config[key as FieldKey])
}

/** The first of the options that a file gives. */
function spotOf({ files }: FileSet, keys: readonly string[]): Spot | undefined {
  for (const key of keys)
    for (const file of files) {
      const one = file.reading.given.find((each) => each.key === key)
      if (one) return given(file, one)
    }
  const [file] = files
  return file && beginning(file, keys[0])
}

/** The range ends: some release is known not to have the fault any more. */
const isOver = ({ releases }: Fault): boolean => releases.split(' ').some((part) => /^[<=]/.test(part))

/** Whether the range is proved, and the run fails, hangs, or gives a wrong result; anything less is a warning. */
const isSerious = (fault: Fault): boolean =>
  fault.proof !== 'reported' && isOver(fault) && fault.effect !== 'memory' && fault.effect !== 'slow'

export function* faultHits(set: FileSet, faults: readonly Fault[]): Generator<Hit> {
  for (const fault of faults) {
    const installed = set.versions[fault.package]
    if (!satisfies(installed, fault.releases)) continue
    if (!surely(fault.when, set)) continue
    const keys = [...new Set(keysOf(fault.when))]
    // The narrowest setting stands last in a condition.
    const spot = spotOf(set, [...keys].reverse())
    if (!spot) continue
    const { package: name, title, thread, releases } = fault
    const facts = { package: name, release: installed, releases, title, thread: thread.url }
    yield { spot, facts, ...(!isSerious(fault) && { severity: 'warning' as const }) }
  }
}
