/**
 * The files of other trainers, given to the trainers' own parsers: every preset and runs at random are taken, and the same
 * files with one fault are refused because of that fault.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache, layersOf } from '../../scripts/capture/layers.ts'
import { check } from '../../shared/check.ts'
import { resolve } from '../../shared/config.ts'
import type { EmittedFile } from '../../shared/emitters/emitter.ts'
import { trainers } from '../../shared/emitters/trainers/index.ts'
import type { Trainer } from '../../shared/emitters/trainers/trainer.ts'
import { exported } from '../../shared/export.ts'
import { presets } from '../../shared/presets/index.ts'
import { newest } from '../../shared/tools/index.ts'
import type { ToolId } from '../../shared/tools/tool.ts'
import { random, walk } from './random-walk.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON ?? '.cache/real/venv/bin/python'
const seed = Number(process.env.EXPORT_SEED ?? 20_261_201)
const count = Number(process.env.EXPORT_COUNT ?? 60)

/** The newest Transformers that LLaMA-Factory 0.9.5 allows: the one of the environment refuses names that it takes. */
const more: Readonly<Partial<Record<ToolId, readonly string[]>>> = {
  llamafactory: [
    'transformers==5.6.0',
    'huggingface_hub==1.16.0',
    'tokenizers==0.22.2',
    'datasets==4.0.0',
    'fsspec==2025.3.0',
    'requests==2.34.2',
    'urllib3==2.8.0',
    'charset-normalizer==3.5.3',
    'httpx==0.28.1',
    'httpcore==1.0.9',
    'certifi==2026.10.19.post1',
  ],
}

/** A fault that is put into a file, and the word that its refusal has to contain. */
interface Fault {
  readonly add: string
  readonly without?: string
  readonly said: RegExp
}

const faults: Readonly<Record<string, readonly Fault[]>> = {
  trl: [
    { add: 'max_grad_nrom: 0.3', said: /max_grad_nrom/ },
    { add: 'lora_r: many', without: 'lora_r', said: /lora.r/ },
    { add: 'eval_strategy: sometimes', without: 'eval_strategy', said: /sometimes/ },
    { add: 'max_seq_length: 8', said: /max_seq_length/ },
  ],
  axolotl: [
    { add: 'lora_rr: 16', said: /lora_rr/ },
    { add: 'lora_r: many', without: 'lora_r', said: /lora_r/ },
    { add: 'warmup_steps: 5\nwarmup_ratio: 0.1', without: 'warmup_', said: /mutually exclusive/ },
    {
      add: 'adapter: qlora\nload_in_8bit: true\nload_in_4bit: false',
      without: '(?:adapter|load_in)',
      said: /qlora|8bit/,
    },
    { add: 'datasets: none', without: 'datasets', said: /datasets/ },
  ],
  llamafactory: [
    { add: 'lora_r: 16', said: /lora_r/ },
    {
      add: 'finetuning_type: full\nquantization_bit: 4',
      without: '(?:finetuning_type|quantization_bit)',
      said: /[Qq]uantization/,
    },
    { add: 'dataset: nowhere', without: 'dataset(?=:)', said: /nowhere/ },
    { add: 'eval_strategy: sometimes', without: 'eval_strategy', said: /sometimes/ },
  ],
  'ms-swift': [
    { add: 'lora_rnak: 16', said: /lora_rnak/ },
    { add: 'quant_bits: 5', without: 'quant_bits', said: /quant_bits/ },
    { add: 'lora_rank: many', without: 'lora_rank', said: /lora_rank/ },
    { add: 'bnb_4bit_quant_type: nf5', without: 'bnb_4bit_quant_type', said: /bnb_4bit_quant_type/ },
  ],
}

interface Case {
  readonly name: string
  readonly files: readonly EmittedFile[]
  readonly fault?: Fault
}

/** A key with what belongs to it, taken out. */
const without = (text: string, key: string): string =>
  text.replaceAll(new RegExp(`^${key}\\w*:.*\\n(?:[ \\t]+.*\\n)*`, 'gm'), '')

function broken(trainer: Trainer, files: readonly EmittedFile[], fault: Fault): readonly EmittedFile[] {
  return files.map((file) =>
    file.path === trainer.file
      ? { ...file, text: `${fault.without ? without(file.text, fault.without) : file.text}${fault.add}\n` }
      : file,
  )
}

function casesOf(trainer: Trainer): readonly Case[] {
  const by = random(seed)
  const cases: Case[] = presets.map(({ id, answers }) => ({
    name: id,
    files: exported(trainer, resolve(answers)).files,
  }))
  while (cases.length < count + presets.length) {
    const answers = walk(by).answers
    const one = exported(trainer, resolve(answers))
    // A JSON of the user's own is not there.
    if (![null, 'ds_config.json'].includes(one.run.config['deepspeed.deepspeed_config_file'])) continue
    if (check(one.run).some(({ severity }) => severity === 'error')) continue
    cases.push({ name: JSON.stringify(answers), files: one.files })
  }
  const sound = exported(trainer, resolve(presets.find(({ id }) => id === 'qlora-8b-24gb')?.answers ?? {})).files
  const negative = (faults[trainer.tool] ?? []).map((fault) => ({
    name: fault.add.replaceAll('\n', ', '),
    files: broken(trainer, sound, fault),
    fault,
  }))
  return [...cases, ...negative]
}

function judge(trainer: Trainer, folder: string): readonly string[] {
  const cases = casesOf(trainer)
  const listed = cases.map(({ files }, place) => {
    const at = join(folder, trainer.id, String(place))
    mkdirSync(at, { recursive: true })
    for (const { path, text } of files) writeFileSync(join(at, path), text)
    return { folder: at, file: trainer.file }
  })
  const [input, output] = [join(folder, `${trainer.id}.json`), join(folder, `${trainer.id}-out.json`)]
  writeFileSync(input, JSON.stringify(listed))
  const { environment, stubs } = layersOf({ tool: trainer.tool, release: newest[trainer.tool] }, more[trainer.tool])
  const done = spawnSync(python, [join(import.meta.dirname, 'export_judge.py'), trainer.tool, input, output], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...environment, EXPORT_STUBS: [...stubs, 'torchaudio'].join(' ') },
  })
  if (done.status !== 0) return [`${trainer.id}: the judge failed\n${done.stderr.slice(-2000)}`]
  const said = JSON.parse(readFileSync(output, 'utf8')) as readonly (string | null)[]
  return cases.flatMap(({ name, fault }, place) => {
    const message = said[place] ?? null
    if (fault) return message !== null && fault.said.test(message) ? [] : [`${trainer.id} took ${name}: ${message}`]
    return message === null ? [] : [`${trainer.id} refused ${name}: ${message}`]
  })
}

mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-export-'))
let failed = 0
let total = 0
const only = process.argv.slice(2)
for (const trainer of trainers.filter(({ id }) => only.length === 0 || only.includes(id))) {
  const wrong = judge(trainer, folder)
  const tried = presets.length + count + (faults[trainer.tool]?.length ?? 0)
  process.stdout.write(`${trainer.id} ${newest[trainer.tool]}: ${tried - wrong.length} of ${tried}\n`)
  for (const line of wrong.slice(0, 12)) process.stdout.write(`  ${line.slice(0, 200)} … ${line.slice(-500)}\n`)
  total += tried
  failed += wrong.length
}
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${total - failed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
