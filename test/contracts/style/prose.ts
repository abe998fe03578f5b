/** What readers see of a file, and where a pattern is found in it. */
import { parse } from 'yaml'
import { flatten } from '../../../shared/pages.ts'
import { parts, read } from '../words.ts'
import type { Pattern } from './pattern.ts'

/** A page without what isn't prose: code, link targets, addresses, and sentences that a style page shows as bad. */
const prose = (text: string): string =>
  text
    .replace(/^(```+|~~~)[\s\S]*?^\1/gm, '')
    .replace(/\| ✗ [^|]*/g, '| ')
    .replace(/`[^`\n]*`/g, '`code`')
    .replace(/\{[\w.-]+\}/g, '{value}')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/ \{#[\w-]+\}$/gm, '')
    .replace(/<!--[\s\S]*?-->|<[^>\n]*>/g, '')
    .replace(/https?:\/\/\S+/g, '')
    // Titles of papers and quotations keep their authors' words.
    .replace(/^- \[[^\]]*\](?:,.*)?$/gm, '')
    .replace(/[“][^”]*[”]/g, '“”')

/** String literals of a source file: all that its readers see. */
const literals = (source: string): string =>
  [...source.replace(/^\s*(?:\/\/|\/\*\*|\*).*$/gm, '').matchAll(/'((?:[^'\\\n]|\\.)*)'(?!:)/g)]
    .map((found) => found[1])
    .join('\n')

/** What a reader sees of a file; keys of front matter stay, since some patterns are about one key. */
export function textOf(path: string): string {
  const source = read(path)
  if (path.endsWith('.ts')) return literals(source)
  if (/\.ya?ml$/.test(path)) {
    // A step of an action is a script, not a sentence.
    const sentences = Object.entries(flatten(parse(source))).filter(([key]) => !key.endsWith('run'))
    return prose(sentences.map(([, text]) => text).join('\n'))
  }
  const { front, body } = parts(source)
  const words = Object.entries(flatten(front)).map(([key, text]) => `${key}: ${text}`)
  return prose(`${words.join('\n')}\n${body}`)
}

/** Hits beyond those allowed, each with its line. */
export function hits(text: string, { name, expression, instead, atMost = 0 }: Pattern): readonly string[] {
  const found = [...text.matchAll(expression)].map((match) => {
    const start = text.lastIndexOf('\n', match.index) + 1
    const end = text.indexOf('\n', match.index)
    return `${name} → ${instead}: [${match[0]}] ${text.slice(start, end < 0 ? undefined : end).slice(0, 160)}`
  })
  return found.length > atMost ? found : []
}
