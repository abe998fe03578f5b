/** A value of the Megatron-LM section that the plugin cannot turn into a number or a truth value. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { isNumber, isWhole, pythonText, truthOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const list = (text: string): readonly string[] => text.split(' ')
/** What the plugin makes of the variables (utils/dataclasses.py of Accelerate 1.15.0, MegatronLMPlugin). */
const kinds: readonly (readonly [names: readonly string[], fits: (text: string) => boolean])[] = [
  [
    list(
      'tp_degree pp_degree num_micro_batches recompute_num_layers expert_model_parallel_size context_parallel_size ' +
        'expert_tensor_parallel_size decoder_last_pipeline_num_layers',
    ),
    isWhole,
  ],
  [list('gradient_clipping attention_dropout hidden_dropout'), isNumber],
  [
    list(
      'use_custom_fsdp no_load_optim eod_mask_loss no_save_optim optimizer_cpu_offload overlap_cpu_optimizer_d2h_h2d ' +
        'use_precision_aware_optimizer sequence_parallelism recompute_activations use_distributed_optimizer ' +
        'attention_backend attention_softmax_in_fp32 calculate_per_token_loss use_rotary_position_embeddings',
    ),
    (text) => truthOf(text) !== undefined,
  ],
]
/** These are handed on even where they say nothing. */
const never = new Set(list('tp_degree pp_degree gradient_clipping use_custom_fsdp'))

export const megatronInvalidValue = rule({
  id: 'megatron/invalid-value',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:2627'), accelerate('src/accelerate/utils/launch.py:325')],
  reads: {
    options: ['megatron_lm.megatron_lm_tp_degree'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        if (launcherOf(root) !== 'megatron') continue
        for (const [names, fits] of kinds) {
          for (const name of names) {
            const one = argument(root, `megatron_lm_${name}`)
            if (!one || (typeOf(one.entry.value) === 'null' ? !never.has(name) : fits(pythonText(one.entry.value))))
              continue
            const number = Number(pythonText(one.entry.value))
            const fix: Change[] | undefined =
              fits === isWhole && Number.isInteger(number) ? [{ path: path(one.path), value: number }] : undefined
            yield hit(file, one, {}, fix)
          }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MEGATRON_LM\nnum_processes: 8\nmixed_precision: bf16\nmegatron_lm_config:\n  megatron_lm_tp_degree: 2.0\n  megatron_lm_context_parallel_size: 1\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MEGATRON_LM\nnum_processes: 8\nmixed_precision: bf16\nmegatron_lm_config:\n  megatron_lm_tp_degree: 2\n  megatron_lm_context_parallel_size: 1\n',
      },
    },
  },
})
