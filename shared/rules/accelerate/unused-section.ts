/** A section that the chosen strategy never reads. */
import { acceleratesOf, entry, launcherOf, spot } from '../../lookup/keys.ts'
import { flagsOf } from '../../lookup/launcher-flags.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const readers = { deepspeed_config: 'deepspeed', fsdp_config: 'fsdp', megatron_lm_config: 'megatron' } as const

export const accelerateUnusedSection = rule({
  id: 'accelerate/unused-section',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/launch.py:303'), accelerate('src/accelerate/utils/launch.py:421')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const type = stringOf(entry(root, 'distributed_type')?.value)
        // Where a flag replaces the strategy, that is what there is to say.
        const flag = flagsOf(set, file)?.strategy
        if (type === undefined || (flag !== undefined && flag !== type)) continue
        for (const [section, launcher] of Object.entries(readers)) {
          const one = entry(root, section)
          if (one?.value.kind !== 'mapping' || one.value.entries.size === 0 || launcherOf(root) === launcher) continue
          yield { spot: spot(file, section, one), facts: { section, type } }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n' },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\ndeepspeed_config: {}\n' },
    },
  },
})
