/** PEFT keeps adapters in FP32 beside 16-bit weights, and FSDP1 flattens one dtype at a time. */
import { parsesTrainingArguments } from '../../lookup/stated-values.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpMixedDtypes = rule({
  id: 'fsdp/mixed-dtypes',
  severity: 'hint',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/utils/other.py:1472'), peft('docs/source/accelerate/fsdp.md')],
  reads: {
    options: [
      'fsdp.fsdp_version',
      'accelerate.mixed_precision',
      'method.name',
      'accelerate.distributed_type',
      'output.trainer',
    ],
  },
  run: {
    // TRL and the MLPerf reference run on the Trainer, which wraps adapters in units of their own.
    unless: (files) => files.some(parsesTrainingArguments),
    check: ({ config }) =>
      config['accelerate.distributed_type'] === 'FSDP' &&
      config['fsdp.fsdp_version'] === 1 &&
      config['method.name'] !== 'full' &&
      config['output.trainer'] === 'transformers' &&
      config['accelerate.mixed_precision'] !== 'no'
        ? { precision: config['accelerate.mixed_precision'] }
        : undefined,
    fix: () => ({ 'fsdp.fsdp_version': 2 }),
    example: {
      bad: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_version': 1,
        'accelerate.mixed_precision': 'bf16',
      },
      good: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_version': 2,
        'accelerate.mixed_precision': 'bf16',
      },
    },
  },
})
