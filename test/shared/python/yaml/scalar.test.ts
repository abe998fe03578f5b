import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveScalar, writeScalar } from '../../../../shared/python/yaml/scalar.ts'
import { canonicalScalar } from './canonical.ts'

/** Each line: a scalar as JSON, what PyYAML 6.0.3 makes of it (`python test/real/pyyaml_judge.py scalars`). */
const recorded = readFileSync(join(import.meta.dirname, '../../../upstream/yaml-scalars.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .map((line) => line.split('\t').map((cell) => JSON.parse(cell) as string) as [string, string])

describe('resolveScalar', () => {
  test('there are enough recorded scalars', () => expect(recorded.length).toBeGreaterThan(300))
  test.each(recorded)('%j is read as PyYAML reads it: %s', (text, theirs) => {
    expect(canonicalScalar(resolveScalar(text))).toBe(theirs)
  })
  test('more decimal digits than Python converts are an error', () => {
    expect(resolveScalar('1'.repeat(4300)).type).toBe('int')
    expect(resolveScalar('1'.repeat(4301)).type).toBe('error')
  })
})

describe('writeScalar', () => {
  test.each<[Parameters<typeof writeScalar>[0], string]>([
    ['no', "'no'"],
    ['NO', "'NO'"],
    ['bf16', 'bf16'],
    ['y', 'y'],
    ['1e-4', '1e-4'],
    ['1.0e-4', "'1.0e-4'"],
    ['', "''"],
    ['null', "'null'"],
    ['~', "'~'"],
    ['12:30', "'12:30'"],
    ['127.0.0.1:29500', '127.0.0.1:29500'],
    ['2024-02-30', "'2024-02-30'"],
    ["it's", "it's"],
    ["'s", "'''s'"],
    ['a: b', "'a: b'"],
    ['a #b', "'a #b'"],
    ['- a', "'- a'"],
    ['-a', '-a'],
    ['q_proj,v_proj', 'q_proj,v_proj'],
    ['a\nb', '"a\\nb"'],
    ['\x1b[31m', '"\\e[31m"'],
    ['C:\\new', 'C:\\new'],
    ['=', "'='"],
    ['<<', "'<<'"],
    ['汉字', '汉字'],
    ['😀', '😀'],
    [true, 'true'],
    [null, 'null'],
    [8, '8'],
    [0.3, '0.3'],
    [0.0002, '0.0002'],
    [0.00001, '1.0e-5'],
    [0.000012, '1.2e-5'],
    [1e-8, '1.0e-8'],
    [1.5e300, '1.5e+300'],
    [1e21, '1000000000000000000000'],
    [-0, '-0.0'],
    [Number.NaN, '.nan'],
    [Number.NEGATIVE_INFINITY, '-.inf'],
    [{ type: 'float', value: 2 }, '2.0'],
    [{ type: 'float', value: 1e16 }, '1.0e+16'],
    [{ type: 'date', value: '2024-02-29' }, '2024-02-29'],
  ])('%j is written %s', (value, text) => {
    expect(writeScalar(value)).toBe(text)
  })
  test('no digit of a large integer is lost', () => {
    expect(writeScalar(123456789012345678901n)).toBe('123456789012345678901')
  })
  test('flow text needs more quotes', () => {
    expect(writeScalar('q_proj,v_proj', 'flow')).toBe("'q_proj,v_proj'")
    expect(writeScalar('a]', 'flow')).toBe("'a]'")
    expect(writeScalar('a]')).toBe('a]')
  })
  test('numbers come back as they were, with their type', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const back = resolveScalar(writeScalar({ type: 'float', value }))
        expect(back).toEqual({ type: 'float', value })
      }),
    )
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const back = resolveScalar(writeScalar(value))
        expect(back.type === 'int' && BigInt(back.value)).toBe(value)
      }),
    )
  })
})
