/** `llms.txt` and `zh/llms.txt`: every page of a language with its summary, for readers that are programs. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Language, languages } from '../shared/pages.ts'
import { docs, pageAt, pathOf, siteWords } from './site.ts'

/** Every page of a language, without its ending. */
function pagesOf(language: Language): readonly string[] {
  return readdirSync(join(docs, language), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3).replaceAll('\\', '/'))
    .sort()
}

export function writeLlmsTexts(folder: string, home: string): void {
  for (const language of languages) {
    const words = siteWords[language]
    const lines = pagesOf(language).flatMap((path) => {
      const page = pageAt(language, path)
      if (!page?.title) return []
      const address = `${home}${pathOf(language, path.replace(/(^|\/)index$/, '$1'))}`
      return [`- [${page.title}](${address})${page.summary ? `: ${page.summary}` : ''}`]
    })
    const text = [`# ${words.title}`, '', `> ${words.description}`, '', ...lines, ''].join('\n')
    writeFileSync(join(folder, language === 'en' ? 'llms.txt' : 'zh/llms.txt'), text)
  }
}
