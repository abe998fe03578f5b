/**
 * Rules whose fault `accelerate launch`, its workers or DeepSpeed refuse: the real tools refuse the example that has the
 * fault, and accept the one that doesn't. Every rule that says so in its proof is tried.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ruleOf } from '../../shared/rules/about.ts'
import { proofOf, proved } from '../../shared/rules/proofs.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON ?? '.cache/real/venv/bin/python'
const tools = ['accelerate', 'deepspeed']
const command = ['accelerate', 'launch', '--config_file', 'accelerate.yaml', 'train.py', '--output_dir', 'out']

const cases = proved
  .filter((id) => tools.includes(proofOf(id)?.tool ?? ''))
  .flatMap((id) => {
    const { bad = {}, good = {} } = ruleOf(id)?.files?.example ?? {}
    return [
      { id: `${id} bad`, files: bad, refused: true },
      { id: `${id} good`, files: good, refused: false },
    ]
  })

const lines = cases.map(({ id, files }) => JSON.stringify({ id, files, command, dialect: 'trainer' }))
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
