/** A key that axolotl does not have, and that resembles none of its own. */
import { decisionsOf, spotOfClaim } from '../../lookup/claimed.ts'
import { unknownToAxolotl } from '../../lookup/unknown-names.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const axolotlUnknownKey = rule({
  id: 'axolotl/unknown-key',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [
    page('https://github.com/axolotl-ai-cloud/axolotl/blob/v0.19.0/src/axolotl/utils/schemas/config.py', '2026-12-01'),
  ],
  reads: { options: ['training.seed'], files: ['axolotl', 'launch-script'] },
  files: {
    *check(set) {
      // A plugin brings keys of its own.
      if (set.claims.of('axolotl', 'plugins')) return
      const { unknown, near } = unknownToAxolotl(set)
      for (const { name, winner } of decisionsOf(set, 'axolotl')) {
        // An option is a name that the tool has.
        const spot = winner.key === undefined ? spotOfClaim(winner) : undefined
        if (spot && unknown(name) && !near(name)) yield { spot, facts: { key: name } }
      }
    },
    example: {
      bad: {
        'axolotl.yml': 'base_model: m\nsequence_len: 512\nadapter: lora\nlora_r: 8\nstrategy_of_the_team: fast\n',
      },
      good: { 'axolotl.yml': 'base_model: m\nsequence_len: 512\nadapter: lora\nlora_r: 8\nseed: 1\n' },
    },
  },
})
