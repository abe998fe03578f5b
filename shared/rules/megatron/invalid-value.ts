/** A value of the Megatron-LM section that the plugin cannot turn into a number or a truth value. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { isNumber, isWhole, pythonText, truthOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { tool } from '../../tools/index.ts'
import { rule } from '../rule.ts'

const fits: Readonly<Record<string, (text: string) => boolean>> = {
  int: isWhole,
  float: isNumber,
  bool: (text) => truthOf(text) !== undefined,
}
/** These are handed on even where they say nothing (utils/launch.py of Accelerate 1.15.0). */
const never = new Set(['tp_degree', 'pp_degree', 'gradient_clipping', 'use_custom_fsdp'])

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
      const plugin = tool('accelerate').release(set.versions.accelerate).section('MegatronLMPlugin')
      for (const { file, root } of launchedOf(set)) {
        if (launcherOf(root) !== 'megatron') continue
        for (const { name, kinds } of plugin?.names.values() ?? []) {
          const one = argument(root, `megatron_lm_${name}`)
          const takes = fits[kinds[0] ?? '']
          if (!one || !takes) continue
          const text = pythonText(one.entry.value)
          if (typeOf(one.entry.value) === 'null' ? !never.has(name) : takes(text)) continue
          const number = Number(text)
          const fix: Change[] | undefined =
            takes === isWhole && Number.isInteger(number) ? [{ path: path(one.path), value: number }] : undefined
          yield hit(file, one, {}, fix)
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
