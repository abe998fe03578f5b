/** MLPerf's closed division fixes this value for Llama 2 70B LoRA. */
import { trainingRules } from '../../lookup/closed-division.ts'
import { given } from '../../lookup/keys.ts'
import { fileRule } from '../file-rule.ts'

const fixed: Readonly<Record<string, number>> = {
  'lora.r': 16,
  'lora.lora_alpha': 32,
  'lora.lora_dropout': 0.1,
  'training.max_grad_norm': 0.3,
  'deepspeed.gradient_clipping': 0.3,
  'training.weight_decay': 0.0001,
  'data.sequence_length': 8192,
}

export const mlperfClosedDivisionInFiles = fileRule({
  id: 'mlperf/closed-division',
  severity: 'error',
  judge: 'opinion',
  seen: 'late',
  profile: 'mlperf',
  sources: [trainingRules(353), trainingRules(354), trainingRules(355), trainingRules(356), trainingRules(357)],
  *check({ files }) {
    for (const file of files) {
      for (const one of file.reading.given) {
        const must = fixed[one.key]
        if (must === undefined || one.value === must || one.value === null) continue
        yield { spot: given(file, one), facts: { differences: [`${one.path} ${one.value} → ${must}`] } }
      }
    }
  },
  example: {
    bad: {
      'accelerate.yaml':
        'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 1.0\n',
    },
    good: {
      'accelerate.yaml':
        'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 0.3\n',
    },
  },
})
