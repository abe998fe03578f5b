/** The fast way to measure and to divide texts says what the libraries say, which the build gives it to. */
import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { ascii, unicode } from '../../cli/tui/theme.ts'
import { graphemes, quickWidth, segmenter } from '../../cli/tui/width.ts'
import { runs } from '../runs.ts'

const divided = new Intl.Segmenter()
const library = (text: string) => Array.from(divided.segment(text), ({ segment, index }) => ({ segment, index }))

const quick = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => quickWidth(character) !== undefined,
)
/** Everything that may join its neighbours, and everything near the edges of what is fast. */
const awkward = [
  '\u0301',
  '\u200D',
  '\uFE0F',
  '\uFE0E',
  '\u20E3',
  '\u00AD',
  '\u3099',
  '\u302A',
  '\u3030',
  '\u303D',
  '\uFF9E',
  '\u1100',
  '\u1161',
  '\u11A8',
  '한',
  '👩',
  '👩‍👩‍👧',
  '🇨🇳',
  '🇨',
  '✔️',
  '✔',
  '⏎',
  '❤️',
  '#️⃣',
  '◽',
  '\uD83D',
  '\r',
  '\n',
  '\t',
  '\u001B',
  '\u009B',
  'ก',
  'ำ',
  'क',
  'ि',
  '्',
]
const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...quick) },
      fc.constantFrom(...awkward),
      fc.constantFrom(' ', 'a', '│', '中'),
    ),
  )
  .map((parts) => parts.join(''))

test('every fast character alone has the width that the library gives', () => {
  expect(quick.length).toBeGreaterThan(21_000)
  expect(quick.filter((character) => quickWidth(character) !== stringWidth(character))).toEqual([])
})

test('texts of fast characters are as wide as the library says', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...quick)), (parts) => {
      const whole = parts.join('')
      expect(quickWidth(whole)).toBe(stringWidth(whole))
    }),
    runs(250),
  )
})

test('a text is divided as Intl.Segmenter divides it', () => {
  fc.assert(
    fc.property(text, (whole) => {
      expect([...segmenter.segment(whole)].map(({ segment, index }) => ({ segment, index }))).toEqual(library(whole))
      expect(graphemes(whole)).toEqual(library(whole).map(({ segment }) => segment))
      const width = quickWidth(whole)
      if (width !== undefined) expect(width).toBe(stringWidth(whole))
    }),
    runs(500),
  )
})

test('every pair of a fast character and an awkward one is divided alike', () => {
  const sample = quick.filter((_, place) => place % 37 === 0 || place < 700)
  const pairs = sample.flatMap((one) => awkward.map((other) => one + other))
  const divided = (pieces: readonly string[]) => pieces.join('\0')
  expect(
    pairs.filter((pair) => divided(graphemes(pair)) !== divided(library(pair).map(({ segment }) => segment))),
  ).toEqual([])
})

test('the signs of the screen are fast', () => {
  for (const theme of [unicode, ascii]) {
    for (const sign of Object.values(theme).flat()) expect([sign, quickWidth(sign)]).toEqual([sign, stringWidth(sign)])
  }
})
