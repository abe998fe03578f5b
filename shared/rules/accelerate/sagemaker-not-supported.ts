/** Since 1.10 Accelerate looks for a section that its SageMaker files do not have. */
import { entry, spot, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateSagemakerNotSupported = rule({
  id: 'accelerate/sagemaker-not-supported',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  releases: { accelerate: '>=1.10.0' },
  sources: [
    accelerate('src/accelerate/commands/launch.py:1248'),
    page(
      'https://github.com/huggingface/accelerate/blob/v1.10.0/src/accelerate/commands/launch.py#L1071',
      '2026-11-28',
    ),
    accelerate('src/accelerate/commands/config/config_args.py:111'),
  ],
  reads: {
    options: ['accelerate.compute_environment'],
    files: ['accelerate'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'accelerate')) {
        const one = entry(root, 'compute_environment')
        if (!one || stringOf(one.value) !== 'AMAZON_SAGEMAKER') continue
        yield { spot: spot(file, 'compute_environment', one), facts: {} }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'compute_environment: AMAZON_SAGEMAKER\ndistributed_type: DATA_PARALLEL\nec2_instance_type: ml.p3.2xlarge\niam_role_name: role\n',
      },
      good: {
        'accelerate.yaml': 'compute_environment: LOCAL_MACHINE\ndistributed_type: MULTI_GPU\nnum_processes: 8\n',
      },
    },
  },
})
