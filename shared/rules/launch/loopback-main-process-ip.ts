/** An address that means "myself" to every machine. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchLoopbackMainProcessIp = rule({
  id: 'launch/loopback-main-process-ip',
  severity: 'error',
  about: ['accelerate.main_process_ip', 'hardware.machines'],
  sources: [accelerate('src/accelerate/utils/launch.py:224')],
  seen: 'late',
  check: ({ config }) => {
    const address = config['accelerate.main_process_ip']
    return config['hardware.machines'] > 1 && address !== null && /^(localhost|127\.|0\.0\.0\.0$|::1$)/i.test(address)
      ? { address }
      : undefined
  },
  example: {
    bad: { 'hardware.machines': 2, 'accelerate.main_process_ip': '127.0.0.1' },
    good: { 'hardware.machines': 2, 'accelerate.main_process_ip': '10.0.0.1' },
  },
})
