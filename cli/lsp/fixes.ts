/** What an editor offers to change: the fix of a finding, all fixes of a file, or a comment that switches a rule off. */

import { fill } from '../../shared/pages.ts'
import type { FileFinding } from '../../shared/rules/file-rule.ts'
import { findingsOfRun, foundIn, mend, mendOne, type Terms } from '../check-run.ts'
import type { Wording } from '../face.ts'
import { findingText } from '../finding-text.ts'
import { type Gathered, readBytes } from '../gather-files.ts'
import { clean } from '../print/text.ts'

/** A stretch of a text and what takes its place. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface Action {
  readonly title: string
  readonly is: 'fix' | 'fix-all' | 'disable'
  readonly edit: Edit
  /** What it is about; undefined where that is everything. */
  readonly finding: FileFinding | undefined
}

/** The shortest stretch in which two texts differ. */
export function difference(before: string, after: string): Edit {
  const least = Math.min(before.length, after.length)
  let from = 0
  while (from < least && before[from] === after[from]) from++
  let same = 0
  while (same < least - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  return { start: from, end: before.length - same, text: after.slice(from, after.length - same) }
}

/** The text with a comment behind the line of a finding, where that switches the finding off and nothing else changes. */
function disabled(set: readonly Gathered[], file: Gathered, finding: FileFinding, terms: Terms): string | undefined {
  if (file.reading.language !== 'yaml') return undefined
  const end = /[\r\n]|$/.exec(file.text.slice(finding.at.offset))?.index ?? 0
  const place = finding.at.offset + end
  const line = file.text.slice(file.text.lastIndexOf('\n', finding.at.offset - 1) + 1, place)
  if (line.includes('#')) return undefined
  const text = `${file.text.slice(0, place)} # lora-wizard-disable-line ${finding.rule}${file.text.slice(place)}`
  const read = readBytes(Buffer.from(text), file.path, true, file.reading.kind)
  if (!read) return undefined
  const next: Gathered = { ...file, ...read }
  const others = set.map((one) => (one === file ? next : one))
  const after = findingsOfRun(others, terms, others)
  const left = foundIn(set, terms, [set])
  const before = [...left.values()].flat().length
  return after.length < before &&
    !after.some(({ rule, key, file: one }) => rule === finding.rule && key === finding.key && one === next)
    ? text
    : undefined
}

/** Findings beyond these get no actions at once: each fix is tried before it is offered. */
const most = 20

/** The actions for the findings that touch a stretch of a file. */
export function actionsFor(
  set: readonly Gathered[],
  file: Gathered,
  findings: readonly FileFinding[],
  terms: Terms,
  wording: Wording,
): readonly Action[] {
  if (!file.plain) return []
  const found = foundIn(set, terms, [set])
  const own = (finding: FileFinding) =>
    (found.get(file) ?? []).find(
      ({ rule, key, at }) => rule === finding.rule && key === finding.key && at.offset === finding.at.offset,
    )
  return findings.slice(0, most).flatMap((finding): readonly Action[] => {
    const here = own(finding)
    const mended = here && mendOne(set, found, file, here, terms)
    const off = disabled(set, file, finding, terms)
    const { fix, message } = findingText(finding, wording)
    return [
      ...(mended
        ? [{ title: clean(fix || message), is: 'fix' as const, edit: difference(file.text, mended.text), finding }]
        : []),
      ...(off === undefined
        ? []
        : [
            {
              title: fill(wording.sentences('lsp.disable') ?? '', { rule: finding.rule }),
              is: 'disable' as const,
              edit: difference(file.text, off),
              finding,
            },
          ]),
    ]
  })
}

/** Everything in a file that can be fixed. */
export function fixAll(set: readonly Gathered[], file: Gathered, terms: Terms, wording: Wording): readonly Action[] {
  if (!file.plain) return []
  const place = set.indexOf(file)
  const after = mend(set, terms, (one) => one.path === file.path).files[place]
  if (!after || after.text === file.text) return []
  const edit = difference(file.text, after.text)
  return [{ title: wording.sentences('lsp.fix-all') ?? '', is: 'fix-all', edit, finding: undefined }]
}
