/** A page that changed in one language is read in the other before it is published; `node scripts/accept-translations.ts` says that it was. */
import { describe, expect, it } from 'vitest'
import { acceptedNow, readAccepted, unread } from './translations.ts'

describe('translations', () => {
  it('were read side by side since either text changed', () => {
    expect(unread(readAccepted(), acceptedNow())).toEqual([])
  })
  it.each([
    [{ a: '1 2' }, []],
    [{ a: '1 3' }, ['a: Chinese changed alone']],
    [{ a: '4 2' }, ['a: English changed alone']],
    [{ a: '4 3' }, []],
    [{ b: '1 2' }, []],
  ] as const)('of %j beside {"a":"1 2"} are unread: %j', (now, expected) => {
    expect(unread({ a: '1 2' }, now)).toEqual(expected)
  })
})
