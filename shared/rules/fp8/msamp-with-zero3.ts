/** MS-AMP cannot work with sharded parameters. */
import { writesDeepspeed } from '../../lookup/run.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fp8MsampWithZero3 = rule({
  id: 'fp8/msamp-with-zero3',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1346')],
  reads: {
    options: [
      'fp8.backend',
      'accelerate.mixed_precision',
      'deepspeed.zero_stage',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
    ],
  },
  run: {
    check: ({ config }) =>
      config['accelerate.mixed_precision'] === 'fp8' &&
      config['fp8.backend'] === 'MSAMP' &&
      config['accelerate.distributed_type'] === 'DEEPSPEED' &&
      // The stage in a JSON of somebody else is not known here; 3 is what such files are mostly for.
      (config['deepspeed.zero_stage'] === 3 || !writesDeepspeed(config))
        ? {}
        : undefined,
    fix: () => ({ 'fp8.backend': 'TE' }),
    example: {
      bad: { 'accelerate.distributed_type': 'DEEPSPEED', 'accelerate.mixed_precision': 'fp8', 'fp8.backend': 'MSAMP' },
      good: { 'accelerate.distributed_type': 'DEEPSPEED', 'accelerate.mixed_precision': 'fp8', 'fp8.backend': 'TE' },
    },
  },
})
