/** Port 0 lets every machine pick its own port, so they never meet. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchRandomPort = rule({
  id: 'launch/random-port',
  severity: 'error',
  about: ['accelerate.main_process_port', 'hardware.machines'],
  sources: [accelerate('src/accelerate/utils/launch.py:209-210')],
  seen: 'late',
  check: ({ config }) =>
    config['hardware.machines'] > 1 && config['accelerate.main_process_port'] === 0 ? { value: 0 } : undefined,
  fix: () => ({ 'accelerate.main_process_port': 29_500 }),
  example: {
    bad: { 'hardware.machines': 2, 'accelerate.main_process_port': 0 },
    good: { 'hardware.machines': 2, 'accelerate.main_process_port': 29_500 },
  },
})
