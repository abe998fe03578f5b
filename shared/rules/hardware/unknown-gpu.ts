/** A card that nobody here knows: what depends on it is not checked. */
import { parseGpu } from '../../catalog/gpu-names.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const hardwareUnknownGpu = rule({
  id: 'hardware/unknown-gpu',
  severity: 'hint',
  stage: 'launch',
  consequence: 'quiet',
  sources: [page('https://docs.nvidia.com/deploy/nvidia-smi/index.html')],
  reads: {
    options: ['hardware.gpu'],
  },
  run: {
    check: ({ config }) => {
      const answer = parseGpu(config['hardware.gpu'])
      if (answer.kind === 'found') return undefined
      const names = answer.kind === 'ambiguous' ? answer.names : answer.nearest
      return { gpu: config['hardware.gpu'], names: names.length > 0 ? names : '' }
    },
    example: { bad: { 'hardware.gpu': 'Voodoo 2' }, good: { 'hardware.gpu': 'RTX 4090' } },
  },
})
