/** `explain FILE`: the values that a run really has, where they come from, and what is written for nothing. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
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
  expect(output).toMatch(/offload_param_dvice = none[\s\S]*misspelt-key/)
  expect((await run(['explain', 'a.yaml:99'], { folder })).output).toContain('99')
})
test('is drawn within the columns in both languages', async () => {
  for (const lang of ['en', 'zh']) {
    const { output } = await run(['explain', 'a.yaml', '--lang', lang], { folder })
    expect(output.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
  }
})
test('names stay names: an option, a rule about a run, a rule about files; a path that is not there is a mistake', async () => {
  for (const topic of ['lora.r', 'misspelt-key', 'sixteen-bit-save-off', 'rules/misspelt-key'])
    expect((await run(['explain', topic], { folder })).code).toBe(0)
  expect((await run(['explain', 'nowhere.yaml'], { folder })).errors).toContain('nowhere.yaml')
})
