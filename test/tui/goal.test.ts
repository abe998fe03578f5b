/** The start from a goal: few keys from nothing to files, runs that differ, a way out where nothing fits, and names that never do harm. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { frame } from '../../cli/tui/frame.ts'
import { lineWidth } from '../../cli/tui/line.ts'
import type { State } from '../../cli/tui/screen.ts'
import { gpus } from '../../shared/catalog/gpus.ts'
import { modelIds } from '../../shared/catalog/models.ts'
import { resolve } from '../../shared/config.ts'
import { keys, open, type Screen } from '../terminal.ts'
import { after, fresh, languages, world } from './world.ts'

let folder: string
let opened: Screen[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goal-'))
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map((screen) => screen.stop()))
  rmSync(folder, { recursive: true, force: true })
})
function start(args: readonly string[] = []): Screen {
  const work = join(folder, 'work')
  mkdirSync(work, { recursive: true })
  const screen = open({ folder: work, state: join(folder, 'state'), args, columns: 100, rows: 50 })
  opened.push(screen)
  return screen
}

const text = (state: State, columns = 100, rows = 40) =>
  frame(state, world, { columns, rows })
    .lines.map((line) => line.map((span) => span.text).join(''))
    .join('\n')
const at = ({ session }: State) => (session.step.at === 'goal' ? session.step.ask : session.step.at)

test('Qwen3-8B on 2 × RTX 4090: fifteen keys from nothing to files', async () => {
  const screen = start()
  let pressed = 0
  const press = (key: string) => {
    pressed++
    screen.write(key)
  }
  await screen.until('Where do you want to start?')
  for (const letter of 'q38b') press(letter)
  await screen.until('❯ Qwen/Qwen3-8B')
  press(keys.enter)
  await screen.until('Which GPUs?')
  for (const letter of '2x4090') press(letter)
  await screen.until('❯ 2 × RTX 4090')
  press(keys.enter)
  await screen.until('Which run?')
  press(keys.enter)
  await screen.until('Review')
  press(keys.enter)
  await screen.until('Yes, write')
  press('y')
  expect(await screen.exit).toBe(0)
  expect(pressed).toBeLessThanOrEqual(15)
  const written = readFileSync(join(folder, 'work', 'lora-wizard.yaml'), 'utf8')
  expect(written).toContain('Qwen/Qwen3-8B')
  expect(written).toContain('RTX 4090')
})

/** The screen with the runs for Qwen3-8B on two RTX 4090. */
const runs = () => after(fresh(), 'q38b\r2x4090\r')

test('the runs are told with memory, time and what sets them apart, in every width and both languages', () => {
  const shown = text(runs())
  for (const wanted of [
    'Which run?',
    '2 × RTX 4090',
    'fastest:',
    '16-bit weights:',
    'least memory:',
    'GPU hours',
    'of 23.6 GiB',
  ])
    expect(shown).toContain(wanted)
  for (const language of languages)
    for (const columns of [40, 60, 80, 140, 200]) {
      const { lines } = frame({ ...runs(), language }, world, { columns, rows: 24 })
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns)
    }
})

test('a run that is taken is answered as planned, and going back undoes that', () => {
  const taken = after(runs(), '\r')
  expect(at(taken)).toBe('review')
  expect(resolve(taken.session.answers).config['hardware.gpus_per_machine']).toBe(2)
  const back = after(taken, keys.left)
  expect(at(back)).toBe('runs')
  expect(back.session.answers['method.name']).toBeUndefined()
})

test('every part of the goal can be changed from the runs, and is kept to', () => {
  const asks = ['5', '6', '7', '8'].map((place) => at(after(runs(), `${place}\r`)))
  expect(asks).toEqual(['model', 'gpu', 'length', 'batch'])
  const longer = after(after(runs(), '/Tokens per\r'), '4096\r')
  expect(at(longer)).toBe('runs')
  expect(text(longer)).toContain('4,096 tokens per sequence')
  const wrong = after(after(runs(), '/Sequences per\r'), `${keys.line}7\r`)
  expect(text(wrong)).toContain("7 sequences can't be shared evenly by 2 GPUs")
})

test('where nothing fits, the GPUs that would do are offered', () => {
  const state = after(after(fresh(), 'llama-3.1-70b\r'), '1xt4\r')
  expect(text(state)).toContain('Nothing fits')
  expect(text(state)).toContain('GPUs that would do')
  expect(at(after(state, '\r'))).toBe('runs')
  expect(text(after(state, '\r'))).toContain('Which run?')
})

test('a GPU without a number is asked for it', () => {
  const state = after(after(fresh(), 'q38b\r'), 'h200\r')
  expect(at(state)).toBe('count')
  expect(at(after(state, '4\r'))).toBe('runs')
})

test('a folder that is no model, and a GPU that nobody knows, are refused', () => {
  const folderless = after(after(fresh(), `${keys.down.repeat(2)}\r`), './nowhere\r\r')
  expect(at(folderless)).toBe('model')
  expect(text(folderless)).toContain('No model called ./nowhere is known')
  const gpu = after(after(fresh(), 'q38b\r'), 'banana\r\r')
  expect(at(gpu)).toBe('gpu')
  expect(text(gpu)).toContain('No GPU is called banana')
})

test('no name that is typed at the start or in a list of the goal leaves or writes', () => {
  const words = [...modelIds, ...gpus.map(({ name }) => name), 'help', 'quit', 'exit', 'wq', 'no', 'yes']
  for (const word of words) {
    for (const state of [fresh(), after(fresh(), `${keys.down.repeat(2)}\r`), after(fresh(), 'q38b\r')]) {
      const { request, overlay } = after(state, `${word}\r`)
      // A path may be read; nothing is written and nobody leaves.
      expect(request?.type === 'read' ? null : request).toBeNull()
      expect(overlay?.kind).not.toBe('write')
    }
  }
})

test('a model in a folder is planned by its own config.json', async () => {
  const model = join(folder, 'work', 'mine')
  mkdirSync(model, { recursive: true })
  writeFileSync(
    join(model, 'config.json'),
    JSON.stringify({
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      hidden_size: 2048,
      intermediate_size: 8192,
      num_hidden_layers: 16,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      vocab_size: 128256,
      tie_word_embeddings: true,
    }),
  )
  const screen = start()
  await screen.until('From your model and GPUs')
  screen.write(`${keys.down.repeat(2)}${keys.enter}`)
  await screen.until('Which model?')
  screen.write(`${keys.line}./mine${keys.enter}`)
  await screen.until('Which GPUs?')
  screen.write(`1x4090${keys.enter}`)
  await screen.until('Which run?')
  expect(screen.text()).toContain('./mine on 1 × RTX 4090')
})

test('the plain questions ask the same and tell the same verdict', async () => {
  const screen = start(['--plain'])
  await screen.until('Number or value')
  screen.write(`3${keys.enter}`)
  await screen.until('Which model?')
  screen.write(`q38b${keys.enter}`)
  await screen.until('1. Qwen/Qwen3-8B')
  screen.write(`1${keys.enter}`)
  await screen.until('Which GPUs?')
  screen.write(`4090x${keys.enter}`)
  await screen.until('No GPU is called 4090x')
  screen.write(`2x4090${keys.enter}`)
  await screen.until('Which run?')
  await screen.until((seen) => /18\.\d GiB of 23\.6 GiB, fits/.test(seen))
  screen.write(`1${keys.enter}`)
  await screen.until('Write the files')
  screen.write(`1${keys.enter}`)
  expect(await screen.exit).toBe(0)
  expect(existsSync(join(folder, 'work', 'accelerate.yaml'))).toBe(true)
  expect(readdirSync(join(folder, 'work')).length).toBeGreaterThan(3)
})
