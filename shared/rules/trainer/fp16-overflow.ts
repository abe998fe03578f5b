/** fp16 with a family that was trained in bf16 and whose activations do not fit: the loss is 0 or nan. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import type { ClaimTool } from '../../claims.ts'
import { claimed, spotOfClaim, textOfClaim } from '../../lookup/claimed.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** Families whose activations were seen to exceed 65504, the largest number of float16. */
const overflowing = /^(?:qwen2|qwen2_moe|qwen3|qwen3_moe|gemma2|gemma3|gemma3_text)$/

/** Tools that load the weights in float16 if they are told `fp16`. */
const loadsInHalf: readonly ClaimTool[] = ['llama-factory', 'axolotl']
const half = /^(?:torch\.)?(?:float16|fp16|half|auto)$/

export const trainerFp16Overflow = rule({
  id: 'trainer/fp16-overflow',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    page('https://github.com/hiyouga/LLaMA-Factory/issues/4278', '2026-12-01'),
    page('https://huggingface.co/docs/transformers/model_doc/gemma2', '2026-12-01'),
  ],
  reads: { options: ['accelerate.mixed_precision', 'model.id', 'training.fp16'], files: 'any' },
  files: {
    *check(set) {
      if (set.run.answers['accelerate.mixed_precision'] !== 'fp16') return
      const model = likelyModel(modelOfRun(set.run))
      if (!model || !overflowing.test(model.modelType)) return
      const said = set.claims.option('training.fp16')?.winner ?? set.claims.option('accelerate.mixed_precision')?.winner
      const spot = said && spotOfClaim(said)
      if (!spot) return
      // With weights in float32 autocast keeps what overflows in float32.
      const dtype = textOfClaim(claimed(set, ['trl', 'trainer'], 'dtype', 'torch_dtype'))
      if (!loadsInHalf.includes(said.tool) && !half.test(dtype ?? '')) return
      const { language } = spot.file.reading
      yield {
        spot,
        facts: { model: model.id },
        ...(language === 'yaml' && said.name === 'fp16' && { fix: [{ path: ['fp16'], rename: 'bf16' }] }),
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: Qwen/Qwen2.5-7B\nstage: sft\nfinetuning_type: lora\ntemplate: qwen\ncutoff_len: 512\nfp16: true\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: Qwen/Qwen2.5-7B\nstage: sft\nfinetuning_type: lora\ntemplate: qwen\ncutoff_len: 512\nbf16: true\n',
      },
    },
  },
})
