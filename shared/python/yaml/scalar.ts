/** One scalar as PyYAML 6.0.3's SafeLoader reads it (YAML 1.1), and the shortest text that it reads back to the same value. */

/** What a scalar is to Python; `error` is what PyYAML refuses, with the reason. */
export type PyScalar =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  /** A bigint where a number would lose digits. */
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'str'; readonly value: string }
  /** ISO 8601, as `date.isoformat()` writes it. */
  | { readonly type: 'date'; readonly value: string }
  /** ISO 8601, as `datetime.isoformat()` writes it; without an offset where Python's would be naive. */
  | { readonly type: 'datetime'; readonly value: string }
  /** Hexadecimal digits. */
  | { readonly type: 'bytes'; readonly value: string }
  | { readonly type: 'error'; readonly reason: string }

/** The tags that a plain scalar can resolve to, without `tag:yaml.org,2002:`. */
export type ImplicitTag = 'bool' | 'float' | 'int' | 'merge' | 'null' | 'timestamp' | 'value' | 'yaml' | 'str'

/*
 * The patterns are those of resolver.py:171 ff. in PyYAML 6.0.3 (read 2026-11-24). Python's `$` also matches before one
 * newline at the end, hence `\n?$`. PyYAML tries only the patterns registered for the first character; each of them can
 * begin with no other.
 */
const boolPattern = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)\n?$/
const floatPattern =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\n?$/
const intPattern =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\n?$/
const nullPattern = /^(?:~|null|Null|NULL)\n?$/
const timestampPattern =
  /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)\n?$/

/** The tag that PyYAML gives a plain scalar. */
export function implicitTag(text: string): ImplicitTag {
  if (text === '') return 'null'
  const first = text.charCodeAt(0)
  const digit = first >= 0x30 && first <= 0x39
  if (digit || first === 0x2d || first === 0x2b || first === 0x2e) {
    if (floatPattern.test(text)) return 'float'
    if (first !== 0x2e && intPattern.test(text)) return 'int'
    if (digit && timestampPattern.test(text)) return 'timestamp'
    return 'str'
  }
  // No other pattern is longer than "false" and a newline.
  if (text.length > 6) return 'str'
  if (boolPattern.test(text)) return 'bool'
  if (nullPattern.test(text)) return 'null'
  if (text === '<<' || text === '<<\n') return 'merge'
  if (text === '=' || text === '=\n') return 'value'
  // Only a quoted text with the tag `!` can get here.
  if (/^[!&*]\n?$/.test(text)) return 'yaml'
  return 'str'
}

/** A plain scalar's value: implicit resolution, then construction. */
export function resolveScalar(text: string): PyScalar {
  return constructScalar(implicitTag(text), text)
}

/** The value of a scalar with a tag of YAML's own set (the part after `tag:yaml.org,2002:`). */
export function constructScalar(tag: string, text: string): PyScalar {
  switch (tag) {
    case 'str':
      return { type: 'str', value: text }
    case 'null':
      return { type: 'null' }
    case 'bool':
      return constructBool(text)
    case 'int':
      return constructInt(text)
    case 'float':
      return constructFloat(text)
    case 'timestamp':
      return constructTimestamp(text)
    case 'binary':
      return constructBinary(text)
    default:
      return { type: 'error', reason: `could not determine a constructor for the tag 'tag:yaml.org,2002:${tag}'` }
  }
}

const refused = (reason: string): PyScalar => ({ type: 'error', reason })

function constructBool(text: string): PyScalar {
  switch (text.toLowerCase()) {
    case 'yes':
    case 'true':
    case 'on':
      return { type: 'bool', value: true }
    case 'no':
    case 'false':
    case 'off':
      return { type: 'bool', value: false }
    default:
      return refused(`no truth value: ${shown(text)}`)
  }
}

/** Python refuses to convert more decimal digits than this (sys.get_int_max_str_digits, 3.11); bases of a power of two are free. */
const longestDecimal = 4300

const exact = (value: bigint): PyScalar => ({
  type: 'int',
  value: value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value,
})

/** `int(text, base)` of Python for the text that is left after signs and underscores; undefined = ValueError. */
function pythonInt(text: string, base: 2 | 8 | 10 | 16): bigint | undefined {
  const match = /^\s*([-+]?)([0-9a-zA-Z]+)\s*$/.exec(text)
  if (!match) return undefined
  let digits = match[2]!
  if (base === 16 && /^0x/i.test(digits)) digits = digits.slice(2)
  if (base === 8 && /^0o/i.test(digits)) digits = digits.slice(2)
  if (base === 2 && /^0b/i.test(digits)) digits = digits.slice(2)
  const valid = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^[0-9]+$/, 16: /^[0-9a-fA-F]+$/ }[base]
  if (!valid.test(digits)) return undefined
  if (base === 10 && digits.length > longestDecimal) return undefined
  const value = BigInt(base === 10 ? digits : `${{ 2: '0b', 8: '0o', 16: '0x' }[base]}${digits}`)
  return match[1] === '-' ? -value : value
}

function constructInt(text: string): PyScalar {
  let rest = text.replaceAll('_', '')
  if (rest === '') return refused('string index out of range')
  const negative = rest[0] === '-'
  if (negative || rest[0] === '+') rest = rest.slice(1)
  if (rest === '') return refused('string index out of range')
  if (rest === '0') return { type: 'int', value: 0 }
  let value: bigint | undefined
  if (rest.startsWith('0b')) value = pythonInt(rest.slice(2), 2)
  else if (rest.startsWith('0x')) value = pythonInt(rest.slice(2), 16)
  else if (rest[0] === '0') value = pythonInt(rest, 8)
  else if (rest.includes(':')) value = sexagesimal(rest.split(':'))
  else value = pythonInt(rest, 10)
  if (value === undefined) return refused(`invalid literal for int(): ${shown(text)}`)
  return exact(negative ? -value : value)
}

function sexagesimal(parts: readonly string[]): bigint | undefined {
  let value = 0n
  for (const part of parts) {
    const digit = pythonInt(part, 10)
    if (digit === undefined) return undefined
    value = value * 60n + digit
  }
  return value
}

const decimalPattern = /^\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?\s*$/
/** `float(text)` of Python; undefined = ValueError. */
function pythonFloat(text: string): number | undefined {
  if (decimalPattern.test(text)) return Number(text)
  const word = /^\s*([-+]?)(inf|infinity|nan)\s*$/.exec(text)
  if (!word) return undefined
  if (word[2] === 'nan') return Number.NaN
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

function constructFloat(text: string): PyScalar {
  let rest = text.replaceAll('_', '').toLowerCase()
  if (rest === '') return refused('string index out of range')
  const sign = rest[0] === '-' ? -1 : 1
  if (rest[0] === '-' || rest[0] === '+') rest = rest.slice(1)
  if (rest === '') return refused('string index out of range')
  if (rest === '.inf') return { type: 'float', value: sign * Number.POSITIVE_INFINITY }
  if (rest === '.nan') return { type: 'float', value: Number.NaN }
  if (!rest.includes(':')) {
    const value = pythonFloat(rest)
    return value === undefined
      ? refused(`could not convert string to float: ${shown(text)}`)
      : { type: 'float', value: sign * value }
  }
  // The order of the additions is PyYAML's, from the seconds up, so that the rounding is the same.
  let value = 0
  let base = 1n
  for (const part of rest.split(':').reverse()) {
    const digit = pythonFloat(part)
    if (digit === undefined) return refused(`could not convert string to float: ${shown(text)}`)
    const factor = Number(base)
    if (factor === Number.POSITIVE_INFINITY) return refused('int too large to convert to float')
    value += digit * factor
    base *= 60n
  }
  return { type: 'float', value: sign * value }
}

const timestampParts =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?\n?$/

const two = (value: number): string => String(value).padStart(2, '0')

function constructTimestamp(text: string): PyScalar {
  const match = timestampParts.exec(text)
  if (!match) return refused(`no timestamp: ${shown(text)}`)
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1) return refused(`year ${year} is out of range`)
  if (month < 1 || month > 12) return refused('month must be in 1..12')
  if (day < 1 || day > daysIn(year, month)) return refused('day is out of range for month')
  const date = `${match[1]}-${two(month)}-${two(day)}`
  if (match[4] === undefined) return { type: 'date', value: date }
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])]
  if (hour > 23) return refused('hour must be in 0..23')
  if (minute > 59) return refused('minute must be in 0..59')
  if (second > 59) return refused('second must be in 0..59')
  const micro = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'))
  let offset = ''
  if (match[9] !== undefined) {
    const minutes = Number(match[10]) * 60 + Number(match[11] ?? 0)
    if (minutes >= 1440) return refused('offset must be strictly between -24 and 24 hours')
    offset = `${match[9] === '-' && minutes > 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  } else if (match[8] !== undefined) offset = '+00:00'
  const fraction = micro === 0 ? '' : `.${String(micro).padStart(6, '0')}`
  return { type: 'datetime', value: `${date}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${offset}` }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Python's lenient base64: characters outside of the alphabet are skipped, padding ends the data. */
function constructBinary(text: string): PyScalar {
  let hex = ''
  let held = 0
  let position = 0
  let pads = 0
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) return refused('failed to convert base64 data into ascii')
    if (text[index] === '=') {
      if (position >= 2 && position + ++pads >= 4) {
        position = 0
        break
      }
      continue
    }
    const digit = base64.indexOf(text[index]!)
    if (digit < 0) continue
    pads = 0
    if (position > 0) hex += ((((held << 6) | digit) >> (6 - 2 * position)) & 0xff).toString(16).padStart(2, '0')
    held = digit & (0x3f >> (2 * position))
    position = (position + 1) % 4
    if (position === 0) held = 0
  }
  if (position === 1) return refused('failed to decode base64 data: one character too many')
  if (position !== 0) return refused('failed to decode base64 data: Incorrect padding')
  return { type: 'bytes', value: hex }
}

/** A value that a file may hold, as this project's own types have it, or as PyYAML read it. */
export type Writable = string | number | bigint | boolean | null | PyScalar

/** Where the text is to stand: between `[` and `]` or `{` and `}` more characters need quotes. */
export type Context = 'block' | 'flow'

/**
 * The shortest readable text that PyYAML reads back to the same value and type. A whole JavaScript number below 1e22 becomes an
 * int; to write the float 2.0, pass `{ type: 'float', value: 2 }`.
 */
export function writeScalar(value: Writable, context: Context = 'block'): string {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'boolean':
      return String(value)
    case 'bigint':
      return String(value)
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < 1e22 && !Object.is(value, -0)
        ? String(BigInt(value))
        : writeFloat(value)
    case 'string':
      return writeText(value, context)
  }
  switch (value.type) {
    case 'null':
      return 'null'
    case 'bool':
    case 'int':
      return String(value.value)
    case 'float':
      return writeFloat(value.value)
    case 'str':
      return writeText(value.value, context)
    case 'date':
    case 'datetime':
      return value.value
    case 'bytes':
      return `!!binary ${writeText(encodeBase64(value.value), context, true)}`
    case 'error':
      throw new TypeError(`a value that could not be read cannot be written: ${value.reason}`)
  }
}

/** YAML 1.1 has floats only with a point, and an exponent only with a sign: `2.0e-4`, not `2e-4`. */
function writeFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [digits, exponent] = value.toExponential().split('e') as [string, string]
  const scientific = `${digits.includes('.') ? digits : `${digits}.0`}e${exponent}`
  const power = Number(exponent)
  // Further out, the decimal form is longer for every number, and JavaScript itself no longer writes it.
  if (power < -6 || power > 20) return scientific
  const plain = String(value)
  const decimal = plain.includes('.') ? plain : `${plain}.0`
  return scientific.length < decimal.length ? scientific : decimal
}

/** What PyYAML's reader takes unescaped (reader.py:142), without the breaks that a quoted scalar would fold; the BOM is escaped so that no editor loses it. */
const unsafeInQuotes = /[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u
/** Characters that cannot begin a plain scalar. */
const indicatorFirst = /^[-?:,[\]{}#&*!|>'"%@`]/
const notPlainInBlock = /[\t]|: | #|^ | $|:$/
const notPlainInFlow = /[,?[\]{}]/

function writeText(text: string, context: Context, anyType = false): string {
  if (unsafeInQuotes.test(text)) return writeDoubleQuoted(text)
  if (isPlain(text, context) && (anyType || implicitTag(text) === 'str')) return text
  return `'${text.replaceAll("'", "''")}'`
}

function isPlain(text: string, context: Context): boolean {
  if (text === '' || notPlainInBlock.test(text) || text.startsWith('---') || text.startsWith('...')) return false
  if (context === 'flow' && (notPlainInFlow.test(text) || text.startsWith(':'))) return false
  if (!indicatorFirst.test(text)) return true
  // `-x`, `?x` and `:x` are plain; a space or the end would make them an indicator.
  return /^[-?:][^\s]/.test(text)
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

function writeDoubleQuoted(text: string): string {
  let out = '"'
  for (const character of text) {
    const short = shortEscapes[character]
    if (short !== undefined) out += short
    else if (!unsafeInQuotes.test(character)) out += character
    else {
      const code = character.codePointAt(0)!
      out += code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
    }
  }
  return `${out}"`
}

function encodeBase64(hex: string): string {
  let out = ''
  for (let index = 0; index < hex.length; index += 6) {
    const part = hex.slice(index, index + 6)
    const bits = Number.parseInt(part.padEnd(6, '0'), 16)
    const count = part.length / 2 + 1
    for (let digit = 0; digit < 4; digit++) out += digit < count ? base64[(bits >> (18 - 6 * digit)) & 63] : '='
  }
  return out
}

/** A text from a file as it may stand in a message: short, and without control characters. */
const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)
