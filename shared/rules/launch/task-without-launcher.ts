/** A batch system starts one Python process for each task, and nothing tells them of each other. */
import { tasksOf } from '../../launch.ts'
import { certainValue } from '../../launchers/start.ts'
import { spotAt } from '../../lookup/started-launches.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

/** What PyTorch asks the environment for, and what a script that reads Slurm's own variables mentions. */
const told = ['RANK', 'WORLD_SIZE']

export const launchTaskWithoutLauncher = rule({
  id: 'launch/task-without-launcher',
  severity: 'warning',
  stage: 'worker',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/state.py:243-262'), page('https://slurm.schedmd.com/srun.html', '2026-12-01')],
  reads: {
    options: ['accelerate.num_processes'],
    files: ['launch-script'],
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        if (file.reading.kind !== 'launch-script') continue
        const { tasks = [], job } = file.reading.launches ?? {}
        for (const { words, wrappers, environment } of tasks) {
          const { nodes, tasksPerNode } = tasksOf(wrappers, job)
          const each = certainValue(tasksPerNode) ?? 1
          const count = (certainValue(nodes) ?? 1) * each
          const [first] = words
          if (count < 2 || !first || told.some((name) => environment().has(name))) continue
          const end = words.at(-1)?.end ?? first.end
          yield { spot: spotAt(file, 'srun', first.start, end), facts: { count } }
        }
      }
    },
    example: {
      bad: {
        'job.sh':
          '#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=4\nsrun python train.py --output_dir out --bf16 True\n',
      },
      good: {
        'job.sh':
          "#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=4\nsrun bash -c 'RANK=$SLURM_PROCID LOCAL_RANK=$SLURM_LOCALID WORLD_SIZE=$SLURM_NTASKS python train.py --output_dir out --bf16 True'\n",
      },
    },
  },
})
