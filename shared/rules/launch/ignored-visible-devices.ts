/** CUDA_VISIBLE_DEVICES beside a flag of deepspeed that chooses GPUs: the variable does not count. */

import { certainValue } from '../../launchers/start.ts'
import { launchesOfRun, optionOf, spotOfFlag, spotOfPieces } from '../../lookup/started-launches.ts'
import { known } from '../../shell/piece.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchIgnoredVisibleDevices = rule({
  id: 'launch/ignored-visible-devices',
  severity: 'error',
  stage: 'launch',
  consequence: 'quiet',
  sources: [deepspeed('deepspeed/launcher/runner.py:439')],
  reads: {
    options: ['accelerate.gpu_ids'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const started of launchesOfRun(set)) {
        const [machine] = started.machines
        const variable = started.launch.environment.get('CUDA_VISIBLE_DEVICES')
        if (machine?.start.engine !== 'deepspeed' || !variable) continue
        const option = optionOf(started, 'include', 'exclude', 'num_gpus', 'num_accelerators')
        const wanted = known(variable)
        const used = certainValue(machine.start.visible)
        if (!option || machine.start.refusal || wanted === '' || wanted === used) continue
        const isWritten = variable.some(({ start, end }) => end > start)
        const spot = isWritten
          ? spotOfPieces(started.file, 'CUDA_VISIBLE_DEVICES', variable)
          : spotOfFlag(started, option.name)
        yield {
          spot,
          facts: { flag: `--${option.name}`, wanted: wanted ?? '$CUDA_VISIBLE_DEVICES', used: used ?? '?' },
        }
      }
    },
    example: {
      bad: { 'launch.sh': 'export CUDA_VISIBLE_DEVICES=2,3\ndeepspeed --num_gpus 2 train.py\n' },
      good: { 'launch.sh': 'deepspeed --include localhost:2,3 train.py\n' },
    },
  },
})
