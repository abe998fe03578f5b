/** Small pieces of Markdown that the facts are drawn with. */
import type { Value } from '../../shared/fields/field.ts'
import type { Language } from '../../shared/pages.ts'
import { type Source, sourceLink } from '../../shared/source.ts'
import { pathOf, siteWords } from '../site.ts'

/** A text that Markdown and Vue leave alone. */
export const escaped = (text: string): string =>
  text
    .replace(/[<>&]/g, (one) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[one] as string)
    .replaceAll('|', '\\|')
    .replaceAll('{{', '{&#123;')

/** A name of more characters than this may break; breaks in every name would weigh on the long lists. */
const longName = 36

/** A long name may break behind its dots and underscores, and nowhere else. */
export const breakable = (name: string): string =>
  name.length > longName ? escaped(name).replace(/[._](?=\w)/g, '$&<wbr>') : escaped(name)

/** A value as code. */
export function code(value: Value): string {
  const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value)
  return /^[\w.-]{16,}$/.test(text) ? `<code>${breakable(text)}</code>` : `\`${text.replaceAll('|', '\\|')}\``
}

/** A table; no rows, no table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A heading with an id that is the same in every language. */
export const heading = (text: string, id: string): string => `## ${text} {#${id}}`

/** A list of sources, each with its version and the day it was read. A page of our own is linked in the reader's language. */
export function sourceList(language: Language, sources: readonly Source[]): string {
  const words = siteWords[language]
  const line = (source: Source): string => {
    const link = sourceLink(source)
    const address = link.startsWith('/') ? pathOf(language, link.slice(1)) : link
    const release = source.version ? `, ${source.version}` : ''
    return `- [${escaped(source.url.replace(/^https?:\/\//, ''))}](${address})${release}, ${words.checked(source.checked)}`
  }
  return sources.map(line).join('\n')
}
