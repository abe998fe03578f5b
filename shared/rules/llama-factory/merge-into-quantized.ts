/** An adapter is merged into weights that are quantized: LLaMA-Factory stops. */
import { claimed, spotOfClaim, textOfClaim } from '../../lookup/claimed.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** How names of checkpoints say that their weights are quantized. */
const quantized = /(?:^|[-_/.])(?:awq|gptq|aqlm|hqq|eetq|int[48]|[48]bit|bnb|w4a16|w8a8|fp8|nf4)(?:$|[-_/.])/i

export const llamaFactoryMergeIntoQuantized = rule({
  id: 'llama-factory/merge-into-quantized',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page(
      'https://github.com/hiyouga/LLaMA-Factory/blob/v0.9.5/src/llamafactory/train/tuner.py#L167-L168',
      '2026-12-01',
    ),
  ],
  reads: { options: ['model.id'], files: ['llama-factory', 'llama-factory-export'] },
  files: {
    *check(set) {
      if (!claimed(set, ['llama-factory'], 'export_dir') || !claimed(set, ['llama-factory'], 'adapter_name_or_path'))
        return
      const bits = claimed(set, ['llama-factory'], 'quantization_bit')
      const model = claimed(set, ['llama-factory'], 'model_name_or_path')
      const named = quantized.test(textOfClaim(model) ?? '')
      const one = bits ?? (named ? model : undefined)
      const spot = one && spotOfClaim(one)
      if (spot) yield { spot, facts: { key: one.name, value: textOfClaim(one) ?? '' } }
    },
    example: {
      bad: {
        'merge.yaml':
          'model_name_or_path: Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4\nadapter_name_or_path: saves/lora\ntemplate: qwen\nexport_dir: merged\n',
      },
      good: {
        'merge.yaml':
          'model_name_or_path: Qwen/Qwen2.5-7B-Instruct\nadapter_name_or_path: saves/lora\ntemplate: qwen\nexport_dir: merged\n',
      },
    },
  },
})
