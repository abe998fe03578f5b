/** srun starts the launcher several times on each machine, and each starts all processes. */

import { certainValue } from '../../launchers/start.ts'
import { launchesOfRun, spotOfFlag } from '../../lookup/started-launches.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchLauncherPerTask = rule({
  id: 'launch/launcher-per-task',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    page('https://slurm.schedmd.com/srun.html', '2026-12-01'),
    page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/run.py', '2026-12-01'),
  ],
  reads: {
    options: ['hardware.gpus_per_machine'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const [machine] = started.machines
        const tasks = certainValue(started.tasksPerMachine)
        if (!machine || started.spread !== 'tasks' || tasks === undefined || tasks < 2) continue
        const { start } = machine
        const nodes = started.machines.length + started.more
        // Each task may be meant as a machine of its own.
        if (start.engine !== 'torchrun' || start.refusal || certainValue(start.machines) !== nodes) continue
        if ((certainValue(start.processes) ?? 1) < 2) continue
        yield { spot: spotOfFlag(started), facts: { tasks } }
      }
    },
    example: {
      bad: {
        'job.sh':
          "#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=8\nsrun bash -c 'torchrun --node_rank $SLURM_NODEID --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py'\n",
      },
      good: {
        'job.sh':
          "#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=1\nsrun bash -c 'torchrun --node_rank $SLURM_NODEID --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py'\n",
      },
    },
  },
})
