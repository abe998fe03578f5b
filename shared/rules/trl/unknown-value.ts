/** A name that TRL or the Trainer looks up, and does not find. */
import { nearest } from '../../config.ts'
import { argumentFiles, isTrl, told } from '../../lookup/script-arguments.ts'
import { transformers, trl } from '../../source.ts'
import { rule } from '../rule.ts'

const list = (text: string): readonly string[] => text.split(' ')

/** What TRL 1.13.0 and Transformers 5.18.0 know. */
const known: Readonly<Record<string, readonly string[]>> = {
  dtype: list('auto bfloat16 float16 float32'),
  loss_type: list('nll dft chunked_nll'),
  packing_strategy: list('bfd bfd_split wrapped bfd-requeue'),
  truncation_mode: list('keep_start keep_end'),
  bnb_4bit_quant_type: list('nf4 fp4'),
  bnb_4bit_quant_storage: list('bfloat16 float16 float32 float64 uint8 int8'),
  eval_strategy: list('no steps epoch'),
  save_strategy: list('no steps epoch best'),
  logging_strategy: list('no steps epoch'),
  lr_scheduler_type: list(
    'linear cosine cosine_with_restarts polynomial constant constant_with_warmup inverse_sqrt reduce_lr_on_plateau ' +
      'cosine_with_min_lr cosine_warmup_with_min_lr warmup_stable_decay greedy',
  ),
  optim: list(
    'adamw_torch adamw_torch_fused adamw_torch_xla adamw_torch_npu_fused adafactor adamw_anyprecision ' +
      'adamw_torch_4bit adamw_torch_8bit ademamix sgd adagrad adamw_bnb_8bit adamw_8bit ademamix_8bit lion_8bit ' +
      'lion_32bit paged_adamw_32bit paged_adamw_8bit paged_ademamix_32bit paged_ademamix_8bit paged_lion_32bit ' +
      'paged_lion_8bit rmsprop rmsprop_bnb rmsprop_bnb_8bit rmsprop_bnb_32bit galore_adamw galore_adamw_8bit ' +
      'galore_adafactor galore_adamw_layerwise galore_adamw_8bit_layerwise galore_adafactor_layerwise lomo adalomo ' +
      'grokadamw schedule_free_radam schedule_free_adamw schedule_free_sgd apollo_adamw apollo_adamw_layerwise ' +
      'stable_adamw',
  ),
}
/** What somebody means by a short name. */
const short: Readonly<Record<string, string>> = {
  bf16: 'bfloat16',
  fp16: 'float16',
  half: 'float16',
  fp32: 'float32',
  adamw: 'adamw_torch',
  adamw_hf: 'adamw_torch',
  paged_adamw: 'paged_adamw_32bit',
}

export const trlUnknownValue = rule({
  id: 'trl/unknown-value',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  releases: { trl: '>=1.13.0', transformers: '>=5.18.0' },
  sources: [
    trl('trl/trainer/utils.py:236'),
    trl('trl/trainer/sft_config.py:216-240'),
    transformers('src/transformers/training_args.py:1530-1600'),
  ],
  reads: {
    options: [],
    files: ['trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl']).filter(isTrl)) {
        for (const [key, choices] of Object.entries(known)) {
          const one = told(file, key)
          // A truth value has a rule of its own.
          if (!one || choices.includes(one.text) || ['True', 'False', 'None'].includes(one.text)) continue
          // A place that somebody fills in later.
          if (/[${<]/.test(one.text)) continue
          const meant = short[one.text] ?? nearest(one.text, choices)[0]
          const sure = meant !== undefined && choices.includes(meant)
          yield {
            spot: one.spot,
            facts: { key, value: one.text, known: choices.slice(0, 7), meant: sure ? meant : '' },
            ...(sure && { fix: [{ path: [key], value: meant }] }),
          }
        }
      }
    },
    example: {
      bad: { 'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bf16\n' },
      good: { 'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\n' },
    },
  },
})
