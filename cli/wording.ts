/** The words of a language, from what the build compiled; the whole of a page only when it is asked for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language, Page, Words } from '../shared/pages.ts'
import type { Wording } from './face.ts'

/** Where the compiled words stand: beside the program; for sources run as they are, in `dist`. */
const folder = import.meta.dirname.endsWith('dist') ? import.meta.dirname : join(import.meta.dirname, '../dist')

interface Compiled {
  readonly pages: Readonly<Record<string, Words>>
  readonly sentences: Readonly<Record<string, string>>
}

const known = new Map<Language, Wording>()

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export function wordingOf(language: Language): Wording {
  const seen = known.get(language)
  if (seen) return seen
  const { pages, sentences } = JSON.parse(readFileSync(join(folder, 'words', `${language}.json`), 'utf8')) as Compiled
  const wording: Wording = {
    language,
    words: (path) => own(pages, path),
    page: (path) => {
      if (!own(pages, path)) return undefined
      return JSON.parse(readFileSync(join(folder, 'pages', language, `${path}.json`), 'utf8')) as Page
    },
    sentences: (id) => own(sentences, id),
  }
  known.set(language, wording)
  return wording
}

/** The language somebody wants: said, set for this program, set for the terminal, English. */
export function languageOf(
  said: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG
  const chosen = [said, environment.LORA_WIZARD_LANG, locale].find((one) => one !== undefined && one !== '')
  return /^zh(?![a-z])/i.test(chosen ?? '') ? 'zh' : 'en'
}
