/** `diff`: by meaning and not by line, with what each difference does. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder, run } from './program.ts'

const base = `compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
mixed_precision: bf16
deepspeed_config:
  zero_stage: 3
  gradient_clipping: 0.3
num_machines: 1
num_processes: 8
`
const reordered = `num_processes: 8 # all
num_machines: 1
deepspeed_config: {gradient_clipping: 0.30, zero_stage: '3'}
"mixed_precision": 'bf16'
distributed_type: DEEPSPEED
compute_environment: LOCAL_MACHINE
`

async function compared(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = emptyFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return run(['diff', ...args], { folder })
}

describe('diff', () => {
  test.each([
    ['order, quotes and comments', reordered],
    ['a key at its default', `${base}rdzv_backend: static\nmain_training_function: main\n`],
  ])('%s make no difference', async (_, other) => {
    const { code, output } = await compared({ 'a/a.yaml': base, 'b/b.yaml': other }, 'a/a.yaml', 'b/b.yaml')
    expect([code, output]).toEqual([0, expect.stringContaining('No differences')])
  })
  test('names what differs, both values and what each does', async () => {
    const files = { 'a/a.yaml': base, 'b/b.yaml': base.replace('zero_stage: 3', 'zero_stage: 2').replace('0.3', '0.5') }
    const { code, output } = await compared(files, 'a/a.yaml', 'b/b.yaml', '--json')
    expect(code).toBe(1)
    const json = JSON.parse(output)
    expect(json.version).toBe(1)
    const found = Object.fromEntries(json.differences.map((one: { key: string }) => [one.key, one]))
    expect(found['deepspeed.zero_stage']).toMatchObject({ before: 3, after: 2 })
    expect(found['deepspeed.zero_stage'].effects).toHaveLength(2)
    expect(found['training.max_grad_norm']).toMatchObject({ before: 0.3, after: 0.5 })
  })
  test('compares with a preset in what the file speaks of', async () => {
    const { code, output } = await compared(
      { 'a.yaml': base },
      'a.yaml',
      '--preset',
      'mlperf-llama2-70b-lora',
      '--json',
    )
    const keys = JSON.parse(output).differences.map(({ key }: { key: string }) => key)
    expect(code).toBe(1)
    expect(keys).toContain('deepspeed.zero3_save_16bit_model')
    expect(keys.filter((key: string) => key.startsWith('lora.'))).toEqual([])
  })
  test('a preset is the same as the files it writes', async () => {
    const folder = emptyFolder()
    const id = 'mlperf-llama2-70b-lora'
    expect((await run(['init', '--preset', id, '--yes', '--out', folder], { folder })).code).toBe(0)
    expect(await run(['diff', 'lora-wizard.yaml', '--preset', id], { folder })).toMatchObject({ code: 0 })
    expect(await run(['diff', 'accelerate.yaml', '--preset', id], { folder })).toMatchObject({ code: 0 })
  })
  test('asks for two sides that can be read', async () => {
    expect((await compared({ 'a.yaml': base }, 'a.yaml')).code).toBe(2)
    expect((await compared({ 'a.yaml': base }, 'a.yaml', 'b.yaml')).code).toBe(2)
    expect((await compared({ 'a.yaml': base, 'b.yaml': 'a: [' }, 'a.yaml', 'b.yaml')).code).toBe(2)
    expect((await compared({ 'a.yaml': base }, 'a.yaml', '--preset', 'mlperf')).code).toBe(2)
  })
  test('settings inline and in a JSON of any name are compared by what they say, with their places', async () => {
    const files = {
      'a.yaml': base,
      'b/accelerate.yaml':
        'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: zero.json\n',
      'b/zero.json':
        '{\n  "bf16": {"enabled": true},\n  "gradient_accumulation_steps": 1,\n  "gradient_clipping": 0.3,\n  "zero_optimization": {"stage": 3}\n}\n',
    }
    expect(await compared(files, 'a.yaml', 'b/accelerate.yaml')).toMatchObject({ code: 0 })
    const other = { ...files, 'b/zero.json': files['b/zero.json'].replace('0.3', '1.0') }
    const { code, output } = await compared(other, 'a.yaml', 'b/accelerate.yaml')
    expect(code).toBe(1)
    expect(output).toContain('a.yaml → b/accelerate.yaml, b/zero.json')
    expect(output).toMatch(/training\.max_grad_norm {2}0\.3 → 1\n {2}a\.yaml:6 → b\/zero\.json:4\n/)
    expect(output).toContain('1 difference.')
  })
  test('a folder of several runs has to be named more closely', async () => {
    const { code, errors } = await compared({ 'd/a.yaml': base, 'd/b.yaml': base, 'c.yaml': base }, 'd', 'c.yaml')
    expect([code, errors]).toEqual([2, expect.stringContaining('lora-wizard diff d/b.yaml B')])
  })
})
