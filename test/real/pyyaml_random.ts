/** Random scalars, documents and bytes near the places where YAML readers differ. */

export interface Random {
  /** In [0, 1). */
  next(): number
  /** An integer in [0, bound). */
  below(bound: number): number
  chance(probability: number): boolean
  of<T>(items: readonly T[] | string): T
}

/** mulberry32: small, seeded, good enough to wander. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    of: <T>(items: readonly T[] | string) => items[below(items.length)] as T,
  }
}

const words =
  'yes Yes YES yEs no No NO on On ON off Off true True TRUE false False FALSE y n Y N null Null NULL ~ none None nan .nan .NaN .NAN inf .inf -.inf +.Inf << = - ? : 0 -0 +0 0.0 1 08 010 0o7 0x1F 0b101 1e-4 1.0e-4 1.e+3 .5 -.5 1_000 1:30 1:30:45.5 190:20:30 2001-12-14 2001-12-14t21:59:43.10-05:00 2024-02-30 bf16 auto NO_SHARD DEEPSPEED q_proj,v_proj ./path/to http://x:80/y a:b a#b --- ...'.split(
    ' ',
  )
const scalarCharacters = '0123456789_+-.:eExXbBoOaAfFnNiItTzZ ,<=~yYsSrRuUlL'
const oddCharacters = [
  '\n',
  '\t',
  '\r',
  '\0',
  '\x1b',
  '\x85',
  '\xa0',
  '\u2028',
  '\ufeff',
  'é',
  '汉',
  '😀',
  "'",
  '"',
  '\\',
  '#',
  '[',
  ']',
  '{',
  '}',
  '%',
  '@',
  '`',
  '!',
  '&',
  '*',
  '|',
  '>',
  '?',
  '/',
  '\ud800',
]

const digits = (random: Random, count: number, set = '0123456789'): string =>
  Array.from({ length: count }, () => random.of<string>(set)).join('')
const maybe = (random: Random, text: string): string => (random.chance(0.5) ? text : '')

function number(random: Random): string {
  const sign = random.of<string>(['', '', '-', '+'])
  const some = (set?: string): string => digits(random, 1 + random.below(random.chance(0.05) ? 40 : 5), set)
  switch (random.below(9)) {
    case 0:
      return sign + some()
    case 1:
      return sign + some('0123456789_')
    case 2:
      return `${sign}${some()}.${maybe(random, some('0123456789_'))}${maybe(random, `${random.of('eE')}${random.of(['', '+', '-'])}${digits(random, 1 + random.below(3))}`)}`
    case 3:
      return `${sign}.${some('0123456789_')}${maybe(random, `e${random.of(['', '+', '-'])}${digits(random, 1 + random.below(3))}`)}`
    case 4:
      return `${sign}${some()}e${random.of(['', '+', '-'])}${digits(random, 1 + random.below(2))}`
    case 5:
      return `${sign}0${random.of<string>('xXoObB')}${some('0123456789abcdefABCDEFg_')}`
    case 6:
      return `${sign}0${random.of<string>('b')}${some('01_')}`
    case 7:
      return `${sign}${some()}${Array.from({ length: 1 + random.below(random.chance(0.02) ? 200 : 3) }, () => `:${digits(random, 1 + random.below(2), '0123456')}`).join('')}${maybe(random, `.${maybe(random, some('0123456789_'))}`)}`
    default:
      return `${sign}0${some('01234567_8')}`
  }
}

function timestamp(random: Random): string {
  const date = `${random.of(['2024', '2023', '2000', '1900', '0000', '0001', '9999', digits(random, 4)])}-${random.of(['02', '12', '13', '2', '00', digits(random, 2, '01')])}-${random.of(['29', '30', '31', '28', '1', '00', digits(random, 2, '0123')])}`
  if (random.chance(0.3)) return date
  const time = `${random.of([digits(random, 2, '012'), digits(random, 1), '24'])}:${digits(random, 2, '012345678')}:${digits(random, 2, '01234567')}`
  const fraction = random.chance(0.4) ? `.${digits(random, random.below(9))}` : ''
  const zone = random.of([
    '',
    '',
    'Z',
    ' Z',
    `+${digits(random, 1 + random.below(2), '0123')}`,
    ` -${digits(random, 2, '012')}:${digits(random, 2)}`,
    '-0',
    '-00:00',
    '+24:00',
    '+23:59',
    '+23:60',
  ])
  return `${date}${random.of(['T', 't', ' ', '  ', '\t', ''])}${time}${fraction}${zone}`
}

export function randomScalar(random: Random): string {
  switch (random.below(6)) {
    case 0:
      return mutated(random, random.of(words))
    case 1:
      return digits(random, random.below(9), scalarCharacters)
    case 2:
      return number(random)
    case 3:
      return timestamp(random)
    case 4:
      return mutated(random, random.chance(0.5) ? number(random) : timestamp(random))
    default: {
      let text = ''
      for (let count = random.below(8); count > 0; count--) {
        text += random.chance(0.3)
          ? random.of(oddCharacters)
          : random.chance(0.2)
            ? random.of(words)
            : random.of(scalarCharacters)
      }
      return text
    }
  }
}

function mutated(random: Random, text: string): string {
  if (random.chance(0.5)) return text
  const at = random.below(text.length + 1)
  const other = random.chance(0.2) ? random.of<string>(oddCharacters) : random.of<string>(scalarCharacters)
  switch (random.below(3)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1)
    case 1:
      return text.slice(0, at) + other + text.slice(at)
    default:
      return text.slice(0, at) + other + text.slice(at + 1)
  }
}

const plainKeys = ['a', 'b', 'c', 'd', 'num_processes', 'zero_stage', 'deepspeed_config', 'fsdp_config']
const oddKeys = [
  'a',
  'b',
  'num_processes',
  'deepspeed_config',
  'x y',
  'no',
  '1',
  '1.0',
  'true',
  "'q'",
  '"d"',
  '<<',
  '=',
  '~',
  '__proto__',
  'constructor',
  '汉',
  '2001-12-14',
  '2001-12-14 21:59:43 Z',
  '&k k',
  '*k',
  '[l]',
  '? c',
]
const tags = [
  '!!str',
  '!!int',
  '!!float',
  '!!bool',
  '!!null',
  '!!seq',
  '!!map',
  '!!set',
  '!!omap',
  '!!pairs',
  '!!binary',
  '!!timestamp',
  '!',
  '!foo',
  '!!python/none',
  '!<tag:yaml.org,2002:int>',
  '!e!x',
  '!!%73tr',
]
const soup = [
  ' ',
  ' ',
  ' ',
  '  ',
  '\n',
  '\n',
  '\n',
  '\n  ',
  '\n- ',
  '\n  - ',
  ': ',
  ': ',
  ':',
  ', ',
  ',',
  '- ',
  '? ',
  '[',
  ']',
  '{',
  '}',
  '#',
  ' # c',
  '&a ',
  '*a',
  '*a ',
  '!',
  '| ',
  '|\n ',
  '>-\n  ',
  '|2\n   ',
  '|+\n\n',
  "'",
  '"',
  '\\',
  '\\n',
  '\\x41',
  '\t',
  '\r',
  '\r\n',
  '\x85',
  '\u2028',
  '---',
  '\n---\n',
  '\n...\n',
  '%YAML 1.1\n',
  '%TAG !e! tag:e,2000:\n',
  '@',
  '`',
  '<<: ',
  '=',
  'a',
  'b',
  'a: ',
  'b: ',
  '汉',
  '😀',
  '\ufeff',
]

const randomKey = (random: Random): string => random.of<string>(random.chance(0.8) ? plainKeys : oddKeys)

function flow(random: Random, depth: number): string {
  const space = (): string => random.of(['', '', ' ', ' ', '\n  ', '  # c\n '])
  const items = Array.from({ length: random.below(4) }, () => node(random, depth - 1, 'flow', ''))
  if (random.chance(0.5)) return `[${space()}${items.join(`${space()}, `)}${maybe(random, ',')}${space()}]`
  return `{${space()}${items.map((item) => `${randomKey(random)}${random.of([': ', ': ', ': ', ': ', ' : ', ':', ''])}${item}`).join(`,${space()} `)}${space()}}`
}

function blockText(random: Random, indent: string): string {
  const lines = Array.from({ length: random.below(5) }, () =>
    random.chance(0.3)
      ? ''
      : `${indent}${maybe(random, '  ')}${random.of([...words, 'some words', '# no comment', '\ttab'])}`,
  )
  return `${random.of(['|', '>'])}${random.of(['', '', '-', '+', '2', '1-', '+1'])}${random.of(['', '', ' # c', ' '])}\n${lines.join('\n')}`
}

function node(random: Random, depth: number, context: 'block' | 'flow', indent: string): string {
  const properties = `${random.chance(0.02) ? `${random.of(tags)} ` : ''}${random.chance(0.06) ? `&${random.of('abkmnpqrst')} ` : ''}`
  if (random.chance(0.02)) return `*${random.of('abkmn')}`
  if (depth > 0 && random.chance(0.25)) return properties + flow(random, depth)
  if (context === 'block' && depth > 0 && random.chance(0.45)) {
    const deeper = `${indent}${random.of(['  ', '  ', '  ', ' ', '    ', ''])}`
    const list = random.chance(0.3)
    const lines = Array.from({ length: 1 + random.below(4) }, () => entry(random, depth - 1, deeper, list))
    return `${properties}\n${lines.join('\n')}`
  }
  if (context === 'block' && random.chance(0.06)) return properties + blockText(random, `${indent}  `)
  switch (random.below(8)) {
    case 0:
      return `${properties}'${randomText(random).replaceAll("'", "''")}'`
    case 1:
      return `${properties}"${randomText(random)}"`
    case 2:
      return properties + randomText(random)
    case 3:
      return properties
    default:
      return properties + random.of(words)
  }
}
const randomText = (random: Random): string =>
  Array.from({ length: random.below(4) }, () =>
    random.of<string>([...words.slice(0, 40), ' ', '\n   ', '\\n', '\\', 'é', ' #', ': ', ',']),
  ).join('')

function entry(random: Random, depth: number, indent: string, list: boolean): string {
  if (random.chance(0.1)) return `${indent}# ${random.of(words)}`
  if (list) return `${indent}- ${node(random, depth, 'block', `${indent}  `)}`
  if (random.chance(0.05))
    return `${indent}? ${node(random, depth, 'block', indent)}\n${indent}: ${node(random, depth, 'block', indent)}`
  return `${indent}${randomKey(random)}${random.of([':', ':', ':', ' :'])} ${node(random, depth, 'block', indent)}${random.chance(0.1) ? '  # c' : ''}`
}

export function randomDocument(random: Random): string {
  let text: string
  const kind = random.below(10)
  if (kind < 2) text = Array.from({ length: random.below(14) }, () => random.of<string>(soup)).join('')
  else if (kind < 3) text = node(random, 3, 'flow', '')
  else {
    const list = random.chance(0.2)
    text = Array.from({ length: 1 + random.below(6) }, () => entry(random, 3, '', list)).join('\n')
  }
  // A mutation or two, so that what is nearly right is asked about as well.
  for (let count = Math.max(random.below(5) - 2, 0); count > 0; count--) {
    const at = random.below(text.length + 1)
    if (random.chance(0.5)) text = text.slice(0, at) + random.of<string>(soup) + text.slice(at)
    else text = text.slice(0, at) + text.slice(at + 1 + random.below(3))
  }
  if (random.chance(0.1)) text = text.replaceAll('\n', random.of(['\r\n', '\r', '\x85']))
  if (random.chance(0.03)) text = `\ufeff${text}`
  return random.chance(0.7) ? `${text}\n` : text
}

export function randomBytes(random: Random): Uint8Array {
  const text = random.chance(0.5) ? randomDocument(random) : randomScalar(random)
  let bytes: Uint8Array
  switch (random.below(4)) {
    case 0:
      bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
      break
    case 1:
      bytes = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
      break
    default:
      bytes = new TextEncoder().encode(text)
  }
  const out = [...bytes]
  for (let count = random.below(3); count > 0; count--) {
    out.splice(
      random.below(out.length + 1),
      random.below(2),
      ...Array.from({ length: random.below(3) }, () => random.below(256)),
    )
  }
  return Uint8Array.from(out)
}

const jsonPieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"a"',
  '"b"',
  '"\\u00e9"',
  '"\\ud83d"',
  '"\\x"',
  '"\t"',
  'null',
  'true',
  'NaN',
  '-Infinity',
  'Infinity',
  '-',
  '0',
  '01',
  '1.',
  '.5',
  '1e5',
  '1E-7',
  '1e400',
  '12345678901234567890',
  ' ',
  '\n',
  '//',
  '#',
  "'a'",
  '\ufeff',
  '\xa0',
  '{"a": 1, "a": 2}',
]

function jsonValue(random: Random, depth: number): string {
  const space = (): string => random.of(['', '', ' ', '\n', '\t', '\r\n'])
  if (depth > 0 && random.chance(0.5)) {
    const items = Array.from({ length: random.below(4) }, () => jsonValue(random, depth - 1))
    if (random.chance(0.4)) return `[${space()}${items.join(`${space()},${space()}`)}${space()}]`
    const pairs = items.map(
      (item) =>
        `${JSON.stringify(random.of(['a', 'b', 'zero_optimization', 'é', '', '__proto__']))}${space()}:${space()}${item}`,
    )
    return `{${space()}${pairs.join(`,${space()}`)}${space()}}`
  }
  switch (random.below(5)) {
    case 0:
      return random.of(['null', 'true', 'false', 'NaN', 'Infinity', '-Infinity'])
    case 1:
      return JSON.stringify(randomScalar(random))
    case 2:
      return `${random.of(['', '-'])}${random.below(1000)}${random.of(['', '', '.5', '.25e3', 'e-4', 'E+2'])}`
    case 3:
      return random.of(jsonPieces)
    default:
      return number(random)
  }
}

export function randomJson(random: Random): string {
  let text = random.chance(0.15)
    ? Array.from({ length: random.below(10) }, () => random.of<string>(jsonPieces)).join('')
    : jsonValue(random, 4)
  if (random.chance(0.3)) {
    const at = random.below(text.length + 1)
    text =
      text.slice(0, at) + (random.chance(0.5) ? random.of<string>(jsonPieces) : '') + text.slice(at + random.below(3))
  }
  return text
}
