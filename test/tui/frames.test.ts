/** The screens that the site shows, with their colours, compared with `frames/`. `UPDATE_FRAMES=1` writes them anew. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { fieldKeys, fields } from '../../shared/fields/index.ts'
import { fill, type Language } from '../../shared/pages.ts'
import { keys, open, type Screen } from '../terminal.ts'
import { wordings } from './world.ts'

const update = process.env.UPDATE_FRAMES === '1'
const folder = join(import.meta.dirname, 'frames')
const sentenceIn = (language: Language) => (id: string) => fill(wordings[language].sentences(`wizard.${id}`) ?? id)

/** Keeps the screen as a frame, or holds it against the frame that is kept. */
async function frame(screen: Screen, name: string, there: (text: string) => boolean): Promise<void> {
  const path = join(folder, `${name}.ansi`)
  if (update) {
    await screen.until(there)
    await new Promise((resolve) => setTimeout(resolve, 500))
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, `${screen.coloured().join('\n').trimEnd()}\n`)
    return
  }
  expect(existsSync(path), `${path} is missing: UPDATE_FRAMES=1`).toBe(true)
  const wanted = readFileSync(path, 'utf8').trimEnd()
  const words = stripVTControlCharacters(wanted).trimEnd()
  // Resolves when the screen is what it should be; what it was instead is told when it never is.
  await screen.until((text) => text === words).catch(() => expect(screen.text()).toBe(words))
  expect(screen.coloured().join('\n').trimEnd()).toBe(wanted)
}

const languages = ['en', 'zh'] as const

test.each(languages)('a walk through the wizard, in %s', async (language) => {
  const home = mkdtempSync(join(tmpdir(), 'frames-'))
  const screen = open({ folder: home, state: join(home, 'state'), args: ['--lang', language] })
  const sentence = sentenceIn(language)
  const shows = (id: string) => (text: string) => text.includes(sentence(id))
  try {
    await frame(screen, `start-${language}`, shows('start.title'))
    screen.write(keys.enter)
    await frame(screen, `presets-${language}`, shows('preset.title'))
    screen.write(keys.enter)
    await frame(screen, `next-${language}`, shows('next.title'))
    screen.write(`${keys.down}${keys.enter}`)
    await screen.until((text) => text.includes(' model.id'))
    screen.write(keys.go)
    await screen.until(shows('jump.title'))
    screen.write(`/deepspeed.zero_stage${keys.enter}`)
    await frame(screen, `question-${language}`, (text) => text.includes(' deepspeed.zero_stage '))
    screen.write(`${keys.up}${keys.tab}`)
    await frame(screen, `files-${language}`, (text) => text.includes('zero_stage: 2'))
    screen.write(keys.tab)
    await frame(screen, `findings-${language}`, (text) => !text.includes('zero_stage: 2'))
    screen.write(keys.tab)
    await frame(screen, `memory-${language}`, shows('panes.memory'))
    const memory = screen.text()
    screen.write(keys.escape)
    // An Esc and a letter at once would be a letter with Alt.
    await screen.until((text) => text !== memory)
    screen.write(keys.review)
    await frame(screen, `review-${language}`, shows('review.title'))
  } finally {
    await screen.stop()
    rmSync(home, { recursive: true, force: true })
  }
})

test.each(languages)('a file of another tool in the wizard, in %s', async (language) => {
  const home = mkdtempSync(join(tmpdir(), 'frames-'))
  // The file that the page on other tools writes.
  const file =
    'base_model: Qwen/Qwen3-8B\nadapter: qlora\nload_in_4bit: true\nlora_r: 32\nsequence_len: 4096\nmicro_batch_size: 2\nwarmup_ratio: 0.03\ndatasets:\n  - path: rows.jsonl\n    type: alpaca\n'
  writeFileSync(join(home, 'axolotl.yaml'), file)
  const screen = open({ folder: home, state: join(home, 'state'), args: ['--lang', language] })
  const sentence = sentenceIn(language)
  const shows = (id: string) => (text: string) => text.includes(sentence(id))
  try {
    await screen.until(shows('start.title'))
    // The file is offered by itself; the line takes any path.
    screen.write(`${keys.down}${keys.down}${keys.enter}`)
    await screen.until(shows('file.title'))
    screen.write('axolotl.yaml')
    await frame(screen, `file-${language}`, (text) => text.includes('axolotl.yaml'))
    screen.write(keys.enter)
    await frame(screen, `taken-${language}`, (text) => !text.includes(sentence('file.title')))
  } finally {
    await screen.stop()
    rmSync(home, { recursive: true, force: true })
  }
})

/** How far down the list of presets the one stands in whose questions an option belongs to. */
const presetOf = (key: string): number => (key.startsWith('fsdp.') ? 5 : 1)
const walks = languages.flatMap((language) => [1, 5].map((preset) => [language, preset] as const))

test.each(walks)('the basic questions, in %s, from preset %i', async (language, preset) => {
  const home = mkdtempSync(join(tmpdir(), 'frames-'))
  // Narrow enough for the question alone.
  const screen = open({ folder: home, state: join(home, 'state'), columns: 74, rows: 20, args: ['--lang', language] })
  const sentence = sentenceIn(language)
  const shows = (id: string) => (text: string) => text.includes(sentence(id))
  try {
    await screen.until(shows('start.title'))
    screen.write(keys.enter)
    await screen.until(shows('preset.title'))
    screen.write(`${keys.down.repeat(preset)}${keys.enter}`)
    await screen.until(shows('next.title'))
    screen.write(`${keys.down}${keys.enter}`)
    await screen.until((text) => text.includes(' model.id'))
    for (const key of fieldKeys.filter((one) => fields[one].level === 'basic' && presetOf(one) === preset)) {
      // A field that takes text would take the letter; Esc leaves the field.
      const jumps = (text: string) => text.includes(`Ctrl-P ${sentence('keys.palette')}`)
      if (!jumps(screen.text())) {
        screen.write(keys.escape)
        await screen.until(jumps)
      }
      screen.write(keys.go)
      await screen.until(shows('jump.title'))
      screen.write(`/${key}`)
      await screen.until((text) => text.includes(key))
      screen.write(keys.enter)
      const title = wordings[language].words(`fields/${key.replace('.', '/')}`)?.title ?? key
      await frame(screen, `questions/${key}-${language}`, (text) => (text.split('\n')[2] ?? '').trim() === title)
    }
  } finally {
    await screen.stop()
    rmSync(home, { recursive: true, force: true })
  }
})
