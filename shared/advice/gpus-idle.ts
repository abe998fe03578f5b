/** The GPUs wait most of the time, usually for data or for the slowest process. */
import { page } from '../source.ts'
import { median } from '../training/statistics.ts'
import { adviceRule } from './advice.ts'

const leastSamples = 60
const low = 40

export const gpusIdle = adviceRule({
  id: 'gpus-idle',
  severity: 'hint',
  sources: [page('https://docs.nvidia.com/deploy/nvidia-smi/index.html', '2026-12-01')],
  check: ({ history }) => {
    const used = history.gpus.filter(({ utilization, samples }) => utilization !== null && samples >= leastSamples)
    if (used.length === 0 || history.step < 20) return undefined
    const middle = median(used.map(({ utilization }) => utilization as number))
    if (middle > low) return undefined
    return { certainty: 'possible', facts: { percent: Math.round(middle), gpus: used.length }, changes: [] }
  },
})
