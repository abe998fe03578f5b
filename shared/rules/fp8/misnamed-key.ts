/** Names that `accelerate config` writes and that nothing reads. */
import { acceleratesOf, entry, spot } from '../../lookup/keys.ts'
import { typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const names = [
  ['amax_history_length', 'amax_history_len'],
  ['amax_compute_algorithm', 'amax_compute_algo'],
  ['optimization_level', 'opt_level'],
] as const

export const fp8MisnamedKey = rule({
  id: 'fp8/misnamed-key',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/commands/config/cluster.py:837'),
    accelerate('src/accelerate/utils/dataclasses.py:424'),
  ],
  reads: {
    options: ['fp8.amax_history_length'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const [name, meant] of names) {
          const one = entry(root, 'fp8_config', name)
          if (!one || typeOf(one.value) === 'null') continue
          const free = !entry(root, 'fp8_config', meant)
          yield {
            spot: spot(file, `fp8_config.${name}`, one),
            facts: { key: name, meant },
            ...(free && { fix: [{ path: ['fp8_config', name], rename: meant }] }),
          }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n  amax_history_length: 16\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n  amax_history_len: 16\n',
      },
    },
  },
})
