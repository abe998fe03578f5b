/** Bytes → keys: several in one read, one over several reads, pasted text, replies nobody typed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeDelay, type Key, keyReader, sequenceDelay } from '../../cli/tui/keys.ts'
import { graphemes } from '../../cli/tui/width.ts'
import { keysOf } from './world.ts'

const key = (name: string) => ({ type: 'key', name })
const text = (character: string) => ({ type: 'text', text: character })
const paste = (pasted: string) => ({ type: 'paste', text: pasted })

test.each<[what: string, bytes: string, keys: readonly object[]]>([
  ['letters and Enter in one read', 'jj\r', [text('j'), text('j'), key('enter')]],
  ['two Tabs in one read', '\t\t', [key('tab'), key('tab')]],
  ['arrows between letters', 'a\u001B[Ab\u001BOB', [text('a'), key('up'), text('b'), key('down')]],
  ['arrows with a modifier', '\u001B[1;5C\u001B[1;2D', [key('right'), key('left')]],
  ['Escape, then a letter typed quickly', '\u001Bx', [key('escape'), text('x')]],
  ['Escape, then an arrow', '\u001B\u001B[A', [key('escape'), key('up')]],
  ['Escape twice', '\u001B\u001B', [key('escape'), key('escape')]],
  ['Enter as two bytes', '\r\n', [key('enter')]],
  ['Enter twice', '\r\r\n', [key('enter'), key('enter')]],
  ['Ctrl-C within text', 'a\u0003', [text('a'), key('interrupt')]],
  ['Chinese, one key a character', '汉字', [text('汉'), text('字')]],
  ['a family is one character', '👨‍👩‍👧x', [text('👨‍👩‍👧'), text('x')]],
  ['a combining mark belongs to its letter', 'e\u0301', [text('e\u0301')]],
  ['pasted text keeps its line ends', '\u001B[200~甲\r\n乙\u001B[201~\r', [paste('甲\n乙'), key('enter')]],
  ['keys within pasted text are text', '\u001B[200~\u001B[Aq\u0003\u001B[201~', [paste('\u001B[Aq\u0003')]],
  ['focus, mouse and cursor reports are no keys', '\u001B[I\u001B[O\u001B[<0;3;4M\u001B[12;40R\u001B[?62;22c', []],
  ['an old mouse report with its three bytes', '\u001B[M !!j', [text('j')]],
  ['a colour reply', '\u001B]11;rgb:0000/0000/0000\u001B\\j', [text('j')]],
  ['function keys are not text', '\u001B[15~\u001BOQ', []],
  ['F1', '\u001BOP\u001B[11~', [key('f1'), key('f1')]],
  ['keys of commands', '\u0010\u001B[112;5u\u001A', [key('ctrl-p'), key('ctrl-p'), key('ctrl-z')]],
  [
    'editing keys',
    '\u001B[3~\u001B[H\u001B[4~\u007F\u0015\u0017',
    ['delete', 'home', 'end', 'backspace', 'erase-line', 'erase-word'].map(key),
  ],
  [
    'keys of the kitty protocol',
    '\u001B[13u\u001B[27u\u001B[99;5u\u001B[9;2u',
    ['enter', 'escape', 'interrupt', 'back-tab'].map(key),
  ],
  ['controls without a meaning', '\u0000\u0002\u001C', []],
])('%s', (_, bytes, keys) => {
  expect(keysOf(bytes)).toEqual(keys)
})

test('a sequence that arrives in pieces is one key, however long the pause between two reads', () => {
  const reader = keyReader()
  expect(reader.push('\u001B')).toEqual([])
  expect(reader.waiting()).toBe(escapeDelay)
  expect(reader.push('[')).toEqual([])
  expect(reader.waiting()).toBe(sequenceDelay)
  expect(reader.push('B')).toEqual([key('down')])
  expect(reader.waiting()).toBeUndefined()
})

test('a lone Escape is a key when nothing follows; half a sequence never becomes text', () => {
  const reader = keyReader()
  reader.push('\u001B')
  expect(reader.flush()).toEqual([key('escape')])
  reader.push('\u001B[1;')
  expect(reader.flush()).toEqual([])
  expect(reader.push('j')).toEqual([text('j')])
})

test('the bytes of one character may come in two reads', () => {
  const bytes = new TextEncoder().encode('汉')
  const reader = keyReader()
  expect(reader.push(bytes.slice(0, 1))).toEqual([])
  expect(reader.push(bytes.slice(1))).toEqual([text('汉')])
})

test('pasted text waits for its end without a time limit', () => {
  const reader = keyReader()
  expect(reader.push('\u001B[200~abc\u001B[20')).toEqual([])
  expect(reader.waiting()).toBeUndefined()
  expect(reader.push('1~')).toEqual([paste('abc')])
})

/** Keys with the bytes they send. */
const typed = fc.constantFrom<readonly [bytes: string, keys: readonly Key[]]>(
  ['\u001B[A', [{ type: 'key', name: 'up' }]],
  ['\u001B[1;5D', [{ type: 'key', name: 'left' }]],
  ['\u001BOB', [{ type: 'key', name: 'down' }]],
  ['\u001B[6~', [{ type: 'key', name: 'page-down' }]],
  ['\r', [{ type: 'key', name: 'enter' }]],
  ['\t', [{ type: 'key', name: 'tab' }]],
  ['q', [{ type: 'text', text: 'q' }]],
  ['汉', [{ type: 'text', text: '汉' }]],
  ['\u001B[200~粘 贴\u001B[201~', [{ type: 'paste', text: '粘 贴' }]],
  ['\u001B[?1;2c', []],
)

test('where the reads are cut makes no difference', () => {
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 12 }), fc.array(fc.nat(40), { maxLength: 12 }), (sent, cuts) => {
      const bytes = new TextEncoder().encode(sent.map(([one]) => one).join(''))
      const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
      const reader = keyReader()
      const read = [...places, bytes.length].flatMap((place, at) =>
        reader.push(bytes.slice(places[at - 1] ?? 0, place)),
      )
      expect([...read, ...reader.flush()]).toEqual(sent.flatMap(([, keys]) => keys))
    }),
  )
})

test('no bytes are ever too much, and what is read are characters or names', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const reader = keyReader()
      for (const one of [...reader.push(bytes), ...reader.flush()])
        if (one.type === 'text') expect(one.text).toMatch(/^[^\u0000-\u001F\u007F-\u009F]+$/)
    }),
  )
})

test('characters are counted as a reader counts them', () => {
  expect(graphemes('a汉👍🏽é')).toHaveLength(4)
})
