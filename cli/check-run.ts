/** Files → what is found in each: sets of one run checked together, doubts sorted out, and mended where that was asked for. */

import { checkFiles } from '../shared/check-files.ts'
import type { Answers } from '../shared/config.ts'
import { fileSets } from '../shared/file-set.ts'
import { type Change, edit } from '../shared/python/yaml/edit.ts'
import { read } from '../shared/read.ts'
import type { FileFinding, ReadFile, Versions } from '../shared/rules/file-rule.ts'
import { rules } from '../shared/rules/index.ts'
import type { Profile } from '../shared/rules/rule.ts'
import { unsuppressed } from '../shared/suppress.ts'
import type { Weight } from './project-config.ts'

export interface Terms {
  readonly versions: Partial<Versions>
  readonly profiles: readonly Profile[]
  readonly answers: Answers
  readonly exists: (path: string, from: string) => boolean | undefined
  /** Whether findings of a rule are wanted. */
  readonly wants: (rule: string) => boolean
  /** What a project weighs otherwise than we do. */
  readonly weights: Readonly<Record<string, Weight>>
}

/** What holds where nobody asks for anything else: every rule of the newest versions, weighed as its page says. */
export const usual: Omit<Terms, 'exists'> = { versions: {}, profiles: [], answers: {}, wants: () => true, weights: {} }

/** Findings by file, each in the order of the text. */
export type Found = ReadonlyMap<ReadFile, readonly FileFinding[]>

function weighed(findings: readonly FileFinding[], { wants, weights }: Terms): readonly FileFinding[] {
  return unsuppressed(findings).flatMap((finding): FileFinding[] => {
    const weight = Object.hasOwn(weights, finding.rule) ? weights[finding.rule] : finding.severity
    return weight === undefined || weight === 'off' || !wants(finding.rule) ? [] : [{ ...finding, severity: weight }]
  })
}

const identity = ({ rule, key, at }: FileFinding): string => `${rule} ${key} ${at.offset}`

/** What is found in the files of one run; `beside` are all that were read with it. */
export const findingsOfRun = (
  set: readonly ReadFile[],
  terms: Terms,
  beside: readonly ReadFile[],
): readonly FileFinding[] => weighed(checkFiles(set, { ...terms, beside }), terms)

/** A file that several runs use is told once of what is wrong with it. `sets` are the runs that are looked at. */
export function foundIn(
  files: readonly ReadFile[],
  terms: Terms,
  sets: readonly (readonly ReadFile[])[] = fileSets(files),
  findingsOf: typeof findingsOfRun = findingsOfRun,
): Found {
  const found = new Map<ReadFile, Map<string, FileFinding>>(files.map((file) => [file, new Map()]))
  for (const set of sets) {
    for (const finding of findingsOf(set, terms, files)) {
      const known = found.get(finding.file)
      if (known && !known.has(identity(finding))) known.set(identity(finding), finding)
    }
  }
  return new Map(
    files.map((file) => [file, [...(found.get(file)?.values() ?? [])].sort((a, b) => a.at.offset - b.at.offset)]),
  )
}

export interface Mended<F extends ReadFile> {
  readonly files: readonly F[]
  /** The rules whose findings were mended, by the path of the file. */
  readonly rules: ReadonlyMap<string, readonly string[]>
  /** What was changed, by the path of the file. */
  readonly changes: ReadonlyMap<string, readonly Change[]>
}

/** How often fixes that follow from each other are looked for; each round mends at least one finding. */
const mostRounds = 200

/** The files after one fix, if it keeps its promise: its finding is gone, and no error is there that was not there before. */
export function mendOne<F extends ReadFile>(
  files: readonly F[],
  found: Found,
  file: F,
  finding: FileFinding,
  terms: Terms,
): { readonly files: readonly F[]; readonly found: Found; readonly text: string } | undefined {
  if (!finding.fix || finding.fix.length === 0 || file.reading.language === 'shell') return undefined
  const edited = edit(file.text, finding.fix, file.reading.language)
  if ('problem' in edited || edited.text === file.text) return undefined
  const reading = read(edited.text, file.reading.kind)
  if (!reading) return undefined
  const next: F = { ...file, text: edited.text, reading }
  const after = files.map((one) => (one === file ? next : one))
  const afterwards = foundIn(after, terms)
  if (!better(found, afterwards, finding) || brings(file, next, afterwards)) return undefined
  return { files: after, found: afterwards, text: edited.text }
}

/**
 * Applies every fix that keeps its promise: afterwards its finding is gone and no error is there that was not there before.
 * `changeable` says which files may be written.
 */
export function mend<F extends ReadFile>(
  start: readonly F[],
  terms: Terms,
  changeable: (file: F) => boolean,
): Mended<F> {
  let files = start
  let found = foundIn(files, terms)
  const applied = new Map<string, string[]>()
  const changes = new Map<string, Change[]>()
  const given = new Set<string>()
  let tried = new Set<string>()
  let changed = false
  for (let round = 0; round < mostRounds; round++) {
    let moved = false
    for (const file of files) {
      if (!changeable(file)) continue
      for (const finding of found.get(file) ?? []) {
        const name = `${file.path} ${finding.rule} ${finding.key}`
        if (!finding.fix || finding.fix.length === 0 || file.reading.language === 'shell' || tried.has(name)) continue
        tried.add(name)
        const mended = mendOne(files, found, file, finding, terms)
        if (!mended) continue
        files = mended.files
        found = mended.found
        applied.set(file.path, [...(applied.get(file.path) ?? []), finding.rule])
        changes.set(file.path, [...(changes.get(file.path) ?? []), ...finding.fix])
        given.add(name)
        moved = true
        break
      }
      if (moved) break
    }
    if (moved) changed = true
    else if (changed) {
      // What could not be mended before may follow from what was mended since.
      tried = new Set(given)
      changed = false
    } else break
  }
  return { files, rules: applied, changes }
}

/** Rules whose findings keep a file from being loaded. */
const first = new Set(
  rules
    .filter((one) => one.files && one.stage === 'reading' && one.consequence === 'refuses' && one.severity === 'error')
    .map(({ id }) => id),
)

/** Whether a file is read now that nobody read before, and that is wrong. */
function brings(before: ReadFile, after: ReadFile, found: Found): boolean {
  const known = new Set(before.reading.references.map(({ file }) => file))
  if (after.reading.references.every(({ file }) => known.has(file))) return false
  return all(found).some(({ file, severity }) => file.path !== after.path && severity === 'error')
}

const all = (found: Found): readonly FileFinding[] => [...found.values()].flat()

function better(before: Found, after: Found, { rule, key, file }: FileFinding): boolean {
  const same = (found: Found) =>
    all(found).filter((one) => one.rule === rule && one.key === key && one.file.path === file.path).length
  const errors = (found: Found) => all(found).filter(({ severity }) => severity === 'error')
  const known = new Set(errors(before).map((one) => one.rule))
  if (same(after) >= same(before)) return false
  // What is not loaded at all cannot get worse: its mending shows what else is wrong.
  if (first.has(rule)) return true
  return errors(after).length <= errors(before).length && errors(after).every((one) => known.has(one.rule))
}
