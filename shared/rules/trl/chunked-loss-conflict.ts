/** TRL computes its loss in chunks by default, which works neither with Liger's kernels nor with an adapter on the output matrix. */
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlChunkedLossConflict = rule({
  id: 'trl/chunked-loss-conflict',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  releases: { trl: '>=1.13.0' },
  sources: [trl('trl/trainer/sft_config.py:333-334'), trl('trl/trainer/sft_trainer.py:1334-1351')],
  reads: {
    options: ['lora.target_modules', 'method.name'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)) {
        const [loss, liger] = [told(file, 'loss_type'), isOn(told(file, 'use_liger_kernel'))]
        const fix = file.reading.language === 'yaml' && { fix: [{ path: ['loss_type'], value: 'nll' }] }
        if (liger) {
          if (loss?.text === 'chunked_nll') yield { spot: loss.spot, facts: { other: 'use_liger_kernel' }, ...fix }
          continue
        }
        if (loss && loss.text !== 'chunked_nll') continue
        const targets = told(file, 'lora_target_modules')
        if (!targets || set.run.config['method.name'] === 'full' || !/\blm_head\b/.test(targets.text)) continue
        yield { spot: targets.spot, facts: { other: 'lora_target_modules: lm_head' }, ...fix }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nlora_target_modules: [q_proj, v_proj, lm_head]\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nlora_target_modules: [q_proj, v_proj, lm_head]\nloss_type: nll\n',
      },
    },
  },
})
