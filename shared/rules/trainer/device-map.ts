/** One model spread over all cards, in a run that gives every card a process of its own. */
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerDeviceMap = rule({
  id: 'trainer/device-map',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/accelerator.py:1813-1820')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['launch-script', 'trl'],
  },
  files: {
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
  },
})
