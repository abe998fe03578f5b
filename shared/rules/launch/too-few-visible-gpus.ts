/** More processes on a machine than GPUs that they see. */

import { certainValue } from '../../launchers/start.ts'
import { launchesOfRun, spotOfFlag, spotOfPieces } from '../../lookup/started-launches.ts'
import { known } from '../../shell/piece.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchTooFewVisibleGpus = rule({
  id: 'launch/too-few-visible-gpus',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/state.py:269'),
    page('https://github.com/pytorch/pytorch/blob/v2.13.0/torch/distributed/run.py', '2026-12-01'),
  ],
  reads: {
    options: ['accelerate.gpu_ids', 'accelerate.num_processes'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const [machine] = started.machines
        if (machine?.start.engine !== 'torchrun' || machine.start.refusal) continue
        const { start } = machine
        const processes = certainValue(start.processes)
        const list = certainValue(start.visible)
        // No GPU at all is a run on the CPU.
        const visible = list?.split(',').filter((each) => each.trim() !== '') ?? []
        if (processes === undefined || visible.length === 0 || visible.length >= processes) continue
        const variable = started.launch.environment.get('CUDA_VISIBLE_DEVICES')
        // Beside gpu_ids another rule counts.
        if (
          !variable ||
          certainValue(machine.processes[0]?.environment.get('CUDA_VISIBLE_DEVICES')) !== known(variable)
        )
          continue
        const isWritten = variable.some(({ start: from, end }) => end > from)
        const spot = isWritten
          ? spotOfPieces(started.file, 'CUDA_VISIBLE_DEVICES', variable)
          : spotOfFlag(started, 'nproc_per_node', 'num_processes')
        yield { spot, facts: { visible: visible.length, processes } }
      }
    },
    example: {
      bad: { 'launch.sh': 'CUDA_VISIBLE_DEVICES=2,3 torchrun --nproc_per_node 4 train.py\n' },
      good: { 'launch.sh': 'CUDA_VISIBLE_DEVICES=2,3 torchrun --nproc_per_node 2 train.py\n' },
    },
  },
})
