/**
 * What `check` says of spoilt files, beside what the real tools do with them.
 *
 * Every refusal by the tools must be an error of ours (recall), and what they take must not be called an error by a rule
 * whose judge is the loading of the file or the preparation of the launch (precision). Both at least 99.5 %.
 *
 *     LORA_WIZARD_SEED=1 LORA_WIZARD_MUTANTS=20000 node scripts/test-real.ts mutants
 *     LORA_WIZARD_ALOUD=1 says every 500 how far it is
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { checkFiles } from '../../shared/check-files.ts'
import type { FileFinding } from '../../shared/file-rules/file-rule.ts'
import { fileRules } from '../../shared/file-rules/index.ts'
import { read } from '../../shared/read.ts'
import { rules } from '../../shared/rules/index.ts'
import { type Mutant, mutant, sound, words } from './mutants.ts'
import { random } from './random-walk.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON
if (!python) throw new Error('LORA_WIZARD_VENV_PYTHON is not set; run `npm run test:real`')
const say = (text: string) => process.stdout.write(`${text}\n`)

interface Verdict {
  readonly accepted: boolean
  readonly stage: string | null
  readonly error: string | null
}

const kinds: Readonly<Record<string, string>> = {
  'accelerate.yaml': 'accelerate',
  'ds_config.json': 'deepspeed',
  'launch.sh': 'launch-script',
}

function found({ files }: Mutant): readonly FileFinding[] {
  const all = Object.entries(files).flatMap(([path, text]) => {
    const reading = read(text, kinds[path])
    return reading ? [{ path, text, reading }] : []
  })
  return checkFiles(all, { exists: (path) => path in files })
}

/** Rules whose errors the loader or the preparation of the launch must confirm. */
const early = new Set<string>([
  ...fileRules.filter(({ judge }) => judge === 'load' || judge === 'launch').map(({ id }) => id),
  ...rules.filter(({ seen }) => seen === 'load' || seen === 'launch').map(({ id }) => id),
])

/** Rules whose errors a worker must confirm, when it builds its plugins and DeepSpeed its configuration. */
const later = new Set<string>(fileRules.filter(({ judge }) => judge === 'worker').map(({ id }) => id))

const judging = spawn(python, [join(import.meta.dirname, 'judge_accelerate.py')], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
const answered = createInterface({ input: judging.stdout })[Symbol.asyncIterator]()

async function judge(cases: readonly Mutant[]): Promise<readonly Verdict[]> {
  const line = ({ id, files }: Mutant) => JSON.stringify({ id, files, command: words, dialect: 'trainer' })
  judging.stdin.write(`${cases.map(line).join('\n')}\n\n`)
  const verdicts: Verdict[] = []
  for (;;) {
    const { value, done } = await answered.next()
    if (done) throw new Error(`the judge ended with ${judging.exitCode ?? judging.signalCode}`)
    if (value === '') return verdicts
    verdicts.push(JSON.parse(value) as Verdict)
  }
}

const wanted = Number(process.env.LORA_WIZARD_MUTANTS ?? 2000)
const seed = Number(process.env.LORA_WIZARD_SEED ?? (process.env.CI ? 20_261_124 : Date.now() % 4_294_967_296))
say(`seed ${seed}: LORA_WIZARD_SEED=${seed} LORA_WIZARD_MUTANTS=${wanted} node scripts/test-real.ts mutants`)
const by = random(seed)
const missed = new Map<string, string[]>()
const wrong = new Map<string, string[]>()
const silent = new Map<string, string[]>()
let [refused, caught, accepted, clean, broken, doubted] = [0, 0, 0, 0, 0, 0]

const note = (into: Map<string, string[]>, key: string, { done }: Mutant) =>
  into.set(key, [...(into.get(key) ?? []), done.join(' | ')])

try {
  // A file that is refused, or called wrong, before anything was done to it would make every mutant of it count.
  for (const [place, { accepted: fine, stage, error }] of (await judge(sound)).entries()) {
    const one = sound[place]!
    const errors = found(one).filter(({ severity }) => severity === 'error')
    if (fine && errors.length === 0) continue
    broken++
    say(`✗ ${one.id} is not sound: ${stage} ${error} ${errors.map(({ rule }) => rule).join(', ')}`)
  }
  for (let start = 0; start < wanted; start += 500) {
    const cases = Array.from({ length: Math.min(500, wanted - start) }, (_, place) => mutant(start + place, by))
    const verdicts = await judge(cases)
    for (const [place, one] of cases.entries()) {
      const { accepted: fine, stage, error } = verdicts[place]!
      const errors = found(one).filter(({ severity }) => severity === 'error')
      if (stage === 'judge') {
        broken++
        note(missed, `the judge itself: ${error?.slice(0, 200)}`, one)
      } else if (fine) {
        accepted++
        const early_ = errors.filter(({ rule }) => early.has(rule))
        if (early_.length === 0) clean++
        for (const { rule } of early_) note(wrong, rule, one)
        const worker = errors.filter(({ rule }) => later.has(rule))
        if (worker.length > 0) doubted++
        for (const { rule } of errors) if (!early.has(rule)) note(later.has(rule) ? wrong : silent, rule, one)
      } else {
        refused++
        if (errors.length > 0) caught++
        else note(missed, `${stage}: ${(error ?? '').replace(/\d+/g, '#').slice(0, 160)}`, one)
      }
    }
    if (process.env.LORA_WIZARD_ALOUD)
      say(`… ${start + cases.length}: ${caught} of ${refused} refused, ${clean} of ${accepted} taken`)
  }
} finally {
  judging.stdin.end()
}

const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole)
for (const [title, map] of [
  ['refused by the tools, and no error of ours', missed],
  ['taken by the tools, and an error that they should confirm', wrong],
] as const) {
  for (const [key, list] of [...map].sort((a, b) => b[1].length - a[1].length)) {
    say(`  ${title}: ${list.length} × ${key}`)
    for (const done of list.slice(0, 3)) say(`      ${done}`)
  }
}
say('taken by the tools without a word, and called an error for what comes of it later:')
for (const [rule, list] of [...silent].sort((a, b) => b[1].length - a[1].length))
  say(`  ${list.length} × ${rule}: ${list[0]}`)
const recall = share(caught, refused)
const precision = share(clean, accepted)
say(`${wanted} mutants: ${refused} refused, of which ${caught} reported as errors (${(100 * recall).toFixed(2)} %)`)
say(`${accepted} taken, of which ${clean} without an early error (${(100 * precision).toFixed(2)} %)`)
say(
  `${doubted} taken with an error that a worker should have confirmed (${(100 * share(doubted, accepted)).toFixed(2)} %)`,
)
const goals = [recall >= 0.995, precision >= 0.995, share(doubted, accepted) <= 0.005, broken === 0]
say(`${goals.filter(Boolean).length} passed, ${goals.filter((met) => !met).length} failed`)
process.exitCode = goals.every(Boolean) ? 0 : 1
