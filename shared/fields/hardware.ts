/** The machines the run is for. */
import { accelerate, page } from '../source.ts'
import { group, integer, list, number, text } from './field.ts'

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
  host_memory_gib: number({
    default: null,
    level: 'advanced',
    min: 1,
    max: 100_000,
    suggest: [64, 128, 256, 512, 1024, 2048],
    unit: 'GiB',
    sources: [
      page('https://www.deepspeed.ai/docs/config-json/', '2026-12-01'),
      page('https://man7.org/linux/man-pages/man5/proc_meminfo.5.html', '2026-12-01'),
    ],
  }),
  corrections: list({
    default: null,
    level: 'known',
    pattern: '^[^|,]+\\|[a-z-]+\\|memory=\\d+(\\.\\d+)?\\|step=\\d+(\\.\\d+)?$',
    sources: [page('https://docs.pytorch.org/docs/stable/notes/cuda.html', '2026-12-01')],
  }),
})
