/** The bytes of a file as text, as PyYAML's reader decodes and accepts them. */

import { type Place, placeIn } from './node.ts'

export type Encoding = 'utf-8' | 'utf-16-le' | 'utf-16-be'

/** What stops PyYAML before it sees any YAML. */
export interface ReaderProblem {
  /** `encoding`: the bytes are not what the encoding allows; `character`: a character that YAML forbids. */
  readonly problem: 'encoding' | 'character'
  /** The byte (encoding) or UTF-16 unit (character) it stands at, from 0. */
  readonly offset: number
  /** The byte or code point. */
  readonly code: number
  readonly detail: string
}

export type Decoded =
  | { readonly text: string; readonly encoding: Encoding; readonly bom: boolean }
  /** `at`: the place in the text that could be decoded; its offset counts UTF-16 units. */
  | ({ readonly text: undefined; readonly encoding: Encoding; readonly at: Place } & ReaderProblem)

/** reader.py:142 of PyYAML 6.0.3 (read 2026-11-24). Without the `u` flag a surrogate pair would be refused as two halves. */
const notPrintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** The first character of a text that PyYAML refuses to read. */
export function forbiddenCharacter(text: string): ReaderProblem | undefined {
  const offset = text.search(notPrintable)
  if (offset < 0) return undefined
  const code = text.codePointAt(offset)!
  return {
    problem: 'character',
    offset,
    code,
    detail: `unacceptable character #x${code.toString(16).padStart(4, '0')}: special characters are not allowed`,
  }
}

/** UTF-16 with a byte order mark, UTF-8 otherwise; both strict. A UTF-8 mark stays in the text, where PyYAML skips it. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return accepted(decodeUtf16(bytes, 'utf-16-le'))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return accepted(decodeUtf16(bytes, 'utf-16-be'))
  return accepted(decodeUtf8(bytes))
}

function accepted(decoded: Decoded): Decoded {
  if (decoded.text === undefined) return decoded
  const problem = forbiddenCharacter(decoded.text)
  return problem
    ? { text: undefined, encoding: decoded.encoding, at: placeIn(decoded.text, problem.offset), ...problem }
    : decoded
}

function refused(encoding: Encoding, bytes: Uint8Array, offset: number, reason: string): Decoded {
  const code = bytes[offset] ?? 0
  const detail = `'${encoding}' codec can't decode byte #x${code.toString(16).padStart(2, '0')}: ${reason}`
  // What stands before the fault is whole, so that it decodes.
  const before =
    (encoding === 'utf-8' ? decodeUtf8(bytes.subarray(0, offset)) : decodeUtf16(bytes.subarray(0, offset), encoding))
      .text ?? ''
  return { text: undefined, encoding, at: placeIn(before, before.length), problem: 'encoding', offset, code, detail }
}

/** So many units are turned into text at a time; a call with very many arguments would overflow the stack. */
const portion = 8192

function textOf(units: Uint16Array, length: number): string {
  let text = ''
  for (let start = 0; start < length; start += portion) {
    text += String.fromCharCode.apply(
      null,
      units.subarray(start, Math.min(start + portion, length)) as unknown as number[],
    )
  }
  return text
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16-le' | 'utf-16-be'): Decoded {
  const units = new Uint16Array(bytes.length >> 1)
  const [low, high] = encoding === 'utf-16-le' ? [0, 1] : [1, 0]
  for (let index = 0; index < units.length; index++) {
    units[index] = bytes[2 * index + low]! | (bytes[2 * index + high]! << 8)
  }
  for (let index = 0; index < units.length; index++) {
    const unit = units[index]!
    if (unit < 0xd800 || unit > 0xdfff) continue
    const next = units[index + 1]
    if (unit >= 0xdc00) return refused(encoding, bytes, 2 * index, 'illegal encoding')
    if (next === undefined) return refused(encoding, bytes, 2 * index, 'unexpected end of data')
    if (next < 0xdc00 || next > 0xdfff) return refused(encoding, bytes, 2 * index, 'illegal UTF-16 surrogate')
    index++
  }
  if (bytes.length % 2 === 1) return refused(encoding, bytes, bytes.length - 1, 'truncated data')
  return { text: textOf(units, units.length), encoding, bom: true }
}

/** The well-formed sequences of Unicode 17, table 3-7: no overlong form, no surrogate, nothing above U+10FFFF. */
function decodeUtf8(bytes: Uint8Array): Decoded {
  const units = new Uint16Array(bytes.length)
  let length = 0
  let index = 0
  while (index < bytes.length) {
    const first = bytes[index]!
    if (first < 0x80) {
      units[length++] = first
      index++
      continue
    }
    const more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0
    if (more === 0) return refused('utf-8', bytes, index, 'invalid start byte')
    let code = first & (0x3f >> more)
    for (let step = 1; step <= more; step++) {
      const byte = bytes[index + step]
      if (byte === undefined) return refused('utf-8', bytes, index, 'unexpected end of data')
      const [least, most] =
        step > 1
          ? [0x80, 0xbf]
          : [first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80, first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf]
      if (byte < least! || byte > most!) return refused('utf-8', bytes, index, 'invalid continuation byte')
      code = (code << 6) | (byte & 0x3f)
    }
    if (code > 0xffff) {
      units[length++] = 0xd800 + ((code - 0x10000) >> 10)
      units[length++] = 0xdc00 + ((code - 0x10000) & 0x3ff)
    } else units[length++] = code
    index += more + 1
  }
  return { text: textOf(units, length), encoding: 'utf-8', bom: units[0] === 0xfeff }
}
