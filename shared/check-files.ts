/** Files of one run → their findings, each with its place: what the files themselves do wrong, and what the run they mean does wrong. */
import { type Answers, applies, extended, type Run, resolve } from './config.ts'
import type { Field, Value } from './fields/field.ts'
import { type FieldKey, fields } from './fields/index.ts'
import { saysEverything } from './launchers/accelerate.ts'
import { askedForOpenFlag } from './lookup/keys.ts'
import type { Change } from './python/yaml/edit.ts'
import type { FileFinding, FileSet, ReadFile, Spot, Versions } from './rules/file-rule.ts'
import { rules } from './rules/index.ts'
import type { FileKind, Profile, Rule, RunCheck } from './rules/rule.ts'
import { homeOf, meantRun, ofSomebody, startedWith } from './run-of-files.ts'
import { newestReleases } from './tools/index.ts'
import { unreadOf } from './unread-files.ts'
import { satisfies } from './versions.ts'

/** What a kind of file says something about, its silence included: every option of these groups. */
const covers: Readonly<Record<string, readonly string[]>> = {
  accelerate: ['accelerate', 'deepspeed', 'fsdp', 'parallelism', 'dynamo', 'fp8', 'mpirun', 'megatron_lm', 'sagemaker'],
  deepspeed: ['deepspeed'],
  'launch-script': ['training', 'lora', 'model', 'data', 'method', 'output'],
  trl: ['training', 'lora', 'model', 'data', 'method', 'output'],
  axolotl: ['training', 'lora', 'model', 'data', 'method'],
  'llama-factory': ['training', 'lora', 'model', 'data', 'method'],
  'ms-swift': ['training', 'lora', 'model', 'data', 'method'],
  'peft-adapter': ['lora'],
  'lora-wizard': [...new Set(Object.keys(fields).map((key) => key.split('.')[0] as string))],
}

/** Kinds of files that start no training: what a run would be is not asked about them. */
const withoutTraining: ReadonlySet<string> = new Set([
  'llama-factory-export',
  'axolotl-merge',
  'ms-swift-export',
  'unknown',
])
export const startsTraining = ({ reading }: ReadFile): boolean => !withoutTraining.has(reading.kind)

/** Of several launches in one script, only what all of them say belongs to one run. */
const launchesTwice = ({ reading }: ReadFile): boolean =>
  reading.kind === 'launch-script' && reading.given.filter(({ path }) => path === 'script').length > 1

export interface CheckOptions {
  readonly versions?: Partial<Versions>
  readonly profiles?: readonly Profile[]
  readonly exists?: FileSet['exists']
  /** All files that are checked, those of other runs included; the files of this run if absent. */
  readonly beside?: readonly ReadFile[]
  /** Answers from outside the files, e.g. the GPU that is meant. */
  readonly answers?: Answers
}

const ids: ReadonlySet<string> = new Set(rules.map(({ id }) => id))

/** So many findings of one rule are told of; nobody reads more, and a file of data has hundreds of thousands of unknown keys. */
const mostOfOne = 1000

/** Whether the releases that are meant are among those that a rule holds for. */
export const holdsFor = ({ releases }: Pick<Rule, 'releases'>, meant: Versions): boolean =>
  releases === undefined ||
  Object.entries(releases).every(([name, range]) => satisfies(meant[name as keyof Versions], range))

/** The files of a run that a rule says it reads; rules that read the same kinds share a view, and with it what was looked up in it. */
function viewFor(rule: Rule, set: FileSet, views: Map<string, FileSet>): FileSet {
  const kinds = rule.reads.files ?? 'any'
  if (kinds === 'any') return set
  const name = kinds.join()
  const known = views.get(name)
  if (known) return known
  const files = set.files.filter(({ reading }) => kinds.includes(reading.kind as FileKind))
  const view = files.length === set.files.length ? set : { ...set, files }
  views.set(name, view)
  return view
}

/** Every finding about files that belong to one run, in the order of the files. */
export function checkFiles(given: readonly ReadFile[], options: CheckOptions = {}): readonly FileFinding[] {
  const unread = unreadOf(given)
  const files = given.filter((file) => !unread.has(file))
  const { run, claims, unknown } = meantRun(files, options.answers)
  const set: FileSet = {
    files,
    unread,
    beside: options.beside ?? given,
    run,
    claims,
    unknown,
    versions: { ...newestReleases, ...options.versions },
    rules: ids,
    exists: options.exists ?? (() => undefined),
  }
  const about: FileFinding[] = []
  const views = new Map<string, FileSet>()
  for (const rule of rules) {
    if (!rule.files || !holdsFor(rule, set.versions)) continue
    const { profile, check } = rule.files
    if (profile !== undefined && !options.profiles?.includes(profile)) continue
    const hits: FileFinding[] = []
    const view = viewFor(rule, set, views)
    for (const { spot, facts, fix, severity = rule.severity } of check(view)) {
      if (hits.length >= mostOfOne) break
      hits.push({ ...spot, rule: rule.id, severity, facts, fix, answers: undefined })
    }
    // What hangs on a value that only the running shell knows is no finding.
    if (!askedForOpenFlag(view)) about.push(...hits)
  }
  const readable = files.some((file) => startsTraining(file) && !file.reading.findings.some(({ refused }) => refused))
  // What a rule has said about the files it doesn't repeat about the run.
  const said = new Set(about.map(({ rule }) => rule))
  const found = readable
    ? [...about, ...runFindings(set, options.answers ?? {}).filter(({ rule }) => !said.has(rule))]
    : about
  const place = (finding: FileFinding) => given.indexOf(finding.file)
  return found.sort((a, b) => place(a) - place(b) || a.at.offset - b.at.offset)
}

/** What the files of a run say about options, silence included. */
export interface Knowledge {
  /** Options that a file gives, or that are given beside the files. */
  readonly given: ReadonlySet<string>
  readonly known: (key: FieldKey) => boolean
  /** Options with a value that their tool doesn't accept. */
  readonly refused: ReadonlySet<string>
}

export function knowledgeOf(set: Pick<FileSet, 'files' | 'unknown' | 'claims'>, more: Answers): Knowledge {
  const given = new Set<string>(
    set.files.flatMap((file) => [
      ...(launchesTwice(file) ? [] : file.reading.given.map(({ key }) => key)),
      ...Object.keys(file.reading.answers),
    ]),
  )
  for (const key of Object.keys(more)) given.add(key)
  const groups = new Set(set.files.flatMap((file) => (ofSomebody(file) ? [] : (covers[file.reading.kind] ?? []))))
  for (const { reading } of set.files) {
    const launches = reading.launches?.launches ?? []
    if (launches.length === 0 || !launches.every(saysEverything)) continue
    // Sizes count only beside the flag that turns them on.
    const isParallel = launches.every(({ options }) => options.some(({ name }) => name === 'use_parallelism_config'))
    for (const group of covers.accelerate ?? []) if (group !== 'parallelism' || isParallel) groups.add(group)
  }
  // What follows from a file is as good as said.
  const follows = new Set([
    ...Object.keys(startedWith(set.files)),
    ...set.files.flatMap((file) => (ofSomebody(file) ? [] : Object.keys(file.reading.implied))),
  ])
  const known = (key: FieldKey) =>
    !set.unknown.has(key) &&
    (given.has(key) ||
      follows.has(key) ||
      groups.has(key.split('.')[0] as string) ||
      (groups.has('accelerate') &&
        (key.startsWith('output.deepspeed_') || key === 'hardware.machines' || key === 'hardware.gpus_per_machine')))
  // Of a value that was refused nobody knows what it should have been.
  const refused = new Set<string>()
  for (const file of set.files) {
    for (const { refusal, at } of file.reading.refused) {
      if (isBeaten(set, file, refusal.key, at.offset)) continue
      refused.add(refusal.key)
      if (Object.hasOwn(fields, refusal.key)) refused.add(homeOf(refusal.key as FieldKey) ?? refusal.key)
    }
  }
  return { given, known, refused }
}

/** Whether another place of the files says what counts: of a repeated flag only the last one decides. */
function isBeaten({ claims }: Pick<FileSet, 'claims'>, file: ReadFile, key: string, offset: number): boolean {
  const winner = Object.hasOwn(fields, key) ? claims.option(key as FieldKey)?.winner : undefined
  if (!winner?.value.known || !winner.file) return false
  return winner.file !== file || winner.location?.at.offset !== offset
}

/** Findings of the rules about a run, where the files say enough for them. */
function runFindings(set: FileSet, more: Answers): readonly FileFinding[] {
  const { given, known, refused } = knowledgeOf(set, more)
  return rules.flatMap((rule): FileFinding[] => {
    const { options } = rule.reads
    if (!rule.run || options.some((key) => refused.has(key))) return []
    if (!holdsFor(rule, set.versions) || !options.some((key) => given.has(key))) return []
    if (rule.run.plansOnly && !set.files.every(({ reading }) => reading.kind === 'lora-wizard')) return []
    if (rule.run.unless?.(set.files)) return []
    const facts = rule.run.check(set.run)
    const open = options.filter((key) => !known(key))
    if (!facts || !certain(rule.run, set.run, open)) return []
    const spot = spotOf(set, options, given)
    const fix = rule.run.fix?.(set.run)
    return [
      {
        ...spot,
        rule: rule.id,
        severity: rule.severity,
        facts,
        // What a command says counts, whatever is written in the file.
        fix: fix && !commanded(set, spot.file, Object.keys(fix)) ? changesFor(spot.file, fix) : undefined,
        answers: fix as Readonly<Record<string, Value>> | undefined,
      },
    ]
  })
}

const commanded = ({ files }: FileSet, file: ReadFile, keys: readonly string[]): boolean =>
  files.some(
    (one) =>
      one !== file && one.reading.language === 'shell' && one.reading.given.some(({ key }) => keys.includes(key)),
  )

/** All that options could be that no file says anything about; undefined if that can't be listed. */
export function possibleAnswers(unknown: readonly FieldKey[]): readonly Answers[] | undefined {
  const open = unknown.filter((key) => !key.startsWith('output.'))
  const valuesOf = (key: FieldKey): readonly Value[] | undefined => {
    const field: Field = fields[key]
    return field.kind === 'toggle' ? [true, false] : field.kind === 'choice' ? field.choices : undefined
  }
  let possible: readonly Answers[] = [{}]
  for (const key of open) {
    const values = valuesOf(key)
    if (!values || possible.length * values.length > 256) return undefined
    possible = possible.flatMap((one) => values.map((value) => ({ ...one, [key]: value })))
  }
  return possible
}

/** Whether a rule would speak whatever the options are that no file says anything about. Options without a list of values cannot be tried; what is only about the writing of files stays as lora-wizard would do it. */
function certain(rule: RunCheck, run: Run, unknown: readonly FieldKey[]): boolean {
  const possible = possibleAnswers(unknown)
  return possible?.every((one) => rule.check(extended(run, one)) !== undefined) ?? false
}

/** Where a finding about options stands: the first of them that a file gives, else the section that should hold it, else the file's beginning. */
export function spotOf(set: FileSet, about: readonly FieldKey[], given: ReadonlySet<string> = new Set()): Spot {
  for (const key of about) {
    for (const file of set.files) {
      const one = file.reading.given.find((each) => each.key === key || homeOf(each.key) === key)
      if (one) return { file, key: one.path, at: one.at, end: one.end }
    }
    if (given.size > 0 && given.has(key)) break
  }
  return absentSpot(set.files[0] as ReadFile, about[0] as FieldKey)
}

/** The place of a key that is not there: its section's key, or the beginning of the file. */
export function absentSpot(file: ReadFile, key: FieldKey): Spot {
  const path = (fields[key] as Field).emits?.[file.reading.kind === 'deepspeed' ? 'deepspeed' : 'accelerate'] ?? key
  const section = path.includes('.') ? (path.split('.')[0] as string) : undefined
  const root = file.reading.document?.root
  const entry = section !== undefined && root?.kind === 'mapping' ? root.entries.get(section) : undefined
  if (entry) return { file, key: path, at: entry.keyAt, end: entry.keyAt.offset + (section as string).length }
  return { file, key: path, at: { offset: 0, line: 1, column: 1 }, end: 0 }
}

/** Answers as changes of the file, where the file's tool knows them all; undefined where it does not. */
function changesFor(file: ReadFile, answers: Answers): readonly Change[] | undefined {
  if (file.reading.language === 'shell' || file.reading.kind === 'lora-wizard') {
    if (file.reading.kind !== 'lora-wizard') return undefined
    return Object.entries(answers).map(([key, value]) => {
      const path = key.split(/\.(.*)/).slice(0, 2)
      return value === null ? { path, remove: true as const } : { path, value: value as string }
    })
  }
  const target = file.reading.kind === 'accelerate' || file.reading.kind === 'deepspeed' ? file.reading.kind : undefined
  if (!target) return undefined
  const after = resolve({ ...file.reading.implied, ...file.reading.answers, ...answers })
  const changes: Change[] = []
  for (const [key, value] of Object.entries(answers) as (readonly [FieldKey, Value])[]) {
    const name = (fields[key] as Field).emits?.[target]
    if (name === undefined || !applies(key, after.config)) return undefined
    const path = name.split('.')
    changes.push(value === null ? { path, remove: true } : { path, value: value as string | number | boolean })
  }
  return changes
}
