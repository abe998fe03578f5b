/** An inner shell uses a variable that the script sets and does not export. */

import { launchesOfRun, spotAt } from '../../lookup/started-launches.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchUnexportedVariable = rule({
  id: 'launch/unexported-variable',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [page('https://www.gnu.org/software/bash/manual/bash.html#Command-Execution-Environment', '2026-12-01')],
  reads: {
    options: [],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const told = new Set<string>()
      for (const { file, launch } of launchesOfRun(set)) {
        for (const { pieces } of launch.command.words) {
          for (const { unknown, start, end } of pieces) {
            const name = unknown?.why === 'not-exported' ? unknown.names[0] : undefined
            if (name === undefined || told.has(`${file.path} ${name}`)) continue
            told.add(`${file.path} ${name}`)
            yield { spot: spotAt(file, name, start, end), facts: { variable: name } }
          }
        }
      }
    },
    example: {
      bad: {
        'job.sh':
          "#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=1\nHEAD_NODE=$(hostname)\nsrun bash -c 'torchrun --node_rank $SLURM_NODEID --nnodes 2 --nproc_per_node 8 --master_addr $HEAD_NODE train.py'\n",
      },
      good: {
        'job.sh':
          "#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=1\nexport HEAD_NODE=$(hostname)\nsrun bash -c 'torchrun --node_rank $SLURM_NODEID --nnodes 2 --nproc_per_node 8 --master_addr $HEAD_NODE train.py'\n",
      },
    },
  },
})
