import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from '../../../../shared/python/json.ts'
import { decode } from '../../../../shared/python/yaml/decode.ts'
import { readYaml } from '../../../../shared/python/yaml/document.ts'
import { nodeAt } from '../../../../shared/python/yaml/edit.ts'
import type { Node, Problem } from '../../../../shared/python/yaml/node.ts'
import { linear } from '../../../linear.ts'
import { randomDocument, randomFrom } from '../../../real/pyyaml_random.ts'
import { runs } from '../../../runs.ts'
import { type Canonical, ofDocument, sameKeys } from './canonical.ts'
import { hostile, hostileJson, works } from './hostile-texts.ts'

/** Each line: a document as JSON, what PyYAML 6.0.3 makes of it. */
const recorded = readFileSync(join(import.meta.dirname, '../../../upstream/yaml-documents.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .map((line) => line.split('\t').map((cell) => JSON.parse(cell)) as [string, Canonical])

/** Every node with the place it is said to stand at. */
function* nodes(root: Node): Generator<Node> {
  yield root
  if (root.kind === 'sequence') for (const { value } of root.items) yield* nodes(value)
  if (root.kind === 'mapping')
    for (const { key, value } of root.written) {
      yield* nodes(key)
      yield* nodes(value)
    }
}

describe('documents', () => {
  test('enough of them are recorded, read and refused', () => {
    const refused = recorded.filter(([, theirs]) => theirs === 'E').length
    expect(refused).toBeGreaterThan(200)
    expect(recorded.length - refused).toBeGreaterThan(200)
  })
  test.each(recorded)('%j is read as PyYAML reads it', (text, theirs) => {
    const ours = ofDocument(text)
    // An alias inside of what it names is refused on purpose.
    if (ours !== 'R') expect(ours).toEqual(sameKeys(theirs))
    else expect(['E', 'R']).toContain(theirs)
  })
  test('every scalar stands where it says', () => {
    for (const [text] of recorded) {
      const { root } = readYaml(text)
      if (!root) continue
      for (const node of nodes(root)) {
        const written = text.slice(node.start.offset, node.end)
        const lines = text.slice(0, node.start.offset).split(/\r\n|[\n\r\x85\u2028\u2029]/)
        expect(node.start.line).toBe(lines.length)
        const bom = lines.length === 1 && text.startsWith('\ufeff') ? 1 : 0
        expect(node.start.column).toBe(lines.at(-1)!.length + 1 - bom)
        if (node.kind === 'scalar' && node.style === 'plain' && !/\s/.test(written)) expect(written).toBe(node.text)
        if (node.kind === 'scalar' && node.style === 'single') expect(written).toMatch(/^'.*'$/s)
        if (node.kind === 'scalar' && node.style === 'double') expect(written).toMatch(/^".*"$/s)
        if (node.kind === 'sequence' && node.flow) expect(written).toMatch(/^\[.*\]$/s)
        // A pair in a list, `[a: b]`, has no braces.
        if (node.kind === 'mapping' && written.startsWith('{') && node.written[0]?.keyAt.offset !== node.start.offset)
          expect(written).toMatch(/^\{.*\}$/s)
      }
    }
  })
})

describe('findings', () => {
  test.each<[string, Problem, boolean, line: number, column: number]>([
    ['a: 1\nb:\n  c: 1\n  c: 2\n', 'duplicate-key', false, 4, 3],
    ['a: 1\nb: [1, 2\n', 'syntax', true, 3, 1],
    ['a: 1\nb:\t2\n', 'syntax', true, 2, 3],
    ['a: 1\n---\nb: 1\n', 'several-documents', true, 2, 1],
    ['a: *b\n', 'undefined-alias', true, 1, 4],
    ['a: &b 1\nc: &b 2\n', 'duplicate-anchor', true, 2, 4],
    ['a: &b [*b]\n', 'recursive-alias', true, 1, 8],
    ['a: 2024-02-30\n', 'bad-value', true, 1, 4],
    ['a: !foo 1\n', 'unknown-tag', true, 1, 4],
    ['a: {<<: 1}\n', 'bad-merge', true, 1, 9],
    ['? [a]\n: 1\n', 'unhashable-key', true, 1, 3],
    ['a: "x\x1b"\n', 'character', true, 1, 6],
    [`${'['.repeat(500)}${']'.repeat(500)}`, 'too-deep', true, 1, 401],
  ])('%j: %s', (text, problem, refused, line, column) => {
    const document = readYaml(text)
    expect(document.findings).toMatchObject([{ problem, refused, at: { line, column } }])
    expect(document.refused).toBe(refused)
    expect(document.root === null).toBe(refused)
  })
  test('a repeated key names the first and keeps the last', () => {
    const { root, findings } = readYaml('a: 1\nb: 2\na: 3\n')
    expect(findings[0]).toMatchObject({ detail: 'a', other: { line: 1, column: 1 } })
    expect(nodeAt(root, ['a'])).toMatchObject({ value: { type: 'int', value: 3 } })
  })
  test('merged keys know that they are', () => {
    const { root } = readYaml('base: &base {x: 1, y: 2}\nrun:\n  <<: *base\n  y: 3\n')
    const run = nodeAt(root, ['run'])
    if (run?.kind !== 'mapping') throw new Error('no mapping')
    expect([...run.entries].map(([name, { merged = false }]) => [name, merged])).toEqual([
      ['x', true],
      ['y', false],
    ])
  })
})

describe('hostile texts', () => {
  const read = (name: string, text: string, problem: Problem | undefined) =>
    test(name, () => {
      const { findings, refused } = readYaml(text)
      expect(refused).toBe(problem !== undefined)
      if (problem) expect(findings.at(-1)?.problem).toBe(problem)
    })
  const laughs = Array.from({ length: 9 }, (_, level) =>
    level === 0
      ? 'a0: &a0 [x]'
      : `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  ).join('\n')
  read('a billion laughs', laughs, 'alias-bomb')
  const merges = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? 'm0: &m0 {x: 1, y: 2}'
      : `m${level}: &m${level} {<<: [${Array(9)
          .fill(`*m${level - 1}`)
          .join(', ')}]}`,
  ).join('\n')
  read('a billion merges', merges, 'alias-bomb')
  for (const [name, [make, problem]] of Object.entries(hostile)) read(`300 kB of ${name}`, make(300_000), problem)
  read('1 MB of aliases', `a: &a 1\nb: [${'*a, '.repeat(250_000)}]`, 'alias-bomb')
  read('5 MB', 'a: 1\n'.repeat(1_000_000), 'too-large')
  test.each(Object.entries(hostileJson))('300 kB of JSON with %s', (_, make) => {
    expect(readJson(make(300_000), { lenient: true }).refused).toBe(false)
  })
  linear(join(import.meta.dirname, 'hostile-texts.ts'), Object.keys(works))
  test('__proto__ is a key like any other', () => {
    const { root } = readYaml('__proto__: {polluted: 1}\nconstructor: 2\n')
    expect(root?.kind === 'mapping' && [...root.entries.keys()]).toEqual(['__proto__', 'constructor'])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
  test('nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.nat()), (text) => {
        const document = typeof text === 'string' ? text : randomDocument(randomFrom(text))
        readYaml(document)
        readJson(document)
        readJson(document, { lenient: true })
        const decoded = decode(new TextEncoder().encode(document))
        expect(decoded.encoding).toBe('utf-8')
      }),
      runs(500),
    )
  })
})

describe('decode', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values)
  test.each([
    ['UTF-8', bytes(0x61, 0xc3, 0xa9), 'aé', 'utf-8'],
    ['UTF-8 with a mark, which stays', bytes(0xef, 0xbb, 0xbf, 0x61), '\ufeffa', 'utf-8'],
    ['UTF-16, little end first', bytes(0xff, 0xfe, 0x61, 0), '\ufeffa', 'utf-16-le'],
    ['UTF-16, big end first', bytes(0xfe, 0xff, 0, 0x61), '\ufeffa', 'utf-16-be'],
    ['a pair of surrogates', bytes(0xff, 0xfe, 0x3d, 0xd8, 0, 0xde), '\ufeff😀', 'utf-16-le'],
    ['four bytes', bytes(0xf0, 0x9f, 0x98, 0x80), '😀', 'utf-8'],
    ['nothing', bytes(), '', 'utf-8'],
  ])('%s', (_, input, text, encoding) => {
    expect(decode(input)).toMatchObject({ text, encoding })
  })
  test.each([
    ['an overlong form', bytes(0x61, 0xc0, 0x80), 'encoding', 1],
    ['a surrogate in UTF-8', bytes(0xed, 0xa0, 0x80), 'encoding', 0],
    ['above U+10FFFF', bytes(0xf4, 0x90, 0x80, 0x80), 'encoding', 0],
    ['Latin-1', bytes(0x63, 0x61, 0x66, 0xe9), 'encoding', 3],
    ['half a surrogate pair', bytes(0xff, 0xfe, 0x3d, 0xd8), 'encoding', 2],
    ['an odd number of bytes', bytes(0xff, 0xfe, 0x61, 0, 0x62), 'encoding', 4],
    ['NUL', bytes(0x61, 0), 'character', 1],
    ['ESC', bytes(0x1b), 'character', 0],
    ['UTF-16 without a mark', bytes(0x61, 0, 0x62, 0), 'character', 1],
  ])('%s is refused', (_, input, problem, offset) => {
    expect(decode(input)).toMatchObject({ text: undefined, problem, offset })
  })
  test('the place of the fault is known', () => {
    expect(decode(bytes(0x61, 0x0a, 0xc3, 0xa9, 0xff))).toMatchObject({ at: { line: 2, column: 2, offset: 3 } })
    expect(decode(bytes(0x61, 0x0a, 0xc3, 0xa9, 0x1b))).toMatchObject({ at: { line: 2, column: 2, offset: 3 } })
    expect(decode(bytes(0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x00, 0xd8, 0x61, 0))).toMatchObject({
      at: { line: 2, column: 1 },
    })
  })
  test('agrees with the platform on every valid text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decode(new TextEncoder().encode(text)).text ?? text).toBe(text)
      }),
    )
  })
})

describe('JSON', () => {
  test.each([
    ['{"a": 1e-4, "b": [true, null, NaN, -Infinity, 12345678901234567890]}'],
    ['{"a": {"b": "\\u00e9\\n\\"/"}}'],
    ['  3.50 '],
  ])('%s', (text) => {
    const { root, findings } = readJson(text)
    expect(findings).toEqual([])
    expect(root).not.toBeNull()
  })
  test('1e-4 is a number here', () => {
    expect(nodeAt(readJson('{"a": 1e-4}').root, ['a'])).toMatchObject({ value: { type: 'float', value: 0.0001 } })
  })
  test('reads what JSON.parse reads', () => {
    const plain = (node: Node): unknown => {
      if (node.kind === 'sequence') return node.items.map(({ value }) => plain(value))
      if (node.kind === 'mapping')
        return Object.fromEntries(
          [...node.entries.values()].map(({ key, value }) => [(key as { text: string }).text, plain(value)]),
        )
      return node.value.type === 'null' ? null : (node.value as { value: unknown }).value
    }
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const parsed: unknown = JSON.parse(text)
        const { root } = readJson(text)
        // Large numbers keep their digits as bigint; JSON.parse rounds them.
        const ours = JSON.stringify(plain(root!), (_, value) => (typeof value === 'bigint' ? Number(value) : value))
        expect(JSON.parse(ours)).toEqual(JSON.parse(JSON.stringify(parsed)))
      }),
    )
  })
  test.each<[string, string, number, number]>([
    ['{"a": 1,}', 'Expecting property name enclosed in double quotes', 1, 8],
    ['{"a": 01}', "Expecting ',' delimiter", 1, 8],
    ["{'a': 1}", 'Expecting property name enclosed in double quotes', 1, 2],
    ['{"a": 1}\n// c', 'Extra data', 2, 1],
    ['{"a": "x\ny"}', 'Invalid control character at', 1, 9],
    ['\ufeff{}', 'Unexpected UTF-8 BOM', 1, 1],
    ['', 'Expecting value', 1, 1],
    ['{"a": tru}', 'Expecting value', 1, 7],
  ])('%j is refused', (text, detail, line, column) => {
    const { refused, findings } = readJson(text)
    expect(refused).toBe(true)
    expect(findings.at(-1)).toMatchObject({ problem: 'syntax', at: { line, column } })
    expect(findings.at(-1)!.detail).toContain(detail)
  })
  test('Hjson that DeepSpeed takes is read and reported', () => {
    const { root, findings, refused } = readJson('\ufeff{\n  # c\n  "a": 1, // d\n  "b": [2,],\n}\n', { lenient: true })
    expect(refused).toBe(false)
    expect(nodeAt(root, ['b', 0])).toMatchObject({ text: '2' })
    expect(findings.map(({ problem, at }) => [problem, at.line])).toEqual([
      ['not-json', 1],
      ['not-json', 2],
      ['not-json', 3],
      ['not-json', 4],
      ['not-json', 4],
    ])
  })
  test('a repeated key is read last and reported', () => {
    const { root, findings } = readJson('{"a": 1, "a": 2}')
    expect(findings).toMatchObject([{ problem: 'duplicate-key', at: { column: 10 }, other: { column: 2 } }])
    expect(nodeAt(root, ['a'])).toMatchObject({ text: '2' })
  })
})
