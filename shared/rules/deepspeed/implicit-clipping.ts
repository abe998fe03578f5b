/** Without `gradient_clipping` in the section something clips all the same. */
import { acceleratesOf, argument, entry, launcherOf, spot } from '../../lookup/keys.ts'
import { accelerate, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedImplicitClipping = rule({
  id: 'deepspeed/implicit-clipping',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  // Before, a missing key meant no clipping.
  releases: { accelerate: '>=0.30.0' },
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1233'),
    accelerate('src/accelerate/accelerator.py:2224'),
    transformers('src/transformers/integrations/deepspeed.py:158'),
  ],
  reads: {
    options: ['training.max_grad_norm', 'deepspeed.gradient_clipping'],
    files: 'any',
  },
  files: {
    *check(set) {
      const told = set.files.some(
        ({ reading }) => reading.kind !== 'accelerate' && 'training.max_grad_norm' in reading.answers,
      )
      for (const { file, root } of told ? [] : acceleratesOf(set)) {
        const section = entry(root, 'deepspeed_config')
        if (
          launcherOf(root) !== 'deepspeed' ||
          section?.value.kind !== 'mapping' ||
          argument(root, 'deepspeed_config_file')
        )
          continue
        if (!argument(root, 'gradient_clipping')) yield { spot: spot(file, 'deepspeed_config', section), facts: {} }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config: {zero_stage: 3}\n' },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config: {zero_stage: 3, gradient_clipping: 1.0}\n',
      },
    },
  },
})
