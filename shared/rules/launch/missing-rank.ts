/** Several machines, and the command does not say which of them this one is. */

import { certainValue } from '../../launchers/start.ts'
import { launchesOfRun, optionOf, spotOfFlag } from '../../lookup/started-launches.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchMissingRank = rule({
  id: 'launch/missing-rank',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/launch.py:235'),
    page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/run.py', '2026-12-01'),
  ],
  reads: {
    options: ['accelerate.machine_rank', 'hardware.machines'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const [machine] = started.machines
        if (!machine) continue
        const { start } = machine
        const machines = certainValue(start.machines)
        if (machines === undefined || machines < 2) continue
        const { launcher, environment } = started.launch
        // With a file of its own in the home folder Accelerate has a rank: only a command that chooses a strategy is sure not to be meant so.
        const isAccelerate =
          start.refusal === 'rank-missing' && optionOf(started, 'multi_gpu', 'use_fsdp', 'use_deepspeed') !== undefined
        const isTorchrun =
          launcher.id === 'torchrun' &&
          start.machineRank !== undefined &&
          started.spread === 'one' &&
          !optionOf(started, 'node_rank') &&
          !environment.has('PET_NODE_RANK')
        if (!isAccelerate && !isTorchrun) continue
        const flag = launcher.id === 'torchrun' ? '--node_rank' : '--machine_rank'
        yield { spot: spotOfFlag(started, 'nnodes', 'num_machines'), facts: { flag, machines } }
      }
    },
    example: {
      bad: { 'launch.sh': 'torchrun --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py\n' },
      good: { 'launch.sh': 'torchrun --node_rank $1 --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py\n' },
    },
  },
})
