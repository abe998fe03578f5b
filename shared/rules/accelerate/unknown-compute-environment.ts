/** Anything but `LOCAL_MACHINE` is read as a SageMaker file. */
import { entry, isLocal, shown, spot, treesOf } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateUnknownComputeEnvironment = rule({
  id: 'accelerate/unknown-compute-environment',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/config/config_args.py:65')],
  reads: {
    options: ['accelerate.compute_environment'],
    files: ['accelerate'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'accelerate')) {
        const one = entry(root, 'compute_environment')
        if (!one || isLocal(root) || stringOf(one.value) === 'AMAZON_SAGEMAKER') continue
        yield {
          spot: spot(file, 'compute_environment', one),
          facts: { value: shown(file, one) },
          fix: [{ path: ['compute_environment'], value: 'LOCAL_MACHINE' }],
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'compute_environment: LOCAL\ndistributed_type: MULTI_GPU\nnum_processes: 8\n' },
      good: {
        'accelerate.yaml': 'compute_environment: LOCAL_MACHINE\ndistributed_type: MULTI_GPU\nnum_processes: 8\n',
      },
    },
  },
})
