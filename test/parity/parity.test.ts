/**
 * One fault, many spellings: what is found in a key is found in a flag, a variable, a JSON and each trainer's own file.
 * The gate tries each fault in a few spellings; `npm run test:parity` tries 2,000 pairs.
 */
import { expect, test } from 'vitest'
import { rules } from '../../shared/rules/index.ts'
import { compared } from './compare.ts'
import { exceptions } from './exceptions.ts'
import { spellings } from './spellings.ts'

const seed = 20_261_201
const all = process.env.PARITY_PAIRS
const pairs = Number(all ?? 100)

test(`the same is found in ${pairs} pairs of a fault and a spelling (seed ${seed})`, () => {
  const { differences, excepted, same } = compared(pairs, seed, all === undefined ? 1 : undefined)
  for (const [why, count] of excepted) console.log(`${count} excepted: ${why}`)
  expect(
    differences.map(
      ({ kind, rule, spelling, answers }) => `${kind} ${rule} in ${spelling}: ${JSON.stringify(answers)}`,
    ),
  ).toEqual([])
  expect(same).toBe(pairs)
})

test('exceptions name rules and spellings that exist', () => {
  for (const { rule, spelling } of exceptions) {
    expect(
      rules.some(({ id }) => id === rule),
      rule,
    ).toBe(true)
    expect(
      spellings.some(({ id }) => spelling.test(id)),
      String(spelling),
    ).toBe(true)
  }
})
