/**
 * What `check` says of spoilt files, beside what the real tools do with them; and what they say once `--fix` was there.
 *
 * Every refusal by the tools must be an error of ours (recall), and what they take must not be called an error by a rule
 * whose judge is the loading of the file or the preparation of the launch (precision). Both at least 99.5 %. A fix never
 * makes the verdict worse, and changes what is read of nothing but the keys that it names.
 *
 *     LORA_WIZARD_SEED=1 LORA_WIZARD_MUTANTS=20000 node scripts/test-real.ts mutants
 *     `kill` ends it after the 500 that it is at, with what was seen so far.
 *     LORA_WIZARD_ALOUD=1 says every 500 how far it is; LORA_WIZARD_KEEP=FILE keeps every disagreement with its files
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { foundIn, mend, type Terms, usual } from '../../cli/check-run.ts'
import { type Gathered, readBytes } from '../../cli/gather-files.ts'
import { type Change, edit } from '../../shared/python/yaml/edit.ts'
import type { MappingNode } from '../../shared/python/yaml/node.ts'
import { rules } from '../../shared/rules/index.ts'
import { type Mutant, mutant, sound } from './mutants.ts'
import { random } from './random-walk.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON
if (!python) throw new Error('LORA_WIZARD_VENV_PYTHON is not set; run `npm run test:real`')
const say = (text: string) => process.stdout.write(`${text}\n`)

interface Verdict {
  readonly accepted: boolean
  readonly stage: string | null
  readonly error: string | null
  /** The files that the tools looked into. */
  readonly opened?: readonly string[]
  /** What Python reads from each file: dotted key → value. */
  readonly meaning?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const kinds: Readonly<Record<string, string>> = {
  'accelerate.yaml': 'accelerate',
  'ds_config.json': 'deepspeed',
  'train.yaml': 'trl',
  'adapter_config.json': 'peft-adapter',
  'launch.sh': 'launch-script',
}

const bytesOf = ({ files, bytes }: Mutant, path: string): Uint8Array =>
  bytes[path] ?? new TextEncoder().encode(files[path] ?? '')

/** The files as `check` reads them. */
const gathered = (one: Mutant): readonly Gathered[] =>
  Object.keys(one.files).flatMap((path) => {
    const read = kinds[path] && readBytes(bytesOf(one, path), path, true, kinds[path])
    return read ? [{ ...read, place: path, asked: true }] : []
  })

const termsOf = ({ files }: Mutant): Terms => ({ ...usual, exists: (path) => path in files })

/** What stops the launch behind the last step that the judge takes: DeepSpeed's runner asks the hosts first. */
const beyond: ReadonlySet<string> = new Set(['deepspeed/unknown-launcher'])
/** Rules whose errors the loader or the preparation of the launch must confirm. */
const early = new Set<string>(
  rules
    .filter(({ stage, consequence }) => consequence === 'refuses' && (stage === 'reading' || stage === 'launch'))
    .filter(({ id }) => !beyond.has(id))
    .map(({ id }) => id),
)

/** Rules whose errors a worker must confirm, when it builds its plugins and DeepSpeed its configuration. */
const later = new Set<string>(
  rules
    .filter(({ files, run, stage, consequence }) => files && !run && stage === 'worker' && consequence === 'refuses')
    .map(({ id }) => id),
)

const judging = spawn(python, [join(import.meta.dirname, 'judge_accelerate.py')], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const answered = createInterface({ input: judging.stdout })[Symbol.asyncIterator]()

function line(one: Mutant, meaning: boolean): string {
  const files = Object.fromEntries(
    Object.entries(one.files).map(([path, text]) => {
      const bytes = one.bytes[path]
      return [path, bytes ? { base64: Buffer.from(bytes).toString('base64') } : text]
    }),
  )
  return JSON.stringify({ id: one.id, files, command: one.words, dialect: one.dialect, meaning })
}

async function judge(cases: readonly Mutant[], meaning = false): Promise<readonly Verdict[]> {
  if (cases.length === 0) return []
  judging.stdin.write(`${cases.map((one) => line(one, meaning)).join('\n')}\n\n`)
  const verdicts: Verdict[] = []
  for (;;) {
    const { value, done } = await answered.next()
    if (done) throw new Error(`the judge ended with ${judging.exitCode ?? judging.signalCode}`)
    if (value === '') return verdicts
    verdicts.push(JSON.parse(value) as Verdict)
  }
}

/** The keys that changes name, and those that they become. */
const promised = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap((change) => {
    const path = change.path.join('.')
    return 'rename' in change ? [path, [...change.path.slice(0, -1), change.rename].join('.')] : [path]
  })

const within = (key: string, names: readonly string[]): boolean =>
  names.some((name) => key === name || key.startsWith(`${name}.`) || name.startsWith(`${key}.`))

/** The lines of a text on which none of the keys stands, nor their values. */
function untouched(file: Gathered, names: readonly string[]): readonly string[] {
  const { text, reading } = file
  const lines = text.split(/(?<=\n|\r(?!\n))/)
  const starts: number[] = []
  let offset = 0
  for (const each of lines) {
    starts.push(offset)
    offset += each.length
  }
  const touched = new Set<number>()
  const lineAt = (place: number) => starts.findLastIndex((start) => start <= place)
  const visit = (node: MappingNode, prefix: string) => {
    for (const one of node.written) {
      const name = prefix + (one.key.kind === 'scalar' ? one.key.text : '')
      const ours = names.includes(name)
      // A section that is made for a key, or that loses its only one, is written anew.
      const around =
        names.some((each) => each.startsWith(`${name}.`)) &&
        (one.value.kind !== 'mapping' ||
          one.value.flow ||
          one.value.written.every((each) => each.key.kind === 'scalar' && names.includes(`${name}.${each.key.text}`)))
      if (ours || around) {
        const end = one.alias === undefined ? Math.max(one.value.end, one.key.end) : one.at.offset
        for (let at = lineAt(one.keyAt.offset); at <= lineAt(Math.max(end - 1, one.keyAt.offset)); at++) touched.add(at)
      } else if (one.value.kind === 'mapping' && one.alias === undefined) visit(one.value, `${name}.`)
    }
  }
  const root = reading.document?.root
  if (root?.kind === 'mapping') visit(root, '')
  return lines.filter((_, place) => !touched.has(place))
}

/** A whole text that is one line long says nothing about lines. */
function sameElsewhere(before: Gathered, after: Gathered, changes: readonly Change[]): boolean {
  const names = promised(changes)
  const [one, other] = [untouched(before, names), untouched(after, names)]
  // A last line without an end gets one when something is written behind it; a comma follows in JSON.
  const plain = (lines: readonly string[]) => lines.map((each) => each.replace(/,?\r?\n?$/, '')).filter(Boolean)
  const [left, right] = [plain(one), plain(other)]
  return left.length === right.length && left.every((each, place) => each === right[place])
}

const wanted = Number(process.env.LORA_WIZARD_MUTANTS ?? 1000)
const seed = Number(process.env.LORA_WIZARD_SEED ?? 20_261_124)
say(`seed ${seed}: LORA_WIZARD_SEED=${seed} LORA_WIZARD_MUTANTS=${wanted} node scripts/test-real.ts mutants`)
const by = random(seed)
const missed = new Map<string, Mutant[]>()
const wrong = new Map<string, Mutant[]>()
const silent = new Map<string, Mutant[]>()
const unfixed = new Map<string, Mutant[]>()
const count = {
  ...{ refused: 0, caught: 0, accepted: 0, clean: 0, broken: 0, doubted: 0 },
  ...{ fixable: 0, fixed: 0, kept: 0, healed: 0, still: 0, left: 0 },
}
let tooLarge = 0
const perFamily = new Map<string, { all: number; refused: number; caught: number; accepted: number; clean: number }>()

/** The errors of each file before anything is done to it. */
const own = new Map<string, ReadonlySet<string>>()

const note = (into: Map<string, Mutant[]>, key: string, one: Mutant) => into.set(key, [...(into.get(key) ?? []), one])

/** A mutant whose fixes were made, with what they promise. */
interface Fixed {
  readonly before: Verdict
  readonly one: Mutant
  readonly after: Mutant
  readonly changes: ReadonlyMap<string, readonly Change[]>
}

/** Makes every fix there is, and looks at what can be seen without the tools. */
function fix(one: Mutant, before: Verdict): Fixed | undefined {
  const files = gathered(one)
  const terms = termsOf(one)
  const offers = [...foundIn(files, terms)].flatMap(([file, found]) =>
    file.reading.language === 'shell' || !(file as Gathered).plain ? [] : found.filter((each) => each.fix?.length),
  )
  if (offers.length === 0) return undefined
  count.fixable++
  const mended = mend(files, terms, ({ plain }) => plain)
  const left = [...foundIn(mended.files, terms).values()].flat()
  for (const { rule, key, file, fix: offered } of offers) {
    if (left.some((each) => each.rule === rule && each.key === key && each.file.path === file.path)) {
      count.left++
      const edited = edit(file.text, offered ?? [], file.reading.language === 'json' ? 'json' : 'yaml')
      note(
        unfixed,
        `offered and not made (${'problem' in edited ? edited.problem : 'would not be better'}): ${rule}`,
        one,
      )
    }
  }
  if (mended.changes.size === 0) return undefined
  count.fixed++
  const again = mend(mended.files, terms, ({ plain }) => plain)
  if (again.changes.size > 0) note(unfixed, `a second time: ${[...again.rules.values()].flat().join(', ')}`, one)
  for (const [path, changes] of mended.changes) {
    const [old, now] = [files, mended.files].map((list) => list.find((each) => each.path === path) as Gathered)
    if (!sameElsewhere(old as Gathered, now as Gathered, changes))
      note(unfixed, `touches other lines: ${mended.rules.get(path)?.join(', ')}`, one)
  }
  const texts = Object.fromEntries(mended.files.map(({ path, text }) => [path, text]))
  return { before, one, after: { ...one, files: { ...one.files, ...texts } }, changes: mended.changes }
}

/** Whether the tools are as content as before, and read the same but for what was promised. */
function judgeFix({ before, one, after, changes }: Fixed, verdict: Verdict): void {
  const names = (path: string) => promised(changes.get(path) ?? [])
  const made = [...changes].map(([path, list]) => `${path}: ${promised(list).join(', ')}`).join('; ')
  if (before.accepted && !verdict.accepted) {
    note(unfixed, `worse than before (${made}): ${verdict.stage}: ${verdict.error?.slice(0, 140)}`, after)
    return
  }
  if (before.accepted) count.kept++
  else if (verdict.accepted) count.healed++
  else count.still++
  for (const path of changes.keys()) {
    const [old, now] = [before.meaning?.[path], verdict.meaning?.[path]]
    if (!old) continue
    if (!now) note(unfixed, `cannot be read any more (${made})`, one)
    else
      for (const key of new Set([...Object.keys(old), ...Object.keys(now)]))
        if (old[key] !== now[key] && !within(key, names(path))) note(unfixed, `${key} changed beside (${made})`, one)
  }
}

let stopped = false
process.once('SIGTERM', () => {
  stopped = true
})

const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole)
const percent = (part: number, whole: number) => `${(100 * share(part, whole)).toFixed(2)} %`

try {
  // A file that is refused, or called wrong, before anything was done to it would make every mutant of it count.
  for (const [place, { accepted, stage, error }] of (await judge(sound)).entries()) {
    const one = sound[place]!
    const errors = [...foundIn(gathered(one), termsOf(one)).values()].flat().filter((each) => each.severity === 'error')
    // What comes later, in training, no judge sees; it says nothing about what is done to the files.
    own.set(one.id, new Set(errors.map(({ rule }) => rule)))
    const soon = errors.filter(({ rule }) => early.has(rule) || later.has(rule))
    if (accepted && soon.length === 0) continue
    count.broken++
    say(`✗ ${one.id} is not sound: ${stage} ${error} ${soon.map(({ rule, key }) => `${rule} (${key})`).join(', ')}`)
  }
  for (let start = 0; start < wanted && !stopped; start += 500) {
    const cases = Array.from({ length: Math.min(500, wanted - start) }, (_, place) => mutant(start + place, by))
    const verdicts = await judge(cases, true)
    const fixed: Fixed[] = []
    for (const [place, one] of cases.entries()) {
      const verdict = verdicts[place]!
      const { accepted, stage, error } = verdict
      const found = [...foundIn(gathered(one), termsOf(one)).values()].flat()
      const before = own.get(one.done[0] ?? '')
      const errors = found.filter(({ severity, rule }) => severity === 'error' && !before?.has(rule))
      const family = perFamily.get(one.family) ?? { all: 0, refused: 0, caught: 0, accepted: 0, clean: 0 }
      perFamily.set(one.family, family)
      family.all++
      // How much memory there is belongs to the judge's machine, not to the file.
      if (/can't allocate memory|MemoryError/.test(error ?? '')) {
        tooLarge++
        continue
      }
      if (stage === 'judge') {
        count.broken++
        note(missed, `the judge itself: ${error?.slice(0, 200)}`, one)
        continue
      }
      if (accepted) {
        count.accepted++
        family.accepted++
        // A file that nobody looks into can hold what it likes.
        const heard = errors.filter(({ file: { path } }) => path.endsWith('.sh') || verdict.opened?.includes(path))
        const soon = heard.filter(({ rule }) => early.has(rule))
        if (soon.length === 0) {
          count.clean++
          family.clean++
        }
        if (heard.some(({ rule }) => later.has(rule))) count.doubted++
        for (const { rule, key } of heard)
          if (early.has(rule) || later.has(rule)) note(wrong, `${rule} (${one.family})`, one)
          else note(silent, `${rule} ${key.includes('.') ? '…' : ''}`.trim(), one)
      } else {
        count.refused++
        family.refused++
        if (errors.length > 0) {
          count.caught++
          family.caught++
        } else note(missed, `${stage}: ${(error ?? '').replace(/\d+/g, '#').slice(0, 160)}`, one)
      }
      const mended = fix(one, verdict)
      if (mended) fixed.push(mended)
    }
    for (const [place, verdict] of (
      await judge(
        fixed.map(({ after }) => after),
        true,
      )
    ).entries())
      judgeFix(fixed[place]!, verdict)
    if (process.env.LORA_WIZARD_ALOUD) {
      const { caught, refused, clean, accepted } = count
      say(`… ${start + cases.length}: ${caught} of ${refused} refused, ${clean} of ${accepted} taken`)
    }
  }
} finally {
  judging.stdin.end()
}

const listed: readonly (readonly [string, Map<string, Mutant[]>])[] = [
  ['refused by the tools, and no error of ours', missed],
  ['taken by the tools, and an error that they should confirm', wrong],
  ['a fix that does not keep its promise', unfixed],
]
const shown = Number(process.env.LORA_WIZARD_SHOWN ?? 3)
for (const [title, map] of listed) {
  for (const [key, list] of [...map].sort((a, b) => b[1].length - a[1].length)) {
    say(`  ${title}: ${list.length} × ${key}`)
    for (const { done } of list.slice(0, shown)) say(`      ${done.join(' | ')}`)
  }
}
if (process.env.LORA_WIZARD_KEEP) {
  const kept = listed.flatMap(([title, map]) =>
    [...map].flatMap(([key, list]) => list.map(({ done, files, words }) => ({ title, key, done, files, words }))),
  )
  writeFileSync(process.env.LORA_WIZARD_KEEP, kept.map((each) => `${JSON.stringify(each)}\n`).join(''))
}
say('taken by the tools without a word, and called an error for what comes of it later:')
for (const [rule, list] of [...silent].sort((a, b) => b[1].length - a[1].length))
  say(`  ${list.length} × ${rule}: ${list[0]?.done.join(' | ')}`)
const { refused, caught, accepted, clean, broken, doubted, fixable, fixed, kept, healed, still, left } = count
for (const [name, one] of [...perFamily].sort())
  say(
    `${name}: ${one.all}, of which ${one.refused} refused (${percent(one.caught, one.refused)} reported) and ` +
      `${one.accepted} taken (${percent(one.clean, one.accepted)} without an early error)`,
  )
if (tooLarge > 0) say(`${tooLarge} mutants need more memory than this machine has, and are not judged`)
say(
  `${refused + accepted} mutants: ${refused} refused, of which ${caught} reported as errors (recall ${percent(caught, refused)})`,
)
say(`${accepted} taken, of which ${clean} without an early error (precision ${percent(clean, accepted)})`)
say(`${doubted} taken with an error that a worker should have confirmed (${percent(doubted, accepted)})`)
const broke = [...unfixed].filter(([key]) => !key.startsWith('offered')).reduce((sum, [, list]) => sum + list.length, 0)
say(
  `--fix: ${fixable} mutants with a fix, ${fixed} mended: ${kept} taken before and after, ${healed} refused before and ` +
    `taken now, ${still} refused before and after; ${broke} promises broken; ${left} findings whose fix could not be made`,
)
const goals = [
  share(caught, refused) >= 0.995,
  share(clean, accepted) >= 0.995,
  share(doubted, accepted) <= 0.005,
  broken === 0,
  broke === 0,
]
say(`${goals.filter(Boolean).length} passed, ${goals.filter((met) => !met).length} failed`)
process.exitCode = goals.every(Boolean) ? 0 : 1
