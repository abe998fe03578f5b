/** Every machine is told the same rank. */

import { certainValue } from '../../launchers/start.ts'
import { acceleratesOf, argument, hit, startsMany } from '../../lookup/keys.ts'
import { launchesOfRun, optionOf, spotOfFlag } from '../../lookup/started-launches.ts'
import { numberOf, pythonText } from '../../python/values.ts'
import { accelerate, page } from '../../source.ts'
import type { FileSet, Hit, ReadFile } from '../file-rule.ts'
import { rule } from '../rule.ts'

/** Names that differ only in their numbers: `node0.yaml` and `node1.yaml`. */
const withoutNumbers = (path: string): string => path.replace(/\d+/g, '#')
/** What a file says, without comments and blank lines. */
const content = ({ text }: ReadFile): string => text.replace(/^\s*(?:#.*)?\n/gm, '').trimEnd()

/** Numbered files of the machines of one run that all say the same, the rank included. */
function* sameInFiles(set: FileSet): Generator<Hit> {
  for (const { file, root } of acceleratesOf(set)) {
    const rank = argument(root, 'machine_rank')
    const count = argument(root, 'num_machines')
    const machines = count && numberOf(count.entry.value)
    if (!rank || machines === undefined || machines < 2 || !startsMany(root)) continue
    const twin = set.beside?.find(
      (other) =>
        other.reading.kind === 'accelerate' &&
        other.path < file.path &&
        withoutNumbers(other.path) === withoutNumbers(file.path) &&
        content(other) === content(file),
    )
    if (twin) yield hit(file, rank, { rank: pythonText(rank.entry.value), machines })
  }
}

export const launchSameRank = rule({
  id: 'launch/same-rank',
  severity: 'error',
  stage: 'worker',
  consequence: 'waits',
  sources: [
    page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/run.py', '2026-12-01'),
    accelerate('src/accelerate/utils/launch.py:235'),
  ],
  reads: {
    options: ['accelerate.machine_rank'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      yield* sameInFiles(set)
      const launches = launchesOfRun(set)
      for (const started of launches) {
        const [first, second] = started.machines
        if (!first || !second || started.spread !== 'tasks' || first.start.ranks !== 'machine') continue
        const rank = certainValue(first.start.machineRank)
        const machines = certainValue(first.start.machines)
        if (rank === undefined || machines === undefined || machines < 2) continue
        if (certainValue(second.start.machineRank) !== rank) continue
        yield { spot: spotOfFlag(started, 'machine_rank', 'node_rank'), facts: { rank, machines } }
      }
      // Two commands of one run that both say that they are the same machine.
      const ranks = new Map<string, number>()
      for (const started of launches) {
        const [machine] = started.machines
        const { start } = machine ?? {}
        if (!start || started.spread !== 'one' || start.ranks !== 'machine') continue
        const rank = certainValue(start.machineRank)
        const machines = certainValue(start.machines)
        const address = certainValue(start.address)
        if (
          rank === undefined ||
          machines === undefined ||
          machines < 2 ||
          !optionOf(started, 'machine_rank', 'node_rank')
        )
          continue
        const run = `${started.file.path} ${machines} ${address} ${certainValue(start.port)} ${started.launch.script?.text}`
        const before = ranks.get(`${run} ${rank}`)
        ranks.set(`${run} ${rank}`, (before ?? 0) + 1)
        if (before !== undefined && started.launch.command.background)
          yield { spot: spotOfFlag(started, 'machine_rank', 'node_rank'), facts: { rank, machines } }
      }
    },
    example: {
      bad: {
        'job.sh':
          '#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=1\nsrun torchrun --node_rank 0 --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py\n',
      },
      good: {
        'job.sh':
          "#!/bin/bash\n#SBATCH --nodes=2\n#SBATCH --ntasks-per-node=1\nsrun bash -c 'torchrun --node_rank $SLURM_NODEID --nnodes 2 --nproc_per_node 8 --master_addr 10.0.0.1 train.py'\n",
      },
    },
  },
})
