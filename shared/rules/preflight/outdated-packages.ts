/** Packages are older than the releases that were tested. */

import { cite } from '../../source.ts'
import { rule } from '../rule.ts'

export const preflightOutdatedPackages = rule({
  id: 'preflight/outdated-packages',
  severity: 'warning',
  stage: 'worker',
  consequence: 'refuses',
  sources: [cite('trl', '1.16.0', 'trl/trainer/sft_config.py', '2026-12-01')],
  reads: { options: ['output.trainer'] },
  machine: { seenBy: 'preflight', example: { releases: 'trl 0.24.0 < 1.5.1' } },
})
