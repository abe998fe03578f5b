/** The machines the run is for. */
import { accelerate, page } from '../source.ts'
import { group, integer, text } from './field.ts'

export const hardware = group('hardware', {
  gpu: text({
    default: 'A100-SXM4-80GB',
    level: 'basic',
    sources: [page('https://docs.nvidia.com/deploy/nvidia-smi/index.html')],
  }),
  gpus_per_machine: integer({
    default: 1,
    level: 'basic',
    min: 1,
    max: 128,
    suggest: [1, 2, 4, 8, 16],
    sources: [accelerate('src/accelerate/utils/launch.py:217')],
  }),
  machines: integer({
    default: 1,
    level: 'basic',
    min: 1,
    max: 4096,
    suggest: [1, 2, 4, 8],
    emits: { accelerate: 'num_machines', launch: 'num_machines' },
    honoured: true,
    sources: [accelerate('src/accelerate/commands/config/config_args.py:182')],
  }),
})
