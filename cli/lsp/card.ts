/** What an editor shows beside a key: the card of its page, the value that takes effect and who wins, what the tool declares. */
import { effective } from '../../shared/effective.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import { fill } from '../../shared/pages.ts'
import type { Wording } from '../face.ts'
import { shownValue } from '../finding-text.ts'
import type { Gathered } from '../gather-files.ts'
import { notesOn, originText, reasonText } from '../print/effective.ts'
import { readMore } from '../print/problem.ts'
import { clean } from '../print/text.ts'
import { site } from '../user-error.ts'
import type { KeyAt } from './keys-at.ts'
import { type Term, vocabulary } from './vocabulary.ts'

/** Links of our pages lead to the site, or are plain text while there is none. */
const linked = (markdown: string): string =>
  markdown.replace(/\[([^\]]+)\]\((\/[^)\s]*)\)/g, (_whole, text: string, path: string) =>
    site === null ? text : `[${text}](${site}${path})`,
  )

/** A text between backticks, whatever is in it. */
const code = (text: string): string => `\`${clean(text).replaceAll('`', "'").replace(/\s+/g, ' ')}\``

const pathOf = (key: FieldKey): string => `fields/${key.replace('.', '/')}`

/** What a tool declares about a name that has no page. */
function declaredText({ declared }: Term, wording: Wording): string {
  if (!declared) return ''
  const say = (id: string, facts: Readonly<Record<string, string>>) => fill(wording.sentences(`lsp.${id}`) ?? id, facts)
  const value = declared.effective ?? declared.default
  const parts = [
    declared.kinds.length > 0 ? say('kind', { kind: declared.kinds.map(code).join(' | ') }) : '',
    value === undefined ? '' : say('default', { value: code(JSON.stringify(value)) }),
    Array.isArray(declared.choices)
      ? say('choices', { choices: declared.choices.map((one) => code(String(one))).join(', ') })
      : '',
  ]
  return parts.filter(Boolean).join('\n\n')
}

/** The page of a term in short, as Markdown. */
export function pageText(term: Term, wording: Wording): string {
  const page = term.key === undefined ? undefined : wording.page(pathOf(term.key))
  if (!page || term.key === undefined) return declaredText(term, wording)
  const path = pathOf(term.key)
  const more = site === null ? `\`${readMore(path, wording.language)}\`` : `<${readMore(path, wording.language)}>`
  return [page.summary, linked(page.card), more].filter(Boolean).join('\n\n')
}

/** What the run makes of it: the value there, and why it counts or does not. */
function effectText(set: readonly Gathered[], file: Gathered, here: KeyAt, wording: Wording): readonly string[] {
  const meant = effective(set)
  const at = (one: { readonly file: unknown; readonly at: { readonly offset: number } | undefined }) =>
    one.file === file && one.at?.offset === here.start
  const values = meant.values.filter(at)
  const lost = meant.ignored.filter(at)
  const winners = meant.values.filter(
    (one) =>
      !at(one) && one.key !== undefined && here.keys.includes(one.key) && lost.some(({ key }) => key === one.key),
  )
  return [
    ...values.map((one) =>
      [`${code(one.name)} = ${code(shownValue(one.written ?? one.value))}`, ...notesOn(one, wording)].join('  \n'),
    ),
    ...lost.map((one) => `~~${code(one.name)} = ${code(one.value)}~~  \n${clean(reasonText(one, wording))}`),
    ...winners.map((one) => {
      const where = one.file && one.file !== file ? `${clean(one.file.path)}: ` : ''
      return `${code(one.name)} = ${code(shownValue(one.written ?? one.value))}  \n${where}${originText(one, wording)}`
    }),
  ]
}

/** Markdown for what stands at a place in a file. */
export function card(set: readonly Gathered[], file: Gathered, here: KeyAt, wording: Wording): string {
  const [key] = here.keys
  const page = key === undefined ? undefined : wording.words(pathOf(key))
  const known = vocabulary(file.reading.kind).get(here.name)
  const term: Term = { name: here.name, declared: undefined, ...known, key: key ?? known?.key }
  return [
    `**${page?.title ?? code(here.name)}**`,
    ...new Set(effectText(set, file, here, wording)),
    pageText(term, wording),
  ]
    .filter(Boolean)
    .join('\n\n')
}
