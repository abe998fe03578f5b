/** A key that is nearly one of axolotl's: axolotl drops what it does not know, and says nothing. */
import { nearest } from '../../config.ts'
import { decisionsOf, spotOfClaim } from '../../lookup/claimed.ts'
import { unknownToAxolotl } from '../../lookup/unknown-names.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const axolotlMisspelledKey = rule({
  id: 'axolotl/misspelled-key',
  severity: 'error',
  stage: 'reading',
  consequence: 'quiet',
  sources: [
    page('https://github.com/axolotl-ai-cloud/axolotl/blob/v0.19.0/src/axolotl/utils/schemas/config.py', '2026-12-01'),
  ],
  reads: { options: ['training.save_steps'], files: ['axolotl', 'launch-script'] },
  files: {
    *check(set) {
      const { near, names } = unknownToAxolotl(set)
      for (const { name, winner } of decisionsOf(set, 'axolotl')) {
        // An option is a name that the tool has.
        const spot = winner.key === undefined ? spotOfClaim(winner) : undefined
        if (!spot || !near(name)) continue
        const meant = nearest(name, names)[0] ?? ''
        const taken = set.claims.of('axolotl', meant) !== undefined
        yield {
          spot,
          facts: { key: name, meant },
          ...(spot.file.reading.language === 'yaml' && !taken && { fix: [{ path: name.split('.'), rename: meant }] }),
        }
      }
    },
    example: {
      bad: { 'axolotl.yml': 'base_model: m\nsequence_len: 512\nadapter: lora\nlora_r: 8\nsave_total_limits: 2\n' },
      good: { 'axolotl.yml': 'base_model: m\nsequence_len: 512\nadapter: lora\nlora_r: 8\nsave_total_limit: 2\n' },
    },
  },
})
