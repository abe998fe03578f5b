/** Chinese pages are set as Chinese is set: a space between 汉字 and Latin letters or digits, full-width punctuation after 汉字. */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { flatten } from '../../shared/pages.ts'
import { filesUnder, parts, read } from './words.ts'

/** The sentences of a file: values without their keys, and the text of a page. */
function sentences(path: string): string {
  if (path.endsWith('.yaml')) return Object.values(flatten(parse(read(path)))).join('\n')
  const { front, body } = parts(read(path))
  return `${Object.values(flatten(front)).join('\n')}\n${body}`
}

const han = '\\p{Script=Han}'
const faults: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['no space between 汉字 and a Latin letter or digit', new RegExp(`${han}[A-Za-z0-9]|[A-Za-z0-9]${han}`, 'gu')],
  ['half-width punctuation after 汉字', new RegExp(`${han}[,;:!?()]`, 'gu')],
  ['half-width punctuation before 汉字', new RegExp(`[,;!?()]${han}`, 'gu')],
  ['a full stop of another script', new RegExp(`${han}\\.(?=\\s|$)`, 'gmu')],
  // The padding of a table's cell is no space of the sentence.
  ['a space beside full-width punctuation', /(?<!\|)[ ][，。；：！？、）”]|[，。；：！？、（“][ ](?!\|)/gu],
]

/** The page without what is not prose: code, addresses, and link targets. */
const prose = (text: string): string =>
  text
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '`')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/ \{#[\w-]+\}$/gm, '')
    // Titles and names are written as their authors write them.
    .replace(/《[^》]*》|袁立春Spencer/g, '《》')

/** Where a code span touches 汉字, a space stands between them as well. */
const spanFaults = (text: string): readonly string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`[^`\n]+`/g)].flatMap((match) => {
    const before = text.replace(/^```[\s\S]*?^```/gm, '')[(match.index ?? 0) - 1] ?? ''
    const after = text.replace(/^```[\s\S]*?^```/gm, '')[(match.index ?? 0) + match[0].length] ?? ''
    return /\p{Script=Han}/u.test(before) || /\p{Script=Han}/u.test(after) ? [`${before}${match[0]}${after}`] : []
  })

describe.each(filesUnder('docs/zh', /\.(md|yaml)$/))('%s', (path) => {
  const text = sentences(path)
  it.each(faults)('has not: %s', (_name, pattern) => {
    const found = prose(text)
      .split('\n')
      .flatMap((line) => [...line.matchAll(pattern)].map((match) => `${match[0]} … ${line.trim()}`))
    expect(found).toEqual([])
  })
  it('has a space between code and 汉字', () => {
    expect(spanFaults(text)).toEqual([])
  })
})
