/** The Trainer takes fp16 or bf16, not both. */
import { argumentFiles, isOn, told } from '../../lookup/script-arguments.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerFp16AndBf16 = rule({
  id: 'trainer/fp16-and-bf16',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/training_args.py:1752')],
  reads: {
    options: ['training.fp16'],
    files: ['launch-script', 'llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set)) {
        const [fp16, bf16] = [told(file, 'fp16'), told(file, 'bf16')]
        if (!isOn(fp16) || !isOn(bf16)) continue
        yield {
          spot: fp16.spot,
          facts: { key: 'fp16', other: 'bf16' },
          ...(file.reading.language === 'yaml' && { fix: [{ path: ['fp16'], remove: true }] }),
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nfp16: true\nbf16: true\n',
      },
      good: { 'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nbf16: true\n' },
    },
  },
})
