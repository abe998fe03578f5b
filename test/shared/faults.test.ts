/** The known faults: each is found at both ends of its range of releases and at neither neighbour, and only under its settings. */
import { describe, expect, it } from 'vitest'
import { checkFiles } from '../../shared/check-files.ts'
import type { Fault } from '../../shared/faults/fault.ts'
import { faults } from '../../shared/faults/index.ts'
import type { Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import { holds, keysOf, type When } from '../../shared/fields/when.ts'
import { read } from '../../shared/read.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'
import { newestReleases } from '../../shared/tools/index.ts'
import { satisfies } from '../../shared/versions.ts'

/** The settings that fulfil a condition with as little as possible. */
function settings(condition: When): Record<string, Value> {
  if ('all' in condition) return Object.assign({}, ...condition.all.map(settings))
  if ('any' in condition) return settings(condition.any[0] as When)
  if ('above' in condition) return { [condition.key]: condition.above + 1 }
  if ('is' in condition) return { [condition.key]: condition.is[0] as Value }
  if (!('not' in condition)) throw new Error('a fault is about values')
  const inner = condition.not
  if (!('is' in inner)) throw new Error('only a value can be denied here')
  const field = fields[inner.key as FieldKey]
  return { [inner.key]: field.kind === 'list' ? ['lm_head'] : 'worker-0' }
}

const yaml = (values: Readonly<Record<string, Value>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')

function found(fault: Fault, release: string, values: Readonly<Record<string, Value>>): boolean {
  const text = yaml(values)
  const reading = read(text, 'lora-wizard')
  expect(reading?.findings).toEqual([])
  const files: readonly ReadFile[] = reading ? [{ path: 'lora-wizard.yaml', text, reading }] : []
  return checkFiles(files, { versions: { [fault.package]: release } }).some(
    ({ rule, facts }) =>
      rule === 'releases/known-fault' && facts.thread === fault.thread.url && facts.title === fault.title,
  )
}

/** The releases at both ends of a range, inside and outside. */
function ends(range: string): { readonly inside: readonly string[]; readonly outside: readonly string[] } {
  const below = (release: string) => {
    const numbers = release
      .replace(/(\.0)+$/, '')
      .split('.')
      .map(Number)
    const last = numbers.pop() as number
    return [...numbers, last - 1, 99].join('.')
  }
  const parts = range.split(' ')
  const inside: string[] = []
  const outside: string[] = []
  for (const part of parts) {
    const [, sign, release] = /^(>=|<=|<|=)(.+)$/.exec(part) as unknown as [string, string, string]
    if (sign === '<') {
      inside.push(below(release))
      outside.push(release)
    } else {
      inside.push(release)
      if (sign !== '<=') outside.push(below(release))
      if (sign !== '>=') outside.push(`${release}.1`)
    }
  }
  return { inside, outside }
}

describe('the list', () => {
  it('has every fault once, in the file of its package', () => {
    const ids = faults.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, package: name } of faults) expect(id.startsWith(`${name}/`)).toBe(true)
  })
})

describe.each(faults.map((fault) => [fault.id, fault] as const))('%s', (_id, fault) => {
  const values = settings(fault.when)

  it('names options that exist, and a thread with the day it was read', () => {
    for (const key of keysOf(fault.when)) expect(fieldKeys).toContain(key)
    expect(holds(fault.when, (key) => values[key] ?? null)).toBe(true)
    expect(fault.thread.url).toMatch(/^https:\/\/(github\.com|huggingface\.co)\//)
    expect(fault.thread.checked).toMatch(/^2026-\d\d-\d\d$/)
  })

  it('is found at both ends of its range and outside of neither', () => {
    const { inside, outside } = ends(fault.releases)
    for (const release of inside) expect(satisfies(release, fault.releases), release).toBe(true)
    for (const release of outside) expect(satisfies(release, fault.releases), release).toBe(false)
    expect(inside.map((release) => [release, found(fault, release, values)])).toEqual(
      inside.map((release) => [release, true]),
    )
    expect(outside.map((release) => [release, found(fault, release, values)])).toEqual(
      outside.map((release) => [release, false]),
    )
  })

  it('needs each of its settings', () => {
    const [release] = ends(fault.releases).inside
    for (const key of Object.keys(values)) {
      const { [key]: _, ...rest } = values
      if (Object.keys(rest).length > 0) expect(found(fault, release as string, rest), key).toBe(false)
    }
  })
})

it('has few faults in the releases that are assumed', () => {
  const today = faults.filter(({ package: name, releases }) => satisfies(newestReleases[name], releases))
  expect(today.map(({ id }) => id)).toEqual([
    'peft/eight-bit-dora-with-fsdp',
    'peft/paged-optimizer-checkpoint-with-qlora-fsdp',
  ])
})
