/** A finding → what it says and what to do, in the words of its rule's page; and the same as JSON. */
import type { Value } from '../shared/fields/field.ts'
import { fieldAt, fieldKeys } from '../shared/fields/index.ts'
import { fill } from '../shared/pages.ts'
import type { ReadFile } from '../shared/rules/file-rule.ts'
import type { Finding } from '../shared/rules/rule.ts'
import type { Wording } from './face.ts'
import { address, readMore } from './print/problem.ts'

export interface FindingText {
  readonly message: string
  readonly fix: string
  readonly url: string | null
  /** The address of the page, or the command that prints it. */
  readonly more: string
}

interface Renamed {
  readonly pattern: RegExp
  readonly names: ReadonlyMap<string, string>
}
/** What Accelerate calls an option that DeepSpeed's JSON calls otherwise → the name there; made when a JSON is first spoken of. */
let renamed: Renamed | undefined
function namesInTheJson(): Renamed {
  const pairs = fieldKeys.flatMap((key) => {
    const { accelerate, deepspeed } = fieldAt(key)?.emits ?? {}
    const name = accelerate?.slice(accelerate.lastIndexOf('.') + 1)
    return name?.includes('_') && deepspeed && name !== deepspeed ? [[name, deepspeed] as const] : []
  })
  const names = new Map(pairs)
  return { names, pattern: new RegExp(`(?<![\\w.])(?:${[...names.keys()].join('|')})(?!\\w)`, 'g') }
}

/** Rules about a run speak by the names of an Accelerate file; in a JSON of DeepSpeed's a reader finds others. */
function spokenIn(file: ReadFile | undefined, text: string): string {
  if (file?.reading.kind !== 'deepspeed') return text
  renamed ??= namesInTheJson()
  const { pattern, names } = renamed
  return text.replace(pattern, (name) => names.get(name) ?? name)
}

export function findingText(
  finding: Pick<Finding, 'rule' | 'facts'> & { readonly file?: ReadFile },
  wording: Wording,
): FindingText {
  const words = wording.words(`rules/${finding.rule}`)
  return {
    message: spokenIn(finding.file, fill(words?.message ?? finding.rule, finding.facts)),
    fix: spokenIn(finding.file, fill(words?.fix ?? '', finding.facts)),
    url: address(`rules/${finding.rule}`, wording.language),
    more: readMore(`rules/${finding.rule}`, wording.language),
  }
}

/** A finding as `--json` prints it. */
export function findingJson(finding: Finding, wording: Wording) {
  const { message, fix, url } = findingText(finding, wording)
  const { rule, severity, key } = finding
  return { rule, severity, key, message, fix, url, answers: finding.fix ?? null }
}

/** A value as a person reads it and as `--set` takes it. */
export const shownValue = (value: Value): string =>
  value === null ? '' : Array.isArray(value) ? value.join(',') : String(value)
