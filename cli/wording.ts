/** The words of a language, from what the build compiled; the whole of a page only when it is asked for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language, Page, Words } from '../shared/pages.ts'
import type { Wording } from './face.ts'

/** Put here by the build. */
declare const HOMEPAGE: string

/** Where the compiled words are: beside the program, whatever its folder is called; for sources run as they are, in `dist`. */
const folder = typeof HOMEPAGE === 'string' ? import.meta.dirname : join(import.meta.dirname, '../dist')

interface Compiled {
  readonly pages: Readonly<Record<string, Words>>
  readonly sentences: Readonly<Record<string, string>>
}

type Texts = Readonly<Record<string, Omit<Page, keyof Words>>>
const texts = new Map<string, Texts>()

/** The texts of the pages of one kind, e.g. `fields/lora`. */
function textsOf(language: Language, kind: string): Texts {
  const file = join(folder, 'pages', language, `${kind}.json`)
  const read = texts.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as Texts)
  texts.set(file, read)
  return read
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
      const front = own(pages, path)
      const rest = front && own(textsOf(language, path.slice(0, path.lastIndexOf('/'))), path)
      return front && rest && { ...front, ...rest }
    },
    sentences: (id) => own(sentences, id),
  }
  known.set(language, wording)
  return wording
}

/** Every page that the program has, by its path. */
export function pagePaths(): readonly string[] {
  const { pages } = JSON.parse(readFileSync(join(folder, 'words', 'en.json'), 'utf8')) as Compiled
  return Object.keys(pages)
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
