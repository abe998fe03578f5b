/** Keys whose flag has a default of its own, so that the value in the file never counts. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateFlagOnlyOption = rule({
  id: 'accelerate/flag-only-option',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/commands/launch.py:1278-1283'),
    accelerate('src/accelerate/commands/launch.py:326-331'),
    accelerate('src/accelerate/commands/launch.py:209-214'),
  ],
  reads: {
    options: ['accelerate.rdzv_backend', 'accelerate.enable_cpu_affinity', 'hardware.machines'],
  },
  run: {
    plansOnly: true,
    check: ({ config }) => {
      const keys: string[] = []
      if (config['hardware.machines'] > 1 && config['accelerate.rdzv_backend'] !== 'static') keys.push('rdzv_backend')
      if (config['accelerate.enable_cpu_affinity']) keys.push('enable_cpu_affinity')
      return keys.length > 0 ? { keys } : undefined
    },
    example: {
      bad: { 'accelerate.enable_cpu_affinity': true },
      good: { 'accelerate.enable_cpu_affinity': false },
    },
  },
})
