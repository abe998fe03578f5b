/** Screens of the terminal as the tests hold them, so that a page shows what the program shows. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import type { Language } from '../../shared/pages.ts'

const frames = fileURLToPath(new URL('../../test/tui/frames/', import.meta.url))
const block = (text: string): string => ['```ansi', text.trimEnd(), '```'].join('\n')

/** A screen by its name; one that is not kept is a mistake of the page. */
export function screen(language: Language, name: string): string {
  const path = `${frames}${name}-${language}.ansi`
  if (!existsSync(path)) throw new Error(`No screen is called ${name}: ${path} is missing`)
  return block(readFileSync(path, 'utf8'))
}

/** The question about an option as the terminal shows it, for the options whose questions are kept. */
export function questionScreen(language: Language, key: string): string {
  const path = `${frames}questions/${key}-${language}.ansi`
  if (!existsSync(path)) return ''
  // Blank rows hold the place for longer questions; on the page they are only space.
  const blank = (row: string | undefined) => stripVTControlCharacters(row ?? '').trim() === ''
  const rows = readFileSync(path, 'utf8').split('\n')
  return block(rows.filter((row, place) => !blank(row) || !blank(rows[place - 1])).join('\n'))
}
