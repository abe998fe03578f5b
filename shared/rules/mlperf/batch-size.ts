/** MLPerf compares a result with reference runs of the same batch; there are some for 8 to 128 sequences. */
import { globalBatch, saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** Global batches with reference convergence points, rounds 4.0 to 6.1. */
const points = '8, 16, 32, 128'

export const mlperfBatchSize = rule({
  id: 'mlperf/batch-size',
  severity: 'warning',
  stage: 'later',
  consequence: 'quiet',
  sources: [
    trainingRules(541),
    page(
      'https://github.com/mlcommons/logging/blob/7bbf792686936919201796120b970dd820331099/mlperf_logging/rcp_checker/training_6.1.0/rcps_llama2_70b_lora.json',
      '2026-11-28',
    ),
  ],
  reads: {
    options: [
      'hardware.gpus_per_machine',
      'hardware.machines',
      'training.gradient_accumulation_steps',
      'training.per_device_train_batch_size',
    ],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      const batch = globalBatch(set)
      if (batch === undefined || (batch >= 8 && batch <= 128)) return
      const [one] = saidOf(set, 'training.per_device_train_batch_size')
      if (one) yield { spot: one.spot, facts: { batch, points } }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --multi_gpu --num_processes 8 train.py --per_device_train_batch_size 4 --gradient_accumulation_steps 8 --max_grad_norm 0.3\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --multi_gpu --num_processes 8 train.py --per_device_train_batch_size 1 --gradient_accumulation_steps 2 --max_grad_norm 0.3\n',
      },
    },
  },
})
