/** What a rule's fault does to a run, and when, and whether it was seen to happen: as a sentence. */
import { fill, type Sentences } from './pages.ts'
import { proofOf } from './rules/proofs.ts'
import type { Rule } from './rules/rule.ts'

export function effectText(rule: Rule, sentences: Sentences): string {
  const proof = proofOf(rule.id)
  const effect = fill(sentences('effects.effect') ?? '', {
    consequence: sentences(`effects.consequences.${rule.consequence}`) ?? rule.consequence,
    stage: sentences(`effects.stages.${rule.stage}`) ?? rule.stage,
  })
  const seen = proof ? fill(sentences('effects.proof') ?? '', { ...proof }) : sentences('effects.unproved')
  return fill(sentences('effects.both') ?? '', { effect, seen: seen ?? '' })
}
