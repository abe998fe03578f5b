/** Packages that the run imports are not installed. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightMissingPackages = rule({
  id: 'preflight/missing-packages',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('transformers', '5.24.0', 'src/transformers/dependency_versions_check.py:61', '2026-12-01')],
  reads: { options: ['output.trainer', 'method.quantization', 'accelerate.distributed_type'] },
  machine: { seenBy: 'preflight', example: { packages: 'trl, bitsandbytes' } },
})
