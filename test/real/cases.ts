/**
 * What the wizard can write, before the real tools: every preset, and thousands of random walks through the session.
 *
 * Whatever has no finding of severity error must be accepted. What has one is not written by the wizard; it is judged all
 * the same, so that a rule which forbids what the tools take is seen.
 *
 *     LORA_WIZARD_SEED=1 LORA_WIZARD_CASES=10000 LORA_WIZARD_KEEP=FILE (verdicts with their answers)
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseGpu } from '../../shared/catalog/gpu-names.ts'
import { allModels } from '../../shared/catalog/models.ts'
import { check } from '../../shared/check.ts'
import { type Answers, type Run, resolve } from '../../shared/config.ts'
import { plan } from '../../shared/plan.ts'
import { presets } from '../../shared/presets/index.ts'
import { mended, random, walk } from './random-walk.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON
if (!python) throw new Error('LORA_WIZARD_VENV_PYTHON is not set; run `npm run test:real`')
const home = import.meta.dirname
const say = (text: string) => process.stdout.write(`${text}\n`)

interface Case {
  readonly id: string
  readonly answers: Answers
  /** The rules that keep the wizard from writing it. */
  readonly rules: readonly string[]
}

interface Verdict {
  readonly id: string
  readonly accepted: boolean
  readonly stage: string | null
  readonly error: string | null
}

/** A DeepSpeed JSON of somebody else's, for runs that refer to one: everything left to the Trainer. MS-AMP wants less than stage 3. */
const foreign = (stage: 2 | 3) =>
  JSON.stringify({
    zero_optimization: { stage },
    bf16: { enabled: 'auto' },
    fp16: { enabled: 'auto' },
    gradient_clipping: 'auto',
    gradient_accumulation_steps: 'auto',
    train_micro_batch_size_per_gpu: 'auto',
    train_batch_size: 'auto',
  })

/** A case as the judge reads it. The command is the one that a shell makes of launch.sh. */
function line({ id, answers }: Case): string {
  const { config }: Run = resolve(answers)
  const { files } = plan({ answers, config })
  const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]))
  const json = config['deepspeed.deepspeed_config_file']
  if (json && !(json in texts)) texts[json] = foreign(config['fp8.backend'] === 'MSAMP' ? 2 : 3)
  const gpu = parseGpu(config['hardware.gpu'])
  const model = allModels().find((one) => one.id === config['model.id'])
  return JSON.stringify({
    id,
    files: texts,
    dialect: { transformers: 'trainer', trl: 'trl', mlperf: 'mlperf' }[config['output.trainer']],
    machine: gpu.kind === 'found' ? { capability: gpu.gpu.fp8Tflops ? [9, 0] : gpu.gpu.bf16 ? [8, 0] : [7, 0] } : {},
    model: model ? { heads: model.heads, kv_heads: model.keyValueHeads, hidden: model.hidden } : {},
  })
}

const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-real-'))

// One judge for all batches: it needs longer to load the tools than to judge a thousand cases.
const judging = spawn(python, [join(home, 'judge_accelerate.py')], { stdio: ['pipe', 'pipe', 'inherit'] })
const answered = createInterface({ input: judging.stdout })[Symbol.asyncIterator]()

async function judge(cases: readonly Case[]): Promise<readonly Verdict[]> {
  judging.stdin.write(`${cases.map(line).join('\n')}\n\n`)
  const verdicts: Verdict[] = []
  for (;;) {
    const { value, done } = await answered.next()
    if (done) throw new Error(`the judge ended with ${judging.exitCode ?? judging.signalCode}`)
    if (value === '') return verdicts
    verdicts.push(JSON.parse(value) as Verdict)
  }
}

const errors = (answers: Answers) => check(resolve(answers)).filter(({ severity }) => severity === 'error')

/** The reason without the values that differ from case to case, so that equal ones can be counted. */
const reason = ({ stage, error }: Verdict) =>
  `${stage}: ${(error ?? '').replace(/'[^']*'/g, '…').replace(/\d+(\.\d+)?(e[-+]?\d+)?/g, '#')}`.slice(0, 240)

/** The few answers that bring a refusal about: others are left out as long as the same reason is heard. */
async function smallest(answers: Answers, why: string): Promise<Answers> {
  let kept = answers
  for (let round = 0; round < 12; round++) {
    const keys = Object.keys(kept)
    const without = (left: readonly string[]): Answers =>
      Object.fromEntries(Object.entries(kept).filter(([key]) => !left.includes(key)))
    const heard = async (tries: readonly Answers[]) =>
      (await judge(tries.map((one, place) => ({ id: String(place), answers: one, rules: [] })))).map(
        (verdict, place) => reason(verdict) === why && errors(tries[place] ?? {}).length === 0,
      )
    const alone = await heard(keys.map((key) => without([key])))
    const idle = keys.filter((_, place) => alone[place])
    if (idle.length === 0) break
    // All of them, else half of them, a quarter …: some are only idle while others stay.
    const tries = [1, 2, 4, 8, 16, 32].map((part) => without(idle.slice(0, Math.ceil(idle.length / part))))
    kept = tries[(await heard(tries)).indexOf(true)] ?? without(idle.slice(0, 1))
  }
  return kept
}

let passed = 0
let failed = 0
const fail = (text: string) => {
  failed++
  say(`✗ ${text}`)
}

try {
  // Every preset, and the two official files that PyYAML must read the same from.
  const known = presets.map(
    ({ id, answers }): Case => ({ id, answers, rules: errors(answers).map(({ rule }) => rule) }),
  )
  for (const { id, rules } of known) if (rules.length > 0) fail(`${id} has errors of its own: ${rules.join(', ')}`)
  for (const verdict of await judge(known)) {
    if (verdict.accepted) passed++
    else fail(`preset ${verdict.id} is refused at ${verdict.stage}: ${verdict.error}`)
  }
  for (const [id, official] of [
    ['mlperf-llama2-70b-lora', 'default_config.yaml'],
    ['mlperf-llama2-70b-lora-2024-03', 'default_config.2024-03.yaml'],
  ] as const) {
    const theirs = join(home, '..', 'upstream', 'mlperf', official)
    const answers = presets.find((one) => one.id === id)?.answers
    const text = answers && plan(resolve(answers)).files.find(({ path }) => path === 'accelerate.yaml')?.text
    const ours = join(folder, `${id}.yaml`)
    writeFileSync(ours, text ?? '')
    const same =
      existsSync(theirs) && spawnSync(python, [join(home, 'judge_load.py'), ours, theirs], { encoding: 'utf8' })
    if (same && same.status === 0) passed++
    else fail(`${id}: ${same ? same.stdout : `${theirs} is not there`}`)
  }

  // Random walks. What a rule forbids is mended the way the rule says, as somebody at the findings would.
  const wanted = Number(process.env.LORA_WIZARD_CASES ?? 10_000)
  const seed = Number(process.env.LORA_WIZARD_SEED ?? 20_261_124)
  say(`seed ${seed}: LORA_WIZARD_SEED=${seed} npm run test:real cases`)
  const by = random(seed)
  const writable: Case[] = []
  const forbidden: Case[] = []
  let walks = 0
  while (writable.length < wanted && walks < 20 * wanted) {
    let { answers } = walk(by)
    const id = String(walks++)
    let found = errors(answers)
    if (found.length > 0) forbidden.push({ id, answers, rules: found.map(({ rule }) => rule) })
    for (let round = 0; round < 8 && found.some(({ fix }) => fix); round++) {
      for (const { fix } of found) if (fix) answers = mended(answers, fix)
      found = errors(answers)
    }
    if (found.length === 0) writable.push({ id, answers, rules: [] })
  }
  if (writable.length < wanted)
    fail(`only ${writable.length} of ${walks} walks end in something the wizard would write`)
  const verdicts = await judge(writable)
  const reasons = new Map<string, Verdict[]>()
  for (const verdict of verdicts) {
    if (verdict.accepted) passed++
    else reasons.set(reason(verdict), [...(reasons.get(reason(verdict)) ?? []), verdict])
  }
  say(`${walks} walks, ${forbidden.length} with an error finding, ${writable.length} written`)
  for (const [text, group] of [...reasons].sort((a, b) => b[1].length - a[1].length)) {
    failed += group.length
    say(`✗ ${group.length} refused at ${text}`)
    const first = writable.find(({ id }) => id === group[0]?.id)?.answers ?? {}
    say(`    ${group[0]?.error?.slice(0, 400)}`)
    say(`    by ${JSON.stringify(await smallest(first, text))}`)
  }
  if (process.env.LORA_WIZARD_KEEP) {
    mkdirSync(dirname(process.env.LORA_WIZARD_KEEP), { recursive: true })
    const rows = verdicts.map((verdict, place) => JSON.stringify({ ...verdict, answers: writable[place]?.answers }))
    writeFileSync(process.env.LORA_WIZARD_KEEP, `${rows.join('\n')}\n`)
  }

  // What the rules forbid: where a rule is the only reason, either the tools refuse it too, or it is about what they leave unsaid.
  const alone = forbidden.filter(({ rules }) => new Set(rules).size === 1).slice(0, 1000)
  const counts = new Map<string, { all: number; refused: number }>()
  if (alone.length > 0)
    for (const [place, verdict] of (await judge(alone)).entries()) {
      if (verdict.stage === 'judge') fail(`the judge itself: ${verdict.error}`)
      const rule = alone[place]?.rules[0] ?? ''
      const count = counts.get(rule) ?? { all: 0, refused: 0 }
      counts.set(rule, { all: count.all + 1, refused: count.refused + (verdict.accepted ? 0 : 1) })
    }
  for (const [rule, count] of [...counts].sort())
    say(`  ${rule} alone forbids ${count.all} walks; the tools refuse ${count.refused} of them`)
} finally {
  judging.stdin.end()
  rmSync(folder, { recursive: true, force: true })
}
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
