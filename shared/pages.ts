/** A Markdown page → its words: what a program composes (front matter), the card of the wizard, and the rest. */
import { parse } from 'yaml'
import type { Value } from './fields/field.ts'

export type Language = 'en' | 'zh'
export const languages: readonly Language[] = ['en', 'zh']

/** What the front matter of a page gives a program. */
export interface Words {
  /** A noun. */
  readonly title: string
  /** One sentence. */
  readonly summary: string
  /** For options with choices: value → sentence. */
  readonly choices?: Readonly<Record<string, string>>
  /** For rules and errors: what is wrong, with the facts in braces. */
  readonly message?: string
  /** For rules: what to do. */
  readonly fix?: string
}

export interface Page extends Words {
  /** The text before the first heading: what the wizard shows beside the question. */
  readonly card: string
  /** Everything from the first heading on. */
  readonly body: string
}

/** A page as it stands in `docs/<language>/`; throws where the front matter is not YAML, which a contract rules out for ours. */
export function parsePage(text: string): Page {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text)
  const front = (match ? parse(match[1] as string) : {}) as Partial<Words>
  const rest = (match ? (match[2] as string) : text).trim()
  const heading = rest.search(/^#{1,6} /m)
  const { title = '', summary = '' } = front
  return {
    ...front,
    title,
    summary,
    card: (heading < 0 ? rest : rest.slice(0, heading)).trim(),
    body: heading < 0 ? '' : rest.slice(heading).trim(),
  }
}

/** Sentences of the interface by their dotted name, e.g. `refusals.accelerate/unknown-key`. */
export type Sentences = (id: string) => string | undefined

/** Facts a sentence is filled with. */
export type SentenceFacts = Readonly<Record<string, Value>>

/** Parentheses around a fact that is known to be nothing, with the blank before them. */
const aside = /(?: ?\([^()]*\)|（[^（）]*）)/g
const fact = /\{([\w.-]+)\}/g

/**
 * A sentence with its `{facts}` filled in; a fact nobody gave stays visible, so that a test can see it. Lists read
 * `a, b, c`, in a Chinese sentence `a、b、c`. Parentheses around a fact that is empty fall away: "(nearest: {meant})".
 */
export function fill(sentence: string, facts: SentenceFacts = {}): string {
  const told = sentence.replace(aside, (part) =>
    [...part.matchAll(fact)].some(([, name]) => facts[name as string] === '') ? '' : part,
  )
  return told.replace(fact, (whole, name: string) => {
    const given = facts[name]
    if (given === undefined) return whole
    return Array.isArray(given) ? given.join(/\p{Script=Han}/u.test(sentence) ? '、' : ', ') : String(given)
  })
}

/** A tree of sentences flattened to dotted names. */
export function flatten(tree: unknown, prefix = ''): Record<string, string> {
  if (typeof tree !== 'object' || tree === null) return { [prefix]: String(tree) }
  return Object.assign(
    {},
    ...Object.entries(tree).map(([name, part]) => flatten(part, prefix ? `${prefix}.${name}` : name)),
  )
}
