/** An address that means the machine itself, given to torchrun, or not given at all. */
import { certainValue } from '../../launchers/start.ts'
import { isLoopback, launchesOfRun, spotOfFlag } from '../../lookup/started-launches.ts'
import { page } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const launchLoopbackMainProcessIpInFiles = fileRule({
  id: 'launch/loopback-main-process-ip',
  severity: 'error',
  judge: 'training',
  seen: 'late',
  sources: [page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/run.py', '2026-12-01')],
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
})
