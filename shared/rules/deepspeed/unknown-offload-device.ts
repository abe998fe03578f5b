/** DeepSpeed offloads to the CPU, to NVMe, or not at all. */
import { isSlip, nearest } from '../../config.ts'
import { argument, hit, jsonOf, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

const known = ['none', 'cpu', 'nvme']

export const deepspeedUnknownOffloadDevice = rule({
  id: 'deepspeed/unknown-offload-device',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/runtime/zero/offload_config.py:15'), accelerate('src/accelerate/utils/launch.py:573')],
  reads: {
    options: ['deepspeed.offload_optimizer_device'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        if (launcherOf(root) !== 'deepspeed' || jsonOf(root) !== undefined) continue
        for (const name of ['offload_optimizer_device', 'offload_param_device']) {
          const one = argument(root, name)
          if (!one || typeOf(one.entry.value) === 'null') continue
          const text = pythonText(one.entry.value).toLowerCase()
          if (known.includes(text)) continue
          const off = ['false', 'no', 'off', 'gpu', 'cuda'].includes(text)
          const meant = off ? 'none' : nearest(text, known)[0]
          const sure = meant !== undefined && (off || isSlip(text, meant))
          const fix: Change[] | undefined = sure ? [{ path: path(one.path), value: meant }] : undefined
          yield hit(file, one, { meant: meant ?? '' }, fix)
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  offload_optimizer_device: gpu\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  offload_optimizer_device: none\n',
      },
    },
  },
})
