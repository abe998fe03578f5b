/** FSDP1 flattens a unit into one tensor, which is either frozen or trained. */
import { parsesTrainingArguments } from '../../lookup/stated-values.ts'
import { peft, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpMixedRequiresGrad = rule({
  id: 'fsdp/mixed-requires-grad',
  severity: 'warning',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('docs/source/accelerate/fsdp.md:146'), transformers('src/transformers/trainer.py:1719')],
  reads: {
    options: [
      'fsdp.fsdp_use_orig_params',
      'fsdp.fsdp_version',
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
      !config['fsdp.fsdp_use_orig_params'] &&
      config['method.name'] !== 'full' &&
      config['output.trainer'] === 'transformers'
        ? {}
        : undefined,
    fix: () => ({ 'fsdp.fsdp_use_orig_params': true }),
    example: {
      bad: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_version': 1,
        'fsdp.fsdp_use_orig_params': false,
      },
      good: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_version': 1,
        'fsdp.fsdp_use_orig_params': true,
      },
    },
  },
})
