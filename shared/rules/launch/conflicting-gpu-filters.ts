/** deepspeed is told a filter of GPUs and a number of them. */

import { launchesOfRun, spotOfFlag } from '../../lookup/started-launches.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchConflictingGpuFilters = rule({
  id: 'launch/conflicting-gpu-filters',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/launcher/runner.py:439')],
  reads: {
    options: ['accelerate.gpu_ids'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const refusal = started.machines[0]?.start.refusal
        if (refusal !== 'include-beside-count' && refusal !== 'filters-together') continue
        const flags = started.launch.options.map(({ name }) => name)
        const count = flags.find((name) => (refusal === 'filters-together' ? name === 'exclude' : /^num_/.test(name)))
        const filter = flags.find((name) => name === 'include' || name === 'exclude')
        if (filter === undefined || count === undefined) continue
        yield { spot: spotOfFlag(started, filter), facts: { filter: `--${filter}`, count: `--${count}` } }
      }
    },
    example: {
      bad: { 'launch.sh': 'deepspeed --include localhost:0,1 --num_gpus 2 train.py\n' },
      good: { 'launch.sh': 'deepspeed --include localhost:0,1 train.py\n' },
    },
  },
})
