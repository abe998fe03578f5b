/** `export`: files of other trainers, what they can't say told first, and nothing overwritten unasked. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { trainers } from '../../shared/emitters/trainers/index.ts'
import { emptyFolder, run } from './program.ts'

const ids = trainers.map(({ id }) => id)

describe('export', () => {
  test.each(ids)('writes files for %s that check finds nothing wrong with', async (to) => {
    const folder = emptyFolder()
    const { code, output } = await run(['export', '--to', to, '--preset', 'qlora-8b-24gb', '--out', 'out'], { folder })
    expect([code, output]).toEqual([0, expect.stringContaining('launch.sh')])
    const checked = await run(['check', 'out', '--gpu', '4090'], { folder })
    expect([checked.code, checked.output]).toEqual([0, expect.stringContaining('No problems found')])
  })
  test('translates the file of one trainer into that of every other and back', async () => {
    const folder = emptyFolder()
    await run(['export', '--to', 'axolotl', '--preset', 'qlora-8b-24gb', '--out', 'axolotl'], { folder })
    let from = 'axolotl/axolotl.yaml'
    for (const to of [...ids, 'axolotl']) {
      const { code } = await run(['export', '--to', to, '--from', from, '--out', `to-${to}`, '--force'], { folder })
      expect(code).toBe(0)
      const file = trainers.find(({ id }) => id === to)?.file ?? ''
      from = `to-${to}/${file}`
    }
    const compared = await run(['diff', 'axolotl/axolotl.yaml', from], { folder })
    expect([compared.code, compared.output]).toEqual([0, expect.stringContaining('No differences')])
  })
  test('tells what is lost, with its value and a reason', async () => {
    const words = ['export', '--to', 'axolotl', '--set', 'training.use_liger_kernel=true', '--set', 'lora.bias=all']
    const { code, errors } = await run(words, { folder: emptyFolder() })
    expect(code).toBe(0)
    expect(errors).toContain("2 settings can't be written for axolotl")
    expect(errors).toMatch(/lora\.bias {2}all → none/)
    const { output } = await run([...words, '--json'], { folder: emptyFolder() })
    const json = JSON.parse(output)
    expect(json.version).toBe(1)
    expect(json.losses.map(({ key }: { key: string }) => key)).toEqual(['lora.bias', 'training.use_liger_kernel'])
    expect(json.losses[0]).toMatchObject({ value: 'all', instead: 'none', why: 'no-setting' })
  })
  test('overwrites nothing unless told to', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'trl.yaml'), 'mine: 1\n')
    const { code, errors } = await run(['export', '--to', 'trl'], { folder })
    expect([code, errors]).toEqual([2, expect.stringContaining('mine: 1')])
    expect(readdirSync(folder)).toEqual(['trl.yaml'])
    expect((await run(['export', '--to', 'trl', '--force'], { folder })).code).toBe(0)
  })
  test('writes nothing with --dry-run, and nothing for a run that would fail', async () => {
    const folder = emptyFolder()
    const dry = await run(['export', '--to', 'ms-swift', '--dry-run'], { folder })
    expect([dry.code, dry.output]).toEqual([0, expect.stringContaining('tuner_type: lora')])
    const failed = await run(['export', '--to', 'trl', '--set', 'hardware.machines=2'], { folder })
    expect(failed.code).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })
  test.each([
    [[], '--to axolotl'],
    [['--to', 'axolotel'], '--to'],
    [['--to', 'trl', '--from', 'nowhere.yaml'], 'nowhere.yaml'],
  ])('%j is for the user to mend', async (words, said) => {
    const { code, errors } = await run(['export', ...words], { folder: emptyFolder() })
    expect([code, errors]).toEqual([2, expect.stringContaining(said)])
  })
})
