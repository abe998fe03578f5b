/** Targets of a command are separated by blanks: a comma behind one becomes part of its name. */
import { decisionsOf, spotOfClaim } from '../../lookup/claimed.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

/** Arguments that the parser reads as several words. */
const lists = ['target_modules', 'lora_target_modules', 'modules_to_save', 'lora_modules_to_save']

export const peftCommaInTarget = rule({
  id: 'peft/comma-in-target',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/tuners/tuners_utils.py:1066')],
  reads: { options: ['lora.target_modules'], files: ['launch-script'] },
  files: {
    *check(set) {
      for (const tool of ['trl', 'trainer', 'ms-swift'] as const) {
        for (const { name, winner } of decisionsOf(set, tool)) {
          const spot = spotOfClaim(winner)
          if (!spot || !winner.location || winner.source !== 'flag' || !lists.includes(name)) continue
          const words = spot.file.text.slice(winner.location.valueAt.offset, spot.end).split(/[\s\\]+/)
          const wrong = words.find((word, place) => /,["']?$/.test(word) && place < words.length - 1)
          if (wrong !== undefined) yield { spot, facts: { key: name, value: wrong.replace(/["']/g, '') } }
        }
      }
    },
    example: {
      bad: {
        'run.sh': 'accelerate launch train.py --use_peft --lora_target_modules q_proj, v_proj --output_dir out\n',
      },
      good: {
        'run.sh': 'accelerate launch train.py --use_peft --lora_target_modules q_proj v_proj --output_dir out\n',
      },
    },
  },
})
