/** Sentences and the facts that they are filled with. */
import { expect, it } from 'vitest'
import { fill } from '../../shared/pages.ts'

it.each([
  ['no {key} here', { key: 'r' }, 'no r here'],
  ['no {key} here', {}, 'no {key} here'],
  ['one of {names}', { names: ['a', 'b'] }, 'one of a, b'],
  ['{names} 之一', { names: ['a', 'b'] }, 'a、b 之一'],
  ['Correct the name (nearest: {meant}).', { meant: 'lora_r' }, 'Correct the name (nearest: lora_r).'],
  ['Correct the name (nearest: {meant}).', { meant: '' }, 'Correct the name.'],
  ['改正名字（最接近的是 {meant}），或者删掉。', { meant: '' }, '改正名字，或者删掉。'],
  ['Correct (see {file}) the name (nearest: {meant}).', { file: 'a', meant: '' }, 'Correct (see a) the name.'],
  ['{left} and {right}', { left: '', right: 'b' }, ' and b'],
] as const)('%s with %j reads %s', (sentence, facts, read) => {
  expect(fill(sentence, facts)).toBe(read)
})
