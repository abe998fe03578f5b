/** GRPO and RLOO are told the size of a generation batch in two ways. */
import { claimed, spotOfClaim } from '../../lookup/claimed.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlConflictingGenerationSizes = rule({
  id: 'trl/conflicting-generation-sizes',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [page('https://github.com/huggingface/trl/blob/v1.16.0/trl/trainer/grpo_config.py', '2026-12-01')],
  reads: { options: ['training.per_device_train_batch_size'], files: ['trl', 'launch-script'] },
  files: {
    *check(set) {
      const [batch, steps] = ['generation_batch_size', 'steps_per_generation'].map((name) =>
        claimed(set, ['trl', 'trainer'], name),
      )
      const spot = batch && spotOfClaim(batch)
      if (!spot || !steps) return
      yield {
        spot,
        facts: { key: 'generation_batch_size', other: 'steps_per_generation' },
        ...(spot.file.reading.language === 'yaml' && { fix: [{ path: ['generation_batch_size'], remove: true }] }),
      }
    },
    example: {
      bad: {
        'grpo.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\nnum_generations: 4\ngeneration_batch_size: 32\nsteps_per_generation: 2\n',
      },
      good: {
        'grpo.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\nnum_generations: 4\nsteps_per_generation: 2\n',
      },
    },
  },
})
