/** An address that means "myself" to every machine. */
import { certainValue } from '../../launchers/start.ts'
import { isLoopback, launchesOfRun, spotOfFlag } from '../../lookup/started-launches.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchLoopbackMainProcessIp = rule({
  id: 'launch/loopback-main-process-ip',
  severity: 'error',
  stage: 'worker',
  consequence: 'waits',
  sources: [accelerate('src/accelerate/utils/launch.py:224')],
  reads: {
    options: ['accelerate.main_process_ip', 'hardware.machines'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  run: {
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
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const [machine] = started.machines
        if (!machine || started.launch.launcher.id !== 'torchrun') continue
        const machines = certainValue(machine.start.machines)
        const address = certainValue(machine.start.address)
        if (machines === undefined || machines < 2 || address === undefined || !isLoopback(address)) continue
        yield { spot: spotOfFlag(started, 'rdzv_endpoint', 'master_addr'), facts: { address } }
      }
    },
    example: {
      bad: { 'launch.sh': 'torchrun --node_rank $1 --nnodes 2 --nproc_per_node 8 --master_addr 127.0.0.1 train.py\n' },
      good: { 'launch.sh': 'torchrun --node_rank $1 --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py\n' },
    },
  },
})
