/** The words of the playground in one language: only what the questions, the findings and the comments in files need. */
import { fieldKeys, fields } from '../shared/fields/index.ts'
import type { Language } from '../shared/pages.ts'
import { presets } from '../shared/presets/index.ts'
import { rules } from '../shared/rules/index.ts'
import { interfaceOf, pageAt, siteWords } from './site.ts'

export interface PlaygroundWords {
  /** Option → its words. */
  readonly fields: Readonly<
    Record<
      string,
      { readonly title: string; readonly summary: string; readonly choices?: Readonly<Record<string, string>> }
    >
  >
  /** Group of options → its title. */
  readonly groups: Readonly<Record<string, string>>
  /** What a rule about a run says. */
  readonly rules: RuleWords
  readonly presets: Readonly<Record<string, { readonly title: string }>>
  readonly sentences: Readonly<Record<string, string>>
}

/** Rule → what it says and what to do. */
export type RuleWords = Readonly<Record<string, { readonly message: string; readonly fix: string }>>

/** Sentences of the interface that the playground says itself. */
const sections = ['files.', 'conditions.', 'refusals.', 'kinds.', 'memory.', 'playground.']

export function playgroundWords(language: Language): PlaygroundWords {
  return {
    fields: Object.fromEntries(
      fieldKeys.flatMap((key) => {
        const page = pageAt(language, `fields/${key.replace('.', '/')}`)
        if (!page) return []
        const asked = fields[key].level !== 'known'
        return [
          [
            key,
            { title: page.title, summary: page.summary, ...(asked && page.choices ? { choices: page.choices } : {}) },
          ],
        ]
      }),
    ),
    groups: siteWords[language].groups,
    rules: wordsOfRules(
      language,
      rules.filter(({ run }) => run),
    ),
    presets: Object.fromEntries(
      presets.flatMap(({ id }) => {
        const page = pageAt(language, `presets/${id}`)
        return page ? [[id, { title: page.title }]] : []
      }),
    ),
    sentences: Object.fromEntries(
      Object.entries(interfaceOf(language)).filter(([id]) => sections.some((section) => id.startsWith(section))),
    ),
  }
}

const wordsOfRules = (language: Language, list: readonly { readonly id: string }[]): RuleWords =>
  Object.fromEntries(
    list.flatMap(({ id }) => {
      const page = pageAt(language, `rules/${id}`)
      return page ? [[id, { message: page.message ?? '', fix: page.fix ?? '' }]] : []
    }),
  )

/** What the rules about files say; only somebody who imports a file needs them. */
export const fileRuleWords = (language: Language): RuleWords =>
  wordsOfRules(
    language,
    rules.filter(({ files }) => files),
  )
