/** Every option: its default is one of its values, its conditions name options that exist, and somebody stands behind it. */
import { describe, expect, it } from 'vitest'
import { applies, checkValue, recommended, resolve } from '../../shared/config.ts'
import type { Field } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import { keysOf } from '../../shared/fields/when.ts'

/** Every option that the value or the presence of an option depends on directly. */
function dependsOn(key: FieldKey): readonly string[] {
  const field: Field = fields[key]
  const given: unknown = field.default
  const home = field.home
  const byDefault =
    typeof given === 'object' && given !== null && 'follows' in given
      ? [(given as { follows: string }).follows]
      : typeof given === 'object' && given !== null && 'cases' in given
        ? (given as { cases: readonly { when: Parameters<typeof keysOf>[0] }[] }).cases.flatMap((one) =>
            keysOf(one.when),
          )
        : []
  const byHome = !home ? [] : 'same' in home ? [home.same] : 'product' in home ? home.product : [home.key]
  return [...byDefault, ...byHome]
}

describe.each(fieldKeys)('%s', (key) => {
  const field: Field = fields[key]

  it('names only options that exist', () => {
    const named = [...dependsOn(key), ...(field.appliesWhen ? keysOf(field.appliesWhen) : [])]
    expect(named.filter((one) => !Object.hasOwn(fields, one))).toEqual([])
  })

  it('does not get its value from itself', () => {
    const seen = new Set<string>()
    const walk = (one: string): boolean => {
      if (one === key) return true
      if (seen.has(one)) return false
      seen.add(one)
      return dependsOn(one as FieldKey).some(walk)
    }
    expect(dependsOn(key).some(walk)).toBe(false)
  })

  it('is not asked because of its own value', () => {
    expect(field.appliesWhen ? keysOf(field.appliesWhen) : []).not.toContain(key)
  })

  it('has a default that it accepts', () => {
    expect(checkValue(key, recommended({}, key))).toEqual({ value: recommended({}, key) })
    if (typeof field.default === 'object' && field.default !== null && 'cases' in field.default) {
      for (const { value } of field.default.cases) expect(checkValue(key, value)).toEqual({ value })
    }
  })

  it('offers and suggests only what it accepts', () => {
    const shown = field.kind === 'choice' ? (field.offered ?? []) : 'suggest' in field ? (field.suggest ?? []) : []
    for (const value of shown)
      expect(checkValue(key, field.kind === 'list' ? [String(value)] : value)).toHaveProperty('value')
  })

  it('says where it was read, and when', () => {
    for (const { url, checked } of field.sources) {
      expect(url).toMatch(/^(https:\/\/\S+|[\w./-]+\.\w+(:\d+(-\d+)?)?)$/)
      expect(checked).toMatch(/^2026-\d\d-\d\d$/)
    }
  })

  it('says whether the launcher honours it from a file, where it has a name there', () => {
    if (field.emits?.accelerate !== undefined) expect(typeof field.honoured).toBe('boolean')
  })
})

describe('the list', () => {
  it('gives every tool one option for a name, among those that apply together', () => {
    const { config } = resolve({})
    const names = fieldKeys
      .filter((key) => applies(key, config))
      .map((key) => (fields[key] as Field).emits?.accelerate)
      .filter((name) => name !== undefined)
    expect(new Set(names).size).toBe(names.length)
  })
})
