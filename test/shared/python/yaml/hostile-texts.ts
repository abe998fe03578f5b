/** Texts of a chosen length that cost a careless reader more than their length. */

import { readJson } from '../../../../shared/python/json.ts'
import { readYaml } from '../../../../shared/python/yaml/document.ts'
import type { Problem } from '../../../../shared/python/yaml/node.ts'
import { filled, numbered } from '../../../filled.ts'

/** Name → the text of a length, and why it is refused; undefined where it is read. */
export const hostile: Readonly<
  Record<string, readonly [text: (size: number) => string, refused: Problem | undefined]>
> = {
  'different keys': [(size) => numbered(size, (index) => `key_${index}: 1\n`), undefined],
  'one key': [(size) => filled(size, 'same_key: 123\n'), undefined],
  'flow text': [(size) => `[${filled(size, '{a: 1}, ')}]`, undefined],
  'one line': [(size) => `a: ${'x'.repeat(size)}`, undefined],
  'one quoted text': [(size) => `a: "${filled(size, 'x\\n ')}"`, undefined],
  'folded text': [(size) => `a: >\n${filled(size, '  some words\n')}`, undefined],
  brackets: [(size) => '['.repeat(size), 'too-deep'],
  dashes: [(size) => filled(size, '- '), 'too-deep'],
  'question marks': [(size) => filled(size, '? '), 'too-deep'],
  colons: [(size) => filled(size, ': '), 'syntax'],
  spaces: [(size) => ' '.repeat(size), undefined],
  'line breaks': [(size) => '\n'.repeat(size), undefined],
  comments: [(size) => filled(size, '# x\n'), undefined],
  bangs: [(size) => `a: ${'!'.repeat(size)}`, 'unknown-tag'],
  aliases: [(size) => `a: &a 1\nb: [${filled(size, '*a, ')}]`, undefined],
}

/** The same of JSON. */
export const hostileJson: Readonly<Record<string, (size: number) => string>> = {
  'different keys': (size) => `{${numbered(size, (index) => `"key_${index}": 1, `)}"end": 1}`,
  'one key': (size) => `{${filled(size, '"a": 1, ')}"a": 1}`,
  'one text': (size) => `["${filled(size, 'x\\n')}"]`,
  spaces: (size) => `[${' '.repeat(size)}1]`,
  comments: (size) => `${filled(size, '// x\n')}[1]`,
}

// How the steps are counted: see count-steps.ts.
export const size = 6_000
export const works: Readonly<Record<string, (size: number) => () => void>> = {
  ...Object.fromEntries(
    Object.entries(hostile).map(([name, [make]]) => [
      `YAML, ${name}`,
      (length: number) => {
        const text = make(length)
        return () => void readYaml(text)
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(hostileJson).map(([name, make]) => [
      `JSON, ${name}`,
      (length: number) => {
        const text = make(length)
        return () => void readJson(text, { lenient: true })
      },
    ]),
  ),
}
