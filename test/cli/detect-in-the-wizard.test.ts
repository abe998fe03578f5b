/** The faces begin with the machine they run on, keep nobody waiting for it, and leave nothing behind because of it. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { keys, open, type Screen } from '../terminal.ts'
import { dgx, tools } from './fake-tools.ts'

const opened: Screen[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((screen) => screen.stop()))
})

function start(scripts: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const folder = tools(scripts)
  const state = join(folder, 'state')
  const screen = open({ folder, state, args, environment: { PATH: join(folder, 'bin') } })
  opened.push(screen)
  return { screen, state }
}

/** Drafts that were kept. */
const drafts = (state: string): readonly string[] =>
  existsSync(state)
    ? readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
    : []

const found = 'Found 8 × A100-SXM4-80GB on this machine'

describe('the wizard', () => {
  it('tells what it found and begins from scratch with it', async () => {
    const { screen } = start(dgx)
    await screen.until(found)
    screen.write(`4${keys.enter}`)
    await screen.until('Step 1 of')
    screen.write(`${keys.go}gpus`)
    const listed = await screen.until((text) => /GPUs per machine.*\b8\b/.test(text))
    expect(listed).toMatch(/GPUs per machine.*\b8\b/)
  })

  it('leaves the answers of a command line alone', async () => {
    const { screen } = start(dgx, ['--gpu', '2x4090'])
    await screen.until('What next?')
    screen.write(keys.review)
    const review = await screen.until((text) => text.includes('RTX 4090'))
    expect(review).not.toContain('A100')
  })

  it('keeps no draft of what the machine said', async () => {
    const { screen, state } = start(dgx)
    await screen.until(found)
    screen.write(keys.interrupt)
    expect(await screen.exit).toBe(130)
    expect(drafts(state)).toEqual([])
  })

  it('waits for no tool that hangs, neither to begin nor to end', async () => {
    const { screen } = start({ 'nvidia-smi': 'trap "" TERM\n/bin/sleep 100000' })
    await screen.until('Where do you want to start?')
    screen.write(keys.interrupt)
    expect(await screen.exit).toBe(130)
  })
})

describe('the plain questions', () => {
  it('begin from scratch with what was found', async () => {
    const { screen } = start(dgx, ['--plain'])
    await screen.until('Number or value')
    screen.write(`4${keys.enter}`)
    await screen.until(found)
  })
  it('begin with a goal and what was found', async () => {
    const { screen } = start(dgx, ['--plain'])
    await screen.until('Number or value')
    screen.write(`3${keys.enter}`)
    await screen.until((text) => /Which model\?[\s\S]*Value:/.test(text))
    screen.write(`Qwen/Qwen3-8B${keys.enter}`)
    await screen.until('8xA100-SXM4-80GB')
  })
})
