/** A failure → lines: what, why, what to do, and the page that says more. */
import { fill } from '../../shared/pages.ts'
import type { Wording } from '../face.ts'
import { site, type UserError } from '../user-error.ts'
import type { TerminalWords } from '../words/words.ts'
import { styleOf } from './style.ts'
import { clean } from './text.ts'

/** The address of a page in a language, or null if the site isn't published. */
export const address = (path: string, language: string): string | null =>
  site === null ? null : `${site}${language === 'zh' ? '/zh' : ''}/${path}`

/** Where to read more about a topic of `explain`: the address of its page, or the command that prints it. */
export function readMore(path: string, language: string): string {
  const [kind = '', ...rest] = path.split('/')
  const name = rest.join(kind === 'fields' ? '.' : '/')
  return address(path, language) ?? `lora-wizard explain ${name}`
}

export function problemLines(
  error: UserError,
  wording: Wording,
  words: TerminalWords,
  stream: NodeJS.WriteStream,
): readonly string[] {
  const style = styleOf(stream)
  const page = wording.words(`errors/${error.code}`)
  const facts = Object.fromEntries(
    Object.entries(error.facts).map(([name, fact]) => [name, typeof fact === 'string' ? clean(fact) : fact]),
  )
  const said = fill(page?.message ?? error.code, facts)
  const near = facts.nearest
  const meant =
    Array.isArray(near) && near.length > 0 ? fill(wording.sentences('refusals.did-you-mean') ?? '', facts) : ''
  const allowed = facts.allowed
  const can =
    Array.isArray(allowed) && allowed.length > 0 ? fill(wording.sentences('refusals.can-be') ?? '', facts) : ''
  const [first = '', ...more] = said.trimEnd().split('\n')
  return [
    `${style.bad(style.bold(words.error))}${first}`,
    ...more,
    ...(can ? [can] : []),
    ...(meant ? [meant] : []),
    ...(page?.fix ? fill(page.fix, facts).trimEnd().split('\n') : []),
    style.dim(readMore(`errors/${error.code}`, wording.language)),
  ]
}

export function bugLines(
  error: unknown,
  version: string,
  words: TerminalWords,
  stream: NodeJS.WriteStream,
): readonly string[] {
  const style = styleOf(stream)
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [
    `${style.bad(style.bold(words.bug))}${fill(words['bug-explained'], { version, node: process.versions.node })}`,
    clean(stack),
  ]
}
