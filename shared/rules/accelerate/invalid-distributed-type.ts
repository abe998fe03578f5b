/** A strategy that is no text is not checked, and starts a single process. */
import { acceleratesOf, entry, shown, spot } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateInvalidDistributedType = rule({
  id: 'accelerate/invalid-distributed-type',
  severity: 'error',
  stage: 'training',
  consequence: 'costs',
  sources: [
    accelerate('src/accelerate/commands/config/config_args.py:169'),
    accelerate('src/accelerate/commands/launch.py:1413'),
  ],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = entry(root, 'distributed_type')
        if (!one || stringOf(one.value) !== undefined) continue
        if (one.value.kind === 'scalar' && one.value.value.type === 'bool' && !one.value.value.value) continue
        yield { spot: spot(file, 'distributed_type', one), facts: { value: shown(file, one) } }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: [FSDP]\nnum_processes: 1\n' },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
      },
    },
  },
})
