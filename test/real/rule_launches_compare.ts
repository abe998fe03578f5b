/**
 * Rules whose fault `accelerate launch`, its workers or DeepSpeed refuse: the real tools refuse the example that has the
 * fault, and accept the one that doesn't. Every rule that says so in its proof is tried.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ruleOf } from '../../shared/rules/about.ts'
import { proofOf, proved } from '../../shared/rules/proofs.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON ?? '.cache/real/venv/bin/python'
const tools = ['accelerate', 'deepspeed', 'transformers']
const command = ['accelerate', 'launch', '--config_file', 'accelerate.yaml', 'train.py', '--output_dir', 'out']

/** What an example names and leaves out, as nothing would be wrong with it. */
const json =
  '{"zero_optimization": {"stage": 2}, "bf16": {"enabled": "auto"}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "train_micro_batch_size_per_gpu": "auto"}'
const named =
  'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: ds_config.json\n'
const plain = 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n'

type Texts = Readonly<Record<string, string>>

/** Rules whose example is another kind of file, or a command that names no file, are judged elsewhere. */
function isJudgedHere(files: Texts): boolean {
  const { 'launch.sh': script, 'accelerate.yaml': file, 'ds_config.json': own } = files
  return script === undefined ? file !== undefined || own !== undefined : script.includes('--config_file')
}

function judged(files: Texts) {
  const usual = { 'accelerate.yaml': 'ds_config.json' in files ? named : plain, 'ds_config.json': json }
  return { files: { ...usual, ...files }, ...(!('launch.sh' in files) && { command }) }
}

const cases = proved
  .filter((id) => tools.includes(proofOf(id)?.tool ?? ''))
  .flatMap((id) => {
    const { bad = {}, good = {} } = ruleOf(id)?.files?.example ?? {}
    if (!isJudgedHere(bad) || !isJudgedHere(good)) return []
    return [
      { id: `${id} bad`, ...judged(bad), refused: true },
      { id: `${id} good`, ...judged(good), refused: false },
    ]
  })

const lines = cases.map(({ refused: _, ...one }) => JSON.stringify({ ...one, dialect: 'trainer' }))
const done = spawnSync(python, [join(import.meta.dirname, 'judge_accelerate.py')], {
  input: `${lines.join('\n')}\n\n`,
  encoding: 'utf8',
  stdio: ['pipe', 'pipe', 'inherit'],
  maxBuffer: 1 << 26,
  timeout: 600_000,
})

interface Verdict {
  readonly id: string
  readonly accepted: boolean
  readonly error: string | null
}
const verdicts = new Map<string, Verdict>()
for (const line of done.stdout.split('\n')) {
  if (!line.startsWith('{')) continue
  const verdict = JSON.parse(line) as Verdict
  verdicts.set(verdict.id, verdict)
}
let failed = 0
for (const { id, refused } of cases) {
  const verdict = verdicts.get(id)
  const right = verdict !== undefined && verdict.accepted === !refused
  if (!right) failed++
  console.log(`${right ? '✓' : '✗'} ${id}: ${verdict ? (verdict.error?.split('\n')[0] ?? 'accepted') : 'no verdict'}`)
}
console.log(`${cases.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 && cases.length > 0 ? 0 : 1
