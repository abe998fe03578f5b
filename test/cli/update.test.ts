/** `update` without a wizard: only the lines change whose answers changed. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, run } from './program.ts'

const text = `# Whose: ours
num_processes: 8   # all of them
distributed_type: 'DEEPSPEED'
my_own_key: [1, 2]
deepspeed_config:
    zero_stage: 3
    gradient_clipping: 0.3  # as the reference
mixed_precision: bf16
num_machines: 1
`
async function updated(...args: readonly string[]) {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'a.yaml'), text)
  const ended = await run(['update', 'a.yaml', ...args], { folder })
  return { ...ended, text: readFileSync(join(folder, 'a.yaml'), 'utf8') }
}

test('one answer changes one line; comments, order, quotes and unknown keys stay', async () => {
  const { code, output, text: after } = await updated('--set', 'training.max_grad_norm=0.5', '--yes')
  expect(code).toBe(0)
  expect(output).toContain('+    gradient_clipping: 0.5')
  expect(after).toBe(text.replace('0.3', '0.5'))
})
test('--dry-run shows and writes nothing, and the same value changes nothing', async () => {
  const dry = await updated('--set', 'deepspeed.zero_stage=2', '--dry-run')
  expect([dry.code, dry.text]).toEqual([0, text])
  expect(dry.output).toContain('zero_stage: 2')
  const same = await updated('--training.max_grad_norm', '0.3', '--yes')
  expect([same.code, same.text]).toEqual([0, text])
})
test('with nobody to ask and no --yes it writes nothing; bad values and files of other kinds are the user’s to mend', async () => {
  expect(await updated('--set', 'deepspeed.zero_stage=2')).toMatchObject({ code: 2, text })
  expect(await updated('--set', 'deepspeed.zero_stage=7', '--yes')).toMatchObject({ code: 2, text })
  const folder = emptyFolder()
  writeFileSync(join(folder, 'launch.sh'), 'accelerate launch train.py --max_grad_norm 1\n')
  expect((await run(['update', 'launch.sh', '--set', 'training.max_grad_norm=2', '--yes'], { folder })).code).toBe(2)
})
test('answers of our own and DeepSpeed’s JSON are changed in place, too', async () => {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'lora-wizard.yaml'), 'version: 1\nlora:\n  r: 16 # why\n')
  writeFileSync(join(folder, 'ds.json'), '{\n  "zero_optimization": {"stage": 3},\n  "gradient_clipping": 1.0\n}\n')
  expect((await run(['update', 'lora-wizard.yaml', '--lora.r', '32', '--yes'], { folder })).code).toBe(0)
  expect(readFileSync(join(folder, 'lora-wizard.yaml'), 'utf8')).toBe('version: 1\nlora:\n  r: 32 # why\n')
  expect((await run(['update', 'ds.json', '--set', 'training.max_grad_norm=0.5', '--yes'], { folder })).code).toBe(0)
  expect(readFileSync(join(folder, 'ds.json'), 'utf8')).toContain('"gradient_clipping": 0.5')
})
test('what the file has no place for is refused before anything is written, and a folder is no file', async () => {
  const ended = await updated('--set', 'deepspeed.zero_stage=2', '--set', 'lora.r=64', '--yes')
  expect(ended).toMatchObject({ code: 2, text })
  expect(ended.errors).toContain("lora.r: a.yaml can't store it")
  const folder = emptyFolder()
  writeFileSync(join(folder, 'a.yaml'), text)
  for (const path of ['.', '-']) {
    const { code, errors } = await run(['update', path, '--set', 'deepspeed.zero_stage=2', '--yes'], { folder })
    expect([code, errors]).toEqual([2, expect.not.stringContaining('bug')])
  }
  expect((await run(['update', '.', '--yes'], { folder: emptyFolder() })).code).toBe(2)
  expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(text)
})
