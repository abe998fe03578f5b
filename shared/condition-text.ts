/** A condition in words, in any language: for whoever asks why an option does not apply. */
import type { Value } from './fields/field.ts'
import type { When } from './fields/when.ts'
import { fill, type Sentences } from './pages.ts'

/** The condition as a phrase. The sentences come from `conditions.*` of the interface; `name` turns a key into what the reader calls it. */
export function conditionText(
  condition: When,
  sentences: Sentences,
  name: (key: string) => string = (key) => key,
): string {
  const say = (id: string, facts: Readonly<Record<string, Value>>) => fill(sentences(`conditions.${id}`) ?? id, facts)
  const inner = (part: When): string => conditionText(part, sentences, name)
  const joined = (parts: readonly When[], by: string) => {
    const texts = parts.map((part) => ('any' in part || 'all' in part ? `(${inner(part)})` : inner(part)))
    // Between two 汉字 stands no space, whichever sentences meet there.
    return texts
      .join(sentences(`conditions.${by}`) ?? ` ${by} `)
      .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
  }
  if ('all' in condition) return joined(condition.all, 'and')
  if ('any' in condition) return joined(condition.any, 'or')
  if ('not' in condition) {
    const { not } = condition
    if ('is' in not && not.is.length === 1 && not.is[0] === null) return say('given', { key: name(not.key) })
    if ('is' in not) return say('is-not', { key: name(not.key), values: list(not.is, sentences) })
    return say('not', { condition: inner(not) })
  }
  if ('refuses' in condition) return say('refuses', { key: name(condition.key), attention: condition.refuses })
  if ('above' in condition) return say('above', { key: name(condition.key), bound: condition.above })
  if (condition.is.length === 1 && condition.is[0] === null) return say('not-given', { key: name(condition.key) })
  const id = condition.is.includes(null) ? 'is-or-not-given' : 'is'
  return say(id, { key: name(condition.key), values: list(condition.is, sentences) })
}

const list = (values: readonly Value[], sentences: Sentences): string =>
  values
    .filter((value) => value !== null)
    .map(String)
    .join(sentences('conditions.or') ?? ' or ')
