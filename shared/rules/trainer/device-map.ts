/** One model spread over all cards, in a run that gives every card a process of its own. */

import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { accelerate } from '../../source.ts'
import { fileRule } from '../file-rule.ts'

export const trainerDeviceMap = fileRule({
  id: 'trainer/device-map',
  severity: 'error',
  judge: 'training',
  seen: 'late',
  sources: [accelerate('src/accelerate/accelerator.py:1813-1820')],
  *check(set) {
    const strategy = set.run.answers['accelerate.distributed_type']
    if (strategy === undefined || strategy === 'NO') return
    for (const file of argumentFiles(set, ['launch-script', 'axolotl', 'trl'])) {
      const one = told(file, 'device_map')
      if (one?.text !== 'auto') continue
      yield {
        spot: one.spot,
        facts: { strategy },
        ...(file.reading.language === 'yaml' && { fix: [{ path: ['device_map'], remove: true }] }),
      }
    }
  },
  example: {
    bad: {
      'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n',
      'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True --device_map auto\n',
    },
    good: {
      'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n',
      'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True\n',
    },
  },
})
