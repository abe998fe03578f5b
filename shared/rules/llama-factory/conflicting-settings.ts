/** Two settings that LLaMA-Factory's checks do not take together. */
import { entry, hit, treesOf } from '../../lookup/keys.ts'
import { isTrue, pythonText, typeOf } from '../../python/values.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

const folder = 'https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12e/src/llamafactory/hparams'

interface Says {
  readonly on: (key: string) => boolean
  readonly type: string
  readonly zero3: boolean
}
type Pair = readonly [key: string, other: string, both: (says: Says) => boolean]

const pairs: readonly Pair[] = [
  ['quantization_bit', 'finetuning_type', ({ on, type }) => on('quantization_bit') && !['lora', 'oft'].includes(type)],
  ['pissa_init', 'quantization_bit', ({ on }) => on('pissa_init') && on('quantization_bit')],
  ['resize_vocab', 'quantization_bit', ({ on }) => on('resize_vocab') && on('quantization_bit')],
  ['use_dora', 'finetuning_type', ({ on, type }) => on('use_dora') && type !== 'lora'],
  ['use_rslora', 'finetuning_type', ({ on, type }) => on('use_rslora') && type !== 'lora'],
  ['loraplus_lr_ratio', 'finetuning_type', ({ on, type }) => on('loraplus_lr_ratio') && type !== 'lora'],
  ['pissa_init', 'finetuning_type', ({ on, type }) => on('pissa_init') && type !== 'lora'],
  ...(['use_galore', 'use_apollo', 'use_badam'] as const).map(
    (key): Pair => [key, 'finetuning_type: lora', ({ on, type }) => on(key) && type === 'lora'],
  ),
  ['pure_bf16', 'ZeRO-3', ({ on, zero3 }) => on('pure_bf16') && zero3],
  ['use_unsloth', 'ZeRO-3', ({ on, zero3 }) => on('use_unsloth') && zero3],
  ['predict_with_generate', 'ZeRO-3', ({ on, zero3 }) => on('predict_with_generate') && zero3],
  ['pissa_init', 'ZeRO-3', ({ on, zero3 }) => on('pissa_init') && zero3],
]

export const llamaFactoryConflictingSettings = rule({
  id: 'llama-factory/conflicting-settings',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [page(`${folder}/parser.py`, '2026-11-28'), page(`${folder}/finetuning_args.py`, '2026-11-28')],
  reads: {
    options: [],
    files: ['llama-factory'],
  },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'llama-factory')) {
        const said = (key: string) => {
          const one = entry(root, key)
          return one && typeOf(one.value) !== 'null' ? pythonText(one.value) : undefined
        }
        const json = said('deepspeed')
        const says: Says = {
          on: (key) => {
            const one = entry(root, key)
            return one !== undefined && isTrue(one.value)
          },
          type: said('finetuning_type') ?? 'lora',
          zero3: json !== undefined && set.run.answers['deepspeed.zero_stage'] === 3,
        }
        const told = new Set<string>()
        for (const [key, other, both] of pairs) {
          const one = entry(root, key)
          if (!one || told.has(key) || !both(says)) continue
          told.add(key)
          yield hit(
            file,
            { path: key, entry: one },
            { other: other === 'finetuning_type' ? `finetuning_type: ${says.type}` : other },
          )
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: meta-llama/Llama-3.1-8B\nstage: sft\ndo_train: true\nfinetuning_type: full\nquantization_bit: 4\ntemplate: llama3\ncutoff_len: 4096\ndataset: alpaca_en_demo\nbf16: true\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: meta-llama/Llama-3.1-8B\nstage: sft\ndo_train: true\nfinetuning_type: lora\nquantization_bit: 4\ntemplate: llama3\ncutoff_len: 4096\ndataset: alpaca_en_demo\nbf16: true\n',
      },
    },
  },
})
