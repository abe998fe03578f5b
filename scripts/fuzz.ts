/**
 * Checks, mends, explains and compares made-up files, and says where the program crashes, is slow, writes what a terminal
 * obeys or mends without end.
 *
 *     node scripts/fuzz.ts [COUNT] [SEED] [FIRST]    so many inputs, of which every one is of the seed and its own number
 *     node scripts/fuzz.ts --large [NAME …]          the files of a megabyte, and how long each takes on the processor
 */
import { performance } from 'node:perf_hooks'
import { type Found, foundIn, mend, usual } from '../cli/check-run.ts'
import { readBytes } from '../cli/gather-files.ts'
import { checkCompact, checkGithub, checkJson, checkSarif, reportOf } from '../cli/print/check-report.ts'
import { codeFrame } from '../cli/print/code-frame.ts'
import { effectiveLines } from '../cli/print/effective.ts'
import { wordingOf } from '../cli/wording.ts'
import { resolve } from '../shared/config.ts'
import { difference } from '../shared/difference.ts'
import { effective } from '../shared/effective.ts'
import { fileSets } from '../shared/file-set.ts'
import { presets } from '../shared/presets/index.ts'
import type { ReadFile } from '../shared/rules/file-rule.ts'
import { rules } from '../shared/rules/index.ts'
import { runOfFiles } from '../shared/run-of-files.ts'
import { updated } from '../shared/update.ts'
import { large } from './large-files.ts'
import { type Kind, type MadeUp, madeUp } from './made-up-files.ts'

/** Whether the program says something that a terminal would obey. */
export const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

const plain = (text: string): string => text
const style = { bold: plain, dim: plain, accent: plain, good: plain, warning: plain, bad: plain }
const terms = { ...usual, exists: () => undefined }
/** Bytes; what is larger is checked, and not mended: nobody asks for that. */
const mostMended = 20_000

export interface Trial {
  /** Whether it is wrong to be late. The gate has no clock. */
  readonly timed?: boolean
  /** Whether files of a size that somebody mends are mended. */
  readonly mends?: boolean
}

/** What went wrong with the files, which are all of one run or of several; nothing if all is well. */
export function tried(files: readonly MadeUp[], { timed = true, mends = true }: Trial = {}): string | undefined {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  const allowed = 1000 * Math.max(1, bytes / 1e6)
  // Time on the processor, so that a busy machine makes nobody guilty. Asking for it takes longer than checking a small file: of those only one that a clock calls slow is asked about.
  const small = bytes <= mostMended
  const begun = performance.now()
  let since = process.cpuUsage()
  const late = (what: string): string | undefined => {
    if (!timed || (small && performance.now() - begun < allowed)) return undefined
    const took = process.cpuUsage(since).user / 1000
    if (!small) since = process.cpuUsage()
    return took > allowed ? `took ${took.toFixed(0)} ms to ${what} ${bytes} bytes` : undefined
  }
  try {
    const read = files.flatMap(({ path, bytes, kind }) => readBytes(bytes, path, true, kind) ?? [])
    const found = foundIn(read, terms)
    const fixable = [...found.values()].some((findings) => findings.some(({ fix }) => fix !== undefined))
    return (
      printed(found, small && bytes % 4 !== 0) ??
      late('check') ??
      explained(read) ??
      late('explain') ??
      (small && fixable && mends ? (mended(read, found) ?? late('mend')) : undefined) ??
      (small && bytes % 4 === 1 ? updatable(read) : undefined)
    )
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

/** The findings in every form, or only in the one that most programs read. */
function printed(found: Found, short: boolean): string | undefined {
  const wording = wordingOf(found.size % 2 === 0 ? 'zh' : 'en')
  const report = reportOf(
    [...found].map(([file, findings]) => ({ path: file.path, kind: file.reading.kind, findings })),
  )
  const json = checkJson(report, wording)
  JSON.parse(json)
  if (!short) JSON.parse(checkSarif(report, wording, '0.0.0'))
  const said = [
    json,
    ...(short ? [] : [checkCompact(report, wording), checkGithub(report, wording)]),
    ...[...found].flatMap(([file, findings]) =>
      findings.flatMap(({ at, end }) => codeFrame(file.text, at, end, 80, style, plain)),
    ),
  ].join('\n')
  if (obeyed.test(said)) return 'a control character reaches the output'
  for (const [{ text }, findings] of found) {
    if (findings.some(({ at }) => at.line < 1 || at.column < 1 || at.offset > text.length))
      return 'a place outside the file'
  }
  return undefined
}

function explained(files: readonly ReadFile[]): string | undefined {
  const wording = wordingOf('en')
  for (const set of fileSets(files)) {
    const lines = effectiveLines(effective(set), set, wording, style, 80)
    if (lines.some((line) => obeyed.test(line))) return 'a control character reaches the explanation'
    const run = runOfFiles(set)
    const other = resolve(presets[set.length % presets.length]?.answers ?? {})
    if (difference(run, run).length > 0) return 'a run differs from itself'
    const there = difference(run, other)
    const back = difference(other, run)
    if (there.length !== back.length) return 'the difference depends on the side that one looks from'
  }
  return undefined
}

/** Rules whose findings keep a file from being loaded. */
const loading = new Set<string>(rules.filter(({ files, stage }) => files && stage === 'reading').map(({ id }) => id))

/** Mending ends, mends again nothing, and adds no error. */
function mended(files: readonly ReadFile[], found: Found): string | undefined {
  const errors = (found: Found) => [...found.values()].flat().filter(({ severity }) => severity === 'error').length
  const { files: after, rules: applied } = mend(files, terms, () => true)
  // Mending what keeps a file from being loaded shows what else is wrong with it.
  const loads = [...applied.values()].flat().some((rule) => loading.has(rule))
  if (after.some(({ text }, place) => text !== files[place]?.text)) {
    const again = mend(after, terms, () => true).files
    if (again.some(({ text }, place) => text !== after[place]?.text)) return 'what is mended is mended again'
    if (!loads && errors(foundIn(after, terms)) > errors(found)) return 'mending adds an error'
  }
  return undefined
}

/** Answers of somebody else put into the file leave one that can be read. */
function updatable(files: readonly ReadFile[]): string | undefined {
  for (const file of files) {
    if (file.reading.kind !== 'accelerate' || file.reading.document?.refused !== false) continue
    const answers = presets[file.text.length % presets.length]?.answers ?? {}
    const edited = updated(file.text, file.reading, answers)
    if ('problem' in edited) continue
    const reread = readBytes(new TextEncoder().encode(edited.text), file.path, true, 'accelerate')
    if (reread?.reading.document?.refused !== false) return 'an updated file cannot be read'
  }
  return undefined
}

export interface Failure {
  readonly index: number
  readonly kind: Kind
  readonly problem: string
  readonly files: readonly MadeUp[]
}

/** Every input is of its number alone, so that one can be tried again without those before it. */
export function* failures(count: number, seed: number, first = 0, trial: Trial = {}): Generator<Failure> {
  for (let index = first; index < first + count; index++) {
    const { kind, files } = madeUp(index, seed)
    const problem = tried(files, trial)
    if (problem !== undefined) yield { index, kind, problem, files }
  }
}

/** How many are looked at before the search ends. */
const mostFailures = 20

function search(count: number, seed: number, first: number): number {
  console.log(`${count} inputs from number ${first}, seed ${seed}`)
  const since = performance.now()
  let bad = 0
  for (const { index, kind, problem, files } of failures(count, seed, first)) {
    console.log(`#${index} ${kind}: ${problem}`)
    for (const { path, bytes, kind: forced } of files)
      console.log(`  ${path} ${forced ?? ''} ${JSON.stringify(new TextDecoder().decode(bytes).slice(0, 600))}`)
    if (++bad >= mostFailures) break
  }
  console.log(`${bad} failures, ${((performance.now() - since) / 1000).toFixed(1)} s`)
  return bad
}

function measure(wanted: readonly string[]): number {
  let bad = 0
  for (const [name, text] of Object.entries(large)) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue
    const bytes = new TextEncoder().encode(text())
    const since = process.cpuUsage()
    const problem = tried([{ path: 'file', bytes, kind: undefined }])
    const took = process.cpuUsage(since).user / 1000
    if (problem !== undefined) bad++
    console.log(`${took.toFixed(0).padStart(6)} ms  ${name}${problem === undefined ? '' : `: ${problem}`}`)
  }
  return bad
}

if (import.meta.main) {
  const [first, ...rest] = process.argv.slice(2)
  const bad =
    first === '--large'
      ? measure(rest)
      : search(Number(first ?? 20_000), Number(rest[0] ?? Date.now() % 1_000_000_000), Number(rest[1] ?? 0))
  const memory = process.resourceUsage().maxRSS / 1024
  console.log(`at most ${memory.toFixed(0)} MiB`)
  process.exitCode = bad > 0 || memory > 512 ? 1 : 0
}
