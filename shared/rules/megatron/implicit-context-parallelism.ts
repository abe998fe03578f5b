/** Where the file is silent, Accelerate's Megatron plugin cuts every sequence in two. */
import { acceleratesOf, argument, entry, launcherOf, spot } from '../../lookup/keys.ts'
import { numberOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const megatronImplicitContextParallelism = rule({
  id: 'megatron/implicit-context-parallelism',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2681'), accelerate('src/accelerate/utils/launch.py:376')],
  reads: {
    options: [],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const section = entry(root, 'megatron_lm_config')
        if (launcherOf(root) !== 'megatron' || section?.value.kind !== 'mapping') continue
        if (argument(root, 'megatron_lm_context_parallel_size')) continue
        // Where the processes cannot be divided, that is the error to speak of.
        const all = argument(root, 'num_processes')
        const degrees = ['tp_degree', 'pp_degree'].map((name) => {
          const one = argument(root, `megatron_lm_${name}`)
          return one ? (numberOf(one.entry.value) ?? 1) : 1
        })
        const product = degrees.reduce((one, other) => one * other, 2)
        if (all && (numberOf(all.entry.value) ?? 0) % product !== 0) continue
        yield {
          spot: spot(file, 'megatron_lm_config', section),
          facts: {},
          fix: [{ path: ['megatron_lm_config', 'megatron_lm_context_parallel_size'], value: 1 }],
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MEGATRON_LM\nnum_processes: 8\nmixed_precision: bf16\nmegatron_lm_config:\n  megatron_lm_tp_degree: 2\n  megatron_lm_pp_degree: 1\n  megatron_lm_gradient_clipping: 1.0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MEGATRON_LM\nnum_processes: 8\nmixed_precision: bf16\nmegatron_lm_config:\n  megatron_lm_tp_degree: 2\n  megatron_lm_pp_degree: 1\n  megatron_lm_context_parallel_size: 1\n  megatron_lm_gradient_clipping: 1.0\n',
      },
    },
  },
})
