/** A rank that the shell fills in before the command reaches the machines: every machine gets the same one. */

import { launchesOfRun, optionOf, spotOfFlag } from '../../lookup/started-launches.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** Variables that are different in each task. */
const ofTask = new Set([
  'SLURM_NODEID',
  'SLURM_PROCID',
  'SLURM_LOCALID',
  'OMPI_COMM_WORLD_RANK',
  'OMPI_COMM_WORLD_LOCAL_RANK',
  'PMI_RANK',
  'PMIX_RANK',
])

export const launchRankExpandedEarly = rule({
  id: 'launch/rank-expanded-early',
  severity: 'error',
  stage: 'worker',
  consequence: 'waits',
  sources: [page('https://slurm.schedmd.com/srun.html', '2026-12-01')],
  reads: {
    options: ['accelerate.machine_rank'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const option = optionOf(started, 'machine_rank', 'node_rank')
        const { wrappers } = started.launch.command
        if (!option || !wrappers.some(({ program }) => program === 'srun' || program === 'mpirun')) continue
        const early = option.values
          .flatMap(({ pieces }) => pieces)
          .find(({ unknown }) => unknown?.level === 'script' && unknown.names.some((name) => ofTask.has(name)))
        const variable = early?.unknown?.names.find((name) => ofTask.has(name))
        if (variable === undefined) continue
        yield { spot: spotOfFlag(started, option.name), facts: { flag: `--${option.name}`, variable } }
      }
    },
    example: {
      bad: {
        'job.sh':
          '#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=1\nsrun bash -c "torchrun --node_rank $SLURM_NODEID --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py"\n',
      },
      good: {
        'job.sh':
          "#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=1\nsrun bash -c 'torchrun --node_rank $SLURM_NODEID --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py'\n",
      },
    },
  },
})
