/** Lines of known width: wrapping, cutting and columns with Chinese and Latin text side by side. */
import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import {
  cut,
  cutLine,
  displayWidth,
  justified,
  type Line,
  lineWidth,
  plain,
  printable,
  span,
  wrapText,
} from '../../cli/tui/line.ts'
import { markdown } from '../../cli/tui/markdown.ts'

const textOf = (line: Line) => line.map(({ text }) => text).join('')
const mixed = fc
  .array(
    fc.constantFrom('word', ' ', '汉', '字', '，', '。', '（', '）', '「', '`', 'é', '👍🏽', 'ﾊ', '한', '-', 'a', '…'),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

test('the width of a text is what string-width says', () => {
  fc.assert(
    fc.property(mixed, (text) => {
      expect(displayWidth(text)).toBe(stringWidth(text))
    }),
  )
})

test('no wrapped line is too wide, and only blanks are lost', () => {
  fc.assert(
    fc.property(mixed, fc.integer({ min: 4, max: 40 }), (text, columns) => {
      const lines = wrapText(text, columns)
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns)
      expect(lines.map(textOf).join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''))
    }),
  )
})

test('closing punctuation does not begin a line and opening punctuation does not end one', () => {
  const lines = wrapText('先选能装下的（小一号），再换大的。数据少就选指令模型。', 10).map(textOf)
  for (const line of lines) {
    expect(line).not.toMatch(/^[，。）]/)
    expect(line).not.toMatch(/（$/)
  }
  expect(lines.join('')).toBe('先选能装下的（小一号），再换大的。数据少就选指令模型。')
})

test('words are not broken where they fit on a line of their own', () => {
  expect(wrapText('gradient accumulation steps', 14).map(textOf)).toEqual(['gradient', 'accumulation', 'steps'])
})

test('what is cut says so and fits', () => {
  expect(cut('汉字汉字', 5)).toBe('汉字…')
  expect(cut('abc', 3)).toBe('abc')
  fc.assert(
    fc.property(mixed, mixed, fc.integer({ min: 1, max: 30 }), (left, right, columns) => {
      expect(lineWidth(cutLine([span(left), span(right, { bold: true })], columns))).toBeLessThanOrEqual(columns)
      expect(lineWidth(justified(plain(left), plain(cut(right, 10)), columns))).toBeLessThanOrEqual(
        Math.max(columns, 0),
      )
    }),
  )
})

test('what a terminal would act on is not printed', () => {
  expect(printable('a\u001B[31mb\u0007c\td\u202Ee')).toBe('abc  de')
})

test('a page becomes lines: marks are read, links are their text, tables keep their columns or become paragraphs', () => {
  const page =
    '# Title\n\nSee [`a.b`](/x) and **bold *x***.\n\n| k | v |\n|---|---|\n| one | 1 |\n| 二 | 2 |\n\n- item\n  goes on'
  expect(markdown(page, 40).map((line) => textOf(line).trimEnd())).toEqual([
    'Title',
    'See a.b and bold x.',
    '',
    'k    v',
    'one  1',
    '二   2',
    '',
    '• item goes on',
  ])
  expect(markdown('| name | meaning |\n|---|---|\n| a | quite a long sentence |', 16).map(textOf)).toEqual([
    'a',
    '  meaning: quite',
    '    a long',
    '    sentence',
  ])
})
