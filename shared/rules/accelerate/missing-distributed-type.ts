/** Accelerate refuses a file without `distributed_type`. */
import { beginning, entry, treesOf } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateMissingDistributedType = rule({
  id: 'accelerate/missing-distributed-type',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/config/config_args.py:109')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['accelerate'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'accelerate')) {
        if (!entry(root, 'distributed_type')) yield { spot: beginning(file, 'distributed_type'), facts: {} }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'compute_environment: LOCAL_MACHINE\nnum_processes: 8\nmixed_precision: bf16\n' },
      good: {
        'accelerate.yaml':
          'compute_environment: LOCAL_MACHINE\ndistributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n',
      },
    },
  },
})
