/** Megatron-LM divides the processes by its degrees, and context parallelism counts as 2 where the file is silent. */
import { acceleratesOf, argument, entry, hit, launcherOf, spot } from '../../lookup/keys.ts'
import { numberOf, pythonText, typeOf } from '../../python/values.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const megatronProcessMismatch = rule({
  id: 'megatron/process-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:2631-2632'),
    accelerate('src/accelerate/utils/dataclasses.py:2681'),
    page('https://github.com/NVIDIA/Megatron-LM/blob/main/megatron/core/parallel_state.py', '2026-11-28'),
  ],
  reads: {
    options: ['hardware.gpus_per_machine', 'hardware.machines'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        if (launcherOf(root) !== 'megatron') continue
        const processes = argument(root, 'num_processes')
        const all = processes && numberOf(processes.entry.value)
        if (!processes || all === undefined || !(all > 0)) continue
        const degree = (name: string, otherwise: number): number => {
          const one = argument(root, `megatron_lm_${name}`)
          return one && typeOf(one.entry.value) !== 'null' ? Number(pythonText(one.entry.value)) : otherwise
        }
        const [tensor, pipeline, context] = [
          degree('tp_degree', 1),
          degree('pp_degree', 1),
          degree('context_parallel_size', 2),
        ]
        const product = tensor * pipeline * context
        if (!Number.isInteger(product) || product < 1 || all % product === 0) continue
        const section = entry(root, 'megatron_lm_config')
        const facts = { processes: all, tensor, pipeline, context, product }
        yield section ? { spot: spot(file, 'megatron_lm_config', section), facts } : hit(file, processes, facts)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MEGATRON_LM\nnum_processes: 8\nmixed_precision: bf16\nmegatron_lm_config:\n  megatron_lm_tp_degree: 8\n  megatron_lm_pp_degree: 1\n  megatron_lm_gradient_clipping: 1.0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MEGATRON_LM\nnum_processes: 8\nmixed_precision: bf16\nmegatron_lm_config:\n  megatron_lm_tp_degree: 8\n  megatron_lm_pp_degree: 1\n  megatron_lm_context_parallel_size: 1\n  megatron_lm_gradient_clipping: 1.0\n',
      },
    },
  },
})
