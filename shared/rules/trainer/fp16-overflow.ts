/** fp16 with a family that was trained in bf16 and whose activations do not fit: the loss is 0 or nan. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** Families whose activations were seen to exceed 65504, the largest number of float16. */
const overflowing = /^(?:qwen2|qwen2_moe|qwen3|qwen3_moe|gemma2|gemma3|gemma3_text)$/

export const trainerFp16Overflow = rule({
  id: 'trainer/fp16-overflow',
  severity: 'error',
  about: ['accelerate.mixed_precision', 'model.id'],
  sources: [
    page('https://github.com/hiyouga/LLaMA-Factory/issues/4278', '2026-12-01'),
    page('https://huggingface.co/docs/transformers/model_doc/gemma2', '2026-12-01'),
  ],
  seen: 'never',
  check: (run) => {
    if (run.config['accelerate.mixed_precision'] !== 'fp16' || run.answers['accelerate.mixed_precision'] === undefined)
      return undefined
    const model = likelyModel(modelOfRun(run))
    return model && overflowing.test(model.modelType) ? { model: model.id } : undefined
  },
  fix: () => ({ 'accelerate.mixed_precision': 'bf16' }),
  example: {
    bad: { 'accelerate.mixed_precision': 'fp16', 'model.id': 'Qwen/Qwen2.5-7B' },
    good: { 'accelerate.mixed_precision': 'bf16', 'model.id': 'Qwen/Qwen2.5-7B' },
  },
})
