/** The flags of a command, as its page describes them. */
import type { Language, Page } from '../../shared/pages.ts'
import { siteWords } from '../site.ts'
import { escaped, heading, table } from './markdown.ts'

export function flagTable(language: Language, page: Page): string {
  const words = siteWords[language]
  const rows = Object.entries(page.choices ?? {}).map(([name, sentence]) => [`\`--${name}\``, escaped(sentence)])
  if (rows.length === 0) return ''
  return [heading(words.flags, 'flags'), table([words.flag, words.meaning], rows)].join('\n\n')
}
