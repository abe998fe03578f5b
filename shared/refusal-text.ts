/** Why a value was not taken, in words, in any language. */
import type { Refusal } from './config.ts'
import type { Value } from './fields/field.ts'
import { fill, type Sentences } from './pages.ts'

/** One or two sentences from `refusals.*` of the interface: what is wrong, and what was perhaps meant. */
export function refusalText(refusal: Refusal, sentences: Sentences): string {
  const say = (id: string, facts: Readonly<Record<string, Value>>) => fill(sentences(`refusals.${id}`) ?? id, facts)
  const facts: Record<string, Value> = { key: refusal.key }
  if ('value' in refusal) facts.value = refusal.value
  if ('kind' in refusal) facts.kind = sentences(`kinds.${refusal.kind}`) ?? refusal.kind
  if ('choices' in refusal) facts.choices = refusal.choices.map(String)
  if (refusal.why === 'out-of-range') {
    const { min, max } = refusal
    facts.range = max === null ? `≥ ${min}` : min === null ? `≤ ${max}` : `${min} … ${max}`
  }
  if (refusal.why === 'not-divisible') Object.assign(facts, { by: refusal.by, divisor: refusal.divisor })
  const said = say(refusal.why, facts)
  const meant =
    'nearest' in refusal && refusal.nearest.length > 0 ? say('did-you-mean', { nearest: refusal.nearest }) : ''
  return [said, meant].filter(Boolean).join(sentences('refusals.joint') ?? ' ')
}
