/** What stands on the screen, compared with `screens/`: three sizes, two languages. `UPDATE_SCREENS=1` writes them anew. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { fill, type Language } from '../../shared/pages.ts'
import { keys, open } from '../terminal.ts'
import { wordings } from './world.ts'

const update = process.env.UPDATE_SCREENS === '1'
const sizes = [
  [60, 12],
  [80, 24],
  [140, 40],
] as const

/** Stops of one walk: its name, the keys that lead there, and a sentence that is on screen then. Where one pane is shown at a time, Tab comes to the explanation first. */
const stopsOf = (wide: boolean): readonly (readonly [name: string, typed: string, sentence: string])[] => [
  ['start', '', 'start.title'],
  ['presets', keys.enter, 'preset.title'],
  ['next', keys.enter, 'next.title'],
  ['model', `${keys.down}${keys.enter}`, 'keys.choose'],
  ['filter', '/7b', 'keys.leave'],
  ['jump', `${keys.escape}`, 'keys.choose'],
  ['jump-list', keys.go, 'jump.title'],
  ['stage', `/zero${keys.enter}`, 'keys.choose'],
  ['stage-lower', keys.up, 'keys.choose'],
  ['files', wide ? keys.tab : keys.tab.repeat(2), 'panes.files'],
  ['memory', `${keys.tab}${keys.tab}`, 'panes.memory'],
  ['help', '?', 'help.title'],
  ['review', `${keys.escape}`, 'keys.help'],
  ['review-list', keys.review, 'review.title'],
]
/** Stops that only lead on. */
const passing = ['jump', 'review']

const cases = sizes.flatMap(([columns, rows]) =>
  (['en', 'zh'] as const).map((language) => [columns, rows, language] as const),
)

test.each(cases)('%i × %i, %s', async (columns, rows, language: Language) => {
  const folder = mkdtempSync(join(tmpdir(), 'screens-'))
  const screen = open({ folder, state: join(folder, 'state'), columns, rows, args: ['--lang', language] })
  const sentence = (id: string) => fill(wordings[language].sentences(`wizard.${id}`) ?? id)
  try {
    for (const [name, typed, id] of stopsOf(columns >= 76)) {
      if (typed) screen.write(typed)
      const path = join(import.meta.dirname, 'screens', `${name}-${columns}x${rows}-${language}.txt`)
      if (passing.includes(name)) {
        await screen.until(
          (text) =>
            text.includes(sentence(id)) &&
            !text.includes(sentence('help.title')) &&
            !text.includes(sentence('keys.leave')),
        )
        continue
      }
      if (update) {
        await screen.until(sentence(id))
        await new Promise((resolve) => setTimeout(resolve, 700))
        writeFileSync(path, `${screen.text()}\n`)
      } else {
        expect(existsSync(path), `${path} is missing: UPDATE_SCREENS=1`).toBe(true)
        const wanted = readFileSync(path, 'utf8').trimEnd()
        // Resolves when the screen is what it should be; what it was instead is told when it never is.
        await screen.until((text) => text === wanted).catch(() => expect(screen.text()).toBe(wanted))
      }
      const shown = screen.rows()
      for (const row of shown) expect(stringWidth(row)).toBeLessThanOrEqual(columns)
      const edges = shown.flatMap((row) => (row.includes(' │ ') ? [stringWidth(row.slice(0, row.indexOf(' │ ')))] : []))
      expect(new Set(edges).size).toBeLessThanOrEqual(1)
      if (columns >= 80 && !['help', 'jump-list'].includes(name)) expect(edges.length).toBeGreaterThan(rows / 2)
    }
  } finally {
    await screen.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
