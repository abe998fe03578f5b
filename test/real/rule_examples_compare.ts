/**
 * Errors about adapters and TRL's files: the real tools refuse the example that must trigger the
 * rule, and take the one that must not. Only rules with one file of these kinds can be tried in one process without a GPU.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read } from '../../shared/read.ts'
import { rules } from '../../shared/rules/index.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON ?? '.cache/real/venv/bin/python'
const kinds = ['peft-adapter', 'trl']

/** What shows later than these judges go: with data, with another model, or never. */
const later: Readonly<Record<string, string>> = {
  'peft/string-modules-to-save': 'PEFT trains other modules than were meant, and says nothing',
  'peft/dropout-on-parameters': 'the small model has no fused experts',
  'trl/padding-free-without-packing': 'the trainer asks when it has data',
  'trl/packing-without-length': 'the trainer asks when it has data',
  'trl/chunked-loss-conflict': 'the trainer asks when it has data',
  'trl/conflicting-generation-sizes': "arguments of TRL's GRPO script; this judge has the parser of its SFT script",
  'trainer/float16-weights': 'the gradient scaler refuses at the first step on a GPU',
  'peft/no-default-targets': 'PEFT asks when it meets the model',
}

interface Case {
  readonly id: string
  readonly kind: string
  readonly text: string
  readonly refused: boolean
}

const cases = rules
  .filter(({ severity, consequence, files }) => severity === 'error' && consequence === 'refuses' && !files?.profile)
  .flatMap(({ id, files: inFiles }): Case[] => {
    if (!inFiles) return []
    const { example } = inFiles
    return ([example.bad, example.good] as const).flatMap((files, place) => {
      const [one, ...more] = Object.values(files)
      const kind = one === undefined ? undefined : read(one)?.kind
      if (
        one === undefined ||
        more.length > 0 ||
        kind === undefined ||
        !kinds.includes(kind) ||
        Object.hasOwn(later, id)
      )
        return []
      return [{ id: `${id} ${place === 0 ? 'bad' : 'good'}`, kind, text: one, refused: place === 0 }]
    })
  })

const folder = mkdtempSync(join(tmpdir(), 'rule-examples-'))
const file = join(folder, 'cases.jsonl')
writeFileSync(file, cases.map((one) => `${JSON.stringify(one)}\n`).join(''))
const done = spawnSync(python, [join(import.meta.dirname, 'rule_examples_judge.py'), file], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
  maxBuffer: 1 << 26,
  timeout: 300_000,
})
rmSync(folder, { recursive: true, force: true })

const verdicts = new Map<string, string | null>()
for (const line of done.stdout.split('\n')) {
  if (!line.startsWith('{"id"')) continue
  const { id, problem } = JSON.parse(line) as { id: string; problem: string | null }
  verdicts.set(id, problem)
}
let failed = 0
for (const { id, refused } of cases) {
  const problem = verdicts.get(id)
  const right = problem !== undefined && (problem !== null) === refused
  if (!right) failed++
  const verdict = problem === undefined ? 'no verdict' : (problem?.split('\n')[0] ?? 'taken')
  console.log(`${right ? '✓' : '✗'} ${id}: ${verdict}`)
}
console.log(`${cases.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
