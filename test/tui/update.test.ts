/** `update` in a real pseudo-terminal: one answer is changed in the wizard, and of the file one line. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keys, open, type Screen } from '../terminal.ts'

/** Windows line ends, odd indentation, quotes, comments and a key that nobody knows. */
const text = `# Whose: ours
num_processes: 8   # all of them
distributed_type: "DEEPSPEED"
my_own_key: [1, 2]
deepspeed_config:
    zero_stage: 3
    gradient_clipping: 0.3  # as the reference
mixed_precision: bf16
num_machines: 1
`.replaceAll('\n', '\r\n')

let folder: string
let state: string
let path: string
let screen: Screen | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wizard-update-'))
  state = mkdtempSync(join(tmpdir(), 'wizard-update-state-'))
  path = join(folder, 'a.yaml')
  writeFileSync(path, text)
})
afterEach(async () => {
  await screen?.stop()
  rmSync(folder, { recursive: true, force: true })
  rmSync(state, { recursive: true, force: true })
})

async function jumpTo(seen: Screen, words: string, key: string): Promise<void> {
  seen.write(`${keys.go}${words}`)
  await seen.until((shown) => shown.includes(`/ ${words}`) && shown.includes(key))
  seen.write(keys.enter)
  await seen.until((shown) => shown.includes(key) && shown.includes('Step '))
}

test('one answer changed is one line changed; the screen says so before and after', async () => {
  screen = open({ folder, state, args: ['update', 'a.yaml'] })
  await screen.until('What next?')
  await jumpTo(screen, 'zero stage', 'deepspeed.zero_stage')
  screen.write('2')
  screen.write(keys.enter)
  await screen.until((shown) => !shown.includes('deepspeed.zero_stage'))
  screen.write(keys.review)
  await screen.until('Write 1 file here (it exists)')
  expect(screen.text()).toContain('a.yaml changed +1 -1')
  expect(readFileSync(path, 'utf8')).toBe(text)
  screen.write(keys.enter)
  await screen.until('Replace 1 file here?')
  screen.write(`2${keys.enter}`)
  expect(await screen.exit).toBe(0)
  expect(readFileSync(path, 'utf8')).toBe(text.replace('zero_stage: 3', 'zero_stage: 2'))
  expect(screen.text()).toMatch(/-\s{4}zero_stage: 3\n\+\s{4}zero_stage: 2\n/)
  expect(screen.text()).toContain('a.yaml: 1 line changed.')
})

test('leaving without writing leaves the file alone', async () => {
  screen = open({ folder, state, args: ['update', 'a.yaml', '--set', 'deepspeed.zero_stage=2', '--lang', 'zh'] })
  await screen.until('接下来')
  screen.write(keys.interrupt)
  expect(await screen.exit).toBe(130)
  expect(readFileSync(path, 'utf8')).toBe(text)
})

test('an answer that the file has no place for is said to be left out', async () => {
  screen = open({ folder, state, args: ['update', 'a.yaml', '--set', 'lora.r=64', '--set', 'deepspeed.zero_stage=1'] })
  await screen.until('What next?')
  screen.write(keys.enter)
  await screen.until('Write 1 file here (it exists)')
  screen.write(keys.enter)
  await screen.until('Replace 1 file here?')
  screen.write(`2${keys.enter}`)
  expect(await screen.exit).toBe(0)
  expect(readFileSync(path, 'utf8')).toBe(text.replace('zero_stage: 3', 'zero_stage: 1'))
  expect(screen.text()).toContain("because a.yaml can't store these settings: lora.r.")
})

test('an answer that cannot be written in place is told of at the end, and the wizard goes on', async () => {
  const shared = 'x: &all\n  zero_stage: 3\ndistributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config: *all\n'
  writeFileSync(path, shared)
  screen = open({ folder, state, args: ['update', 'a.yaml'], columns: 140, rows: 40 })
  await screen.until('What next?')
  await jumpTo(screen, 'zero stage', 'deepspeed.zero_stage')
  screen.write('2')
  screen.write(keys.enter)
  await screen.until((shown) => !shown.includes('deepspeed.zero_stage'))
  screen.write(keys.review)
  await screen.until('Write 1 file here')
  screen.write(`${keys.enter}y`)
  await screen.until('Not written: ')
  expect(readFileSync(path, 'utf8')).toBe(shared)
  screen.write(keys.interrupt)
  expect(await screen.exit).toBe(130)
})
