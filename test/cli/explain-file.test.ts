/** `explain FILE`: the values that a run really has, where they come from, and what is written for nothing. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { emptyFolder, run } from './program.ts'

const text = `distributed_type: DEEPSPEED
mixed_precision: bf16
deepspeed_config:
  zero_stage: 3
  offload_param_dvice: none
  offload_optimizer_device: nvme
  offload_optimizer_nvme_path: /fast
fsdp_config:
  fsdp_offload_params: true
num_processes: 8
`
const folder = emptyFolder()
writeFileSync(join(folder, 'a.yaml'), text)
writeFileSync(
  join(folder, 'run.sh'),
  'accelerate launch --config_file a.yaml --zero_stage 2 train.py --max_grad_norm 0.3\n',
)

async function explained(...args: readonly string[]) {
  const { code, output } = await run(['explain', ...args, '--json'], { folder })
  expect(code).toBe(0)
  const json = JSON.parse(output)
  const by = (list: readonly { readonly name: string }[]) => Object.fromEntries(list.map((one) => [one.name, one]))
  return { ...json, values: by(json.values), ignored: by(json.ignored) }
}

test('a file alone: its lines, the defaults of the tools, and what the Trainer fills in', async () => {
  const { values, ignored } = await explained('a.yaml')
  expect(values['deepspeed_config.zero_stage']).toMatchObject({ value: 3, from: 'line', line: 4 })
  expect(values['deepspeed_config.zero3_save_16bit_model']).toMatchObject({ value: false, from: 'accelerate' })
  expect(values['deepspeed_config.gradient_clipping']).toMatchObject({ value: 1, from: 'trainer-absent' })
  expect(values['zero_optimization.stage3_param_persistence_threshold']).toMatchObject({
    value: 100_000,
    from: 'deepspeed',
  })
  expect(ignored['deepspeed_config.offload_param_dvice']).toMatchObject({ why: 'unknown', line: 5 })
  expect(ignored['deepspeed_config.offload_optimizer_nvme_path']).toMatchObject({ why: 'not-from-a-file', line: 7 })
  expect(ignored['fsdp_config.fsdp_offload_params']).toMatchObject({ why: 'no-part', line: 9 })
})
test('with its script: a flag wins over the file, and the argument is what the Trainer fills in', async () => {
  const { files, values, ignored } = await explained('run.sh')
  expect(files).toEqual(['a.yaml', 'run.sh'])
  expect(values.zero_stage).toMatchObject({ value: 2, from: 'flag', path: 'run.sh' })
  expect(ignored['deepspeed_config.zero_stage']).toMatchObject({ why: 'overridden', path: 'a.yaml' })
  expect(values['deepspeed_config.gradient_clipping']).toMatchObject({ value: 0.3, from: 'trainer-absent' })
})
test('DeepSpeed’s own file: what it says, what is auto, what DeepSpeed takes', async () => {
  writeFileSync(
    join(folder, 'ds.json'),
    '{"zero_optimization": {"stage": 3, "reduce_bucket_size": "auto"}, "gradient_clipping": "auto"}',
  )
  const { values } = await explained('ds.json')
  expect(values['zero_optimization.reduce_bucket_size']).toMatchObject({ from: 'trainer' })
  expect(values.gradient_clipping).toMatchObject({ value: 1, from: 'trainer' })
  expect(values['zero_optimization.allgather_bucket_size']).toMatchObject({ value: 500_000_000, from: 'deepspeed' })
})
test('one line: its value, its card and what is found there', async () => {
  const { output, code } = await run(['explain', 'a.yaml:5'], { folder })
  expect(code).toBe(0)
  expect(output).toMatch(/offload_param_dvice = none[\s\S]*accelerate\/misspelled-key/)
  expect((await run(['explain', 'a.yaml:99'], { folder })).output).toContain('99')
})
test('is drawn within the columns in both languages', async () => {
  for (const lang of ['en', 'zh']) {
    const { output } = await run(['explain', 'a.yaml', '--lang', lang], { folder })
    expect(output.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
  }
})
test('names stay names: an option, a rule about a run, a rule about files; a path that is not there is a mistake', async () => {
  for (const topic of [
    'lora.r',
    'accelerate/misspelled-key',
    'deepspeed/16bit-save-disabled',
    'rules/accelerate/misspelled-key',
  ])
    expect((await run(['explain', topic], { folder })).code).toBe(0)
  expect((await run(['explain', 'nowhere.yaml'], { folder })).errors).toContain('nowhere.yaml')
})

describe('the files of one run', () => {
  const one = emptyFolder()
  writeFileSync(
    join(one, 'accelerate.yaml'),
    'distributed_type: DEEPSPEED\nnum_processes: 8\nmachine_rank: 0\ngpu_ids: 0,1,2,3,4,5,6,7\ndeepspeed_config:\n  deepspeed_config_file: ds.json\n  gradient_clipping: 0.3\n',
  )
  writeFileSync(
    join(one, 'ds.json'),
    '{\n  "zero_optimization": {"stage": 3, "offload_param": {"device": "cpu"}},\n  "bf16": {"enabled": true},\n  "gradient_accumulation_steps": 4\n}\n',
  )
  writeFileSync(
    join(one, 'run.sh'),
    'accelerate launch --config_file accelerate.yaml --num_machines 1 train.py --gradient_accumulation_steps 4\n',
  )
  const of = async (...args: readonly string[]) => {
    const { code, output } = await run(['explain', ...args, '--json'], { folder: one })
    expect(code).toBe(0)
    const json = JSON.parse(output)
    const by = (list: readonly { readonly name: string; readonly path: string | null }[]) =>
      Object.fromEntries(list.map((each) => [`${each.path ?? ''} ${each.name}`, each]))
    return { ...json, values: by(json.values), ignored: by(json.ignored) }
  }

  test('a DeepSpeed JSON counts, whatever it is called, and what stands beside it does not', async () => {
    const { values, ignored } = await of('accelerate.yaml')
    expect(values['ds.json zero_optimization.stage']).toMatchObject({ value: 3, from: 'line', line: 2 })
    expect(values['ds.json zero_optimization.offload_param.device']).toMatchObject({ value: 'cpu' })
    expect(values[' deepspeed_config.gradient_clipping']).toBeUndefined()
    expect(values[' gradient_clipping']).toMatchObject({ value: 1, from: 'deepspeed' })
    expect(ignored['accelerate.yaml deepspeed_config.gradient_clipping']).toMatchObject({ why: 'beside-a-json' })
    expect(ignored['accelerate.yaml machine_rank'].reason).toBe('no effect, because num_machines is 1')
    expect(values['accelerate.yaml gpu_ids']).toMatchObject({ line: 4 })
  })
  test('several files, or a folder, are one run; several runs are not', async () => {
    const several = await of('ds.json', 'run.sh', 'accelerate.yaml')
    expect(several.files).toEqual(['accelerate.yaml', 'ds.json', 'run.sh'])
    expect((await of('.')).files).toEqual(several.files)
    // What the script is told, the JSON is not.
    expect(several.values['ds.json gradient_accumulation_steps']).toMatchObject({ value: 4, from: 'line' })
    const two = emptyFolder()
    for (const name of ['a.yaml', 'b.yaml']) writeFileSync(join(two, name), text)
    const { code, errors } = await run(['explain', '.'], { folder: two })
    expect([code, errors]).toEqual([2, expect.stringContaining('lora-wizard explain b.yaml')])
    expect((await run(['explain', 'accelerate.yaml', 'lora.r'], { folder: one })).code).toBe(2)
    expect((await run(['explain', 'accelerate.yaml', 'run.sh:1'], { folder: one })).code).toBe(2)
  })
  test('are drawn file by file, as they are written, with the number of findings', async () => {
    const { output } = await run(['explain', '.'], { folder: one })
    expect(output).toMatch(/^ds\.json\n {3}2 {2}zero_optimization\.stage +3$/m)
    expect(output).toMatch(/^ {3}3 {2}bf16\.enabled +true$/m)
    expect(output).toMatch(/check finds \d+ errors?.* here: lora-wizard check accelerate\.yaml ds\.json\s+run\.sh/)
  })
})

test('a file of other tools is shown as it is written, every value once', async () => {
  const other = emptyFolder()
  writeFileSync(
    join(other, 'axolotl.yml'),
    'base_model: NousResearch/Llama-3.2-1B\nadapter: qlora\nload_in_4bit: true\nlora_r: 32\nbf16: auto\nwandb_name: "true"\ndatasets:\n  - path: a\n    type: b\n',
  )
  const { output } = await run(['explain', 'axolotl.yml'], { folder: other })
  expect(output.match(/load_in_4bit/g)).toHaveLength(1)
  for (const line of [
    /3 {2}load_in_4bit +true$/m,
    /2 {2}adapter +qlora$/m,
    /5 {2}bf16 +auto$/m,
    /6 {2}wandb_name +true$/m,
  ])
    expect(output).toMatch(line)
  expect(output).toMatch(/7 {2}datasets +- path: a type: b$/m)
})

test('answers of our own: what they leave out is what lora-wizard takes', async () => {
  const own = emptyFolder()
  writeFileSync(join(own, 'lora-wizard.yaml'), 'version: 1\nlora:\n  r: 32\n')
  const { values } = JSON.parse((await run(['explain', 'lora-wizard.yaml', '--json'], { folder: own })).output)
  const from = Object.fromEntries(values.map((each: { name: string; from: string }) => [each.name, each.from]))
  expect([from['lora.r'], from['lora.lora_alpha']]).toEqual(['line', 'lora-wizard'])
})

test.each([
  ['micro_batch_size', 'training.per_device_train_batch_size'],
  ['stage3_gather_16bit_weights_on_model_save', 'deepspeed.zero3_save_16bit_model'],
  ['zero_optimization.stage', 'deepspeed.zero_stage'],
  ['lora_rank', 'lora.r'],
])('an option is found by what a tool calls it: %s', async (name, key) => {
  expect(JSON.parse((await run(['explain', name, '--json'])).output).name).toBe(key)
})
test('a rule is explained with its facts as JSON, too', async () => {
  const { facts } = JSON.parse((await run(['explain', 'accelerate/unknown-key', '--json'])).output)
  expect(facts).toMatchObject({
    id: 'accelerate/unknown-key',
    severity: 'error',
    stage: 'reading',
    consequence: 'refuses',
  })
  expect(facts.files.example.bad['accelerate.yaml']).toContain('mixed_precison')
})

test('a script of more values than a call takes arguments is explained', async () => {
  writeFileSync(join(folder, 'long.sh'), `accelerate launch train.py ${'--a b '.repeat(130_000)}\n`)
  const { code, output } = await run(['explain', 'long.sh'], { folder })
  expect(code).toBe(0)
  expect(output.split('\n').length).toBeGreaterThan(130_000)
})

test('the processes of a run are shown as a table, and as JSON', async () => {
  const folder = emptyFolder()
  writeFileSync(
    join(folder, 'job.sh'),
    "#!/bin/bash\n#SBATCH --nodes=2\nsrun bash -c 'torchrun --nnodes 2 --nproc_per_node 2 --node_rank $SLURM_NODEID --master_addr $HEAD train.py'\n",
  )
  const table = await run(['explain', 'job.sh', '--processes'], { folder })
  expect(table.code).toBe(0)
  expect(table.output).toContain('1        3     1           4           ? ($HEAD):29500  1')
  expect((await run(['explain', 'job.sh', '--processes', '--lang', 'zh'], { folder })).output).toContain('机器')
  const { launches } = JSON.parse((await run(['explain', 'job.sh', '--processes', '--json'], { folder })).output)
  expect(launches[0]).toMatchObject({ path: 'job.sh', line: 3, launcher: 'torchrun', refused: null })
  expect(launches[0].machines[1].processes[0]).toMatchObject({
    rank: 2,
    local_rank: 0,
    environment: { RANK: '2', WORLD_SIZE: '4', MASTER_ADDR: { unknown: '$HEAD' } },
  })
})
