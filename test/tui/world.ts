/** A world for the wizard's screen without a terminal: words from the pages, files from the plan, nothing standing in the folder. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Standing, Wording } from '../../cli/face.ts'
import { remarksOf } from '../../cli/remarks.ts'
import { type Key, keyReader } from '../../cli/tui/keys.ts'
import { filesOnce } from '../../cli/tui/known.ts'
import type { State, World } from '../../cli/tui/screen.ts'
import { begun, press } from '../../cli/tui/state.ts'
import { unicode } from '../../cli/tui/theme.ts'
import { flatten, type Language, languages, type Page, parsePage } from '../../shared/pages.ts'
import { plan } from '../../shared/plan.ts'
import { begin, runOf, type Session } from '../../shared/session.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')

function wordingOf(language: Language): Wording {
  const sentences = flatten(parse(readFileSync(join(docs, language, 'interface.yaml'), 'utf8')))
  const pages = new Map<string, Page | undefined>()
  const page = (path: string): Page | undefined => {
    if (!pages.has(path)) {
      const file = join(docs, language, `${path}.md`)
      pages.set(path, existsSync(file) ? parsePage(readFileSync(file, 'utf8')) : undefined)
    }
    return pages.get(path)
  }
  return { language, words: page, page, sentences: (id) => (Object.hasOwn(sentences, id) ? sentences[id] : undefined) }
}

export const wordings: Readonly<Record<Language, Wording>> = { en: wordingOf('en'), zh: wordingOf('zh') }

/** A world where these texts stand in the folder. */
export function worldWith(before: Readonly<Record<string, string>> = {}): World {
  const standing = (session: Session, language: Language): readonly Standing[] =>
    plan(runOf(session), remarksOf(wordings[language], true)).files.map((file) => ({ file, before: before[file.path] }))
  return {
    wording: (language) => wordings[language],
    standing: filesOnce(standing).standing,
    folder: '.',
    theme: unicode,
  }
}

export const world = worldWith()

export const fresh = (language: Language = 'en', session: Session = begin()): State =>
  begun(session, undefined, language, world)

/** The keys that bytes are, when nothing more comes. */
export function keysOf(bytes: string): readonly Key[] {
  const reader = keyReader()
  return [...reader.push(bytes), ...reader.flush()]
}

/** The state after bytes were typed. */
export const after = (state: State, bytes: string, within: World = world): State =>
  keysOf(bytes).reduce((now, key) => press(now, key, within), state)

export { languages }
