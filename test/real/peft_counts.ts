/**
 * Parameter counts of the catalogue against the real transformers and peft, built on the meta device: every shape × five
 * sets of targets; the first model of each type at three ranks, the others at one, since counts are linear in the rank.
 * Runs under `npm run test:real`; names as arguments judge those models only, `--all` every model at every rank.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Model } from '../../shared/catalog/model.ts'
import { allModels, configById, modelById } from '../../shared/catalog/models.ts'
import { adapterParameters } from '../../shared/estimate/trainables.ts'

type Targets = readonly string[] | 'all-linear'
const ranks = [8, 16, 64] as const

/** What a configuration says apart from its length, which decides no parameter here. */
const shapeOf = (model: Model): string =>
  JSON.stringify({ ...configById(model.id), max_position_embeddings: model.modelType === 'gpt2' ? model.positions : 0 })

const leaf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** Five sets of targets: some and all of attention, the feed-forward network or the experts, everything by name, all-linear. */
function targetSets(model: Model): readonly Targets[] {
  const names = (role: string) =>
    model.linears.filter((linear) => linear.role.startsWith(role)).map((one) => leaf(one.path))
  const attention = [...new Set(names('attention'))]
  const inputs = [...new Set(names('attention-input'))]
  const experts = model.experts?.targets ? [...model.experts.targets.gateUp, model.experts.targets.down] : []
  const mlp = [...new Set([...names('mlp'), ...experts])]
  const some = inputs.length > 2 ? ['q_proj', 'v_proj'] : inputs
  const without = attention.slice(-2)
  return [some, attention, mlp.length > 0 ? mlp : without, [...attention, ...mlp], 'all-linear']
}

interface Answer {
  readonly id: string
  readonly total: number
  readonly counts: readonly (readonly [set: number, rank: number, trainable: number | string])[]
}

const wanted = process.argv.slice(2).filter((argument) => argument !== '--all')
const all = process.argv.includes('--all')
const named = allModels().filter((model) => wanted.length === 0 || wanted.some((part) => model.id.includes(part)))
const chosen = all ? named : [...new Map(named.map((model) => [shapeOf(model), model])).values()]
const firsts = new Set([...new Map([...chosen].reverse().map((model) => [model.modelType, model])).values()])
const python =
  process.env.LORA_WIZARD_VENV_PYTHON ?? join(import.meta.dirname, '..', '..', '.cache/real/venv/bin/python')
const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-counts-'))
const file = join(folder, 'cases.jsonl')
const byShape = [...chosen].sort((a, b) => b.linears.length * b.layers - a.linears.length * a.layers)
writeFileSync(
  file,
  byShape
    .map((model) =>
      JSON.stringify({
        id: model.id,
        model_type: model.modelType === 'llama-fused-qkv' ? 'llama' : model.modelType,
        fused: model.modelType === 'llama-fused-qkv',
        config: configById(model.id),
        sets: targetSets(model),
        ranks: all || firsts.has(model) ? ranks : ranks.slice(0, 1),
      }),
    )
    .join('\n'),
)
const done = spawnSync(python, [join(import.meta.dirname, 'peft_judge.py'), file], {
  encoding: 'utf8',
  maxBuffer: 1 << 26,
})
rmSync(folder, { recursive: true })
const answers = done.stdout
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Answer)
if (answers.length !== chosen.length) process.stdout.write(`${done.stderr.slice(-2000)}\n`)

let passed = 0
let failed = chosen.length - answers.length
const compare = (what: string, ours: number | string, theirs: number | string): void => {
  if (ours === theirs) passed++
  else {
    failed++
    process.stdout.write(`${what}: ours ${ours}, real ${theirs}\n`)
  }
}
for (const answer of answers) {
  const model = modelById(answer.id)
  if (!model) continue
  const sets = targetSets(model)
  compare(`${model.id} total`, model.parameters.total, answer.total)
  for (const [set, rank, trainable] of answer.counts) {
    const targets = sets[set] ?? []
    const name = `${model.id} ${typeof targets === 'string' ? targets : targets.join(',')} r=${rank}`
    compare(name, adapterParameters(model, { targets, rank, dora: false }), trainable)
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
