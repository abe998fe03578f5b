/** More processes than the cards they are given. */
import { argument, hit, launchedOf, startsMany } from '../../lookup/keys.ts'
import { names } from '../../lookup/run.ts'
import { pythonText, stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchTooFewGpuIds = rule({
  id: 'launch/too-few-gpu-ids',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/launch.py:261-277'),
    accelerate('src/accelerate/utils/launch.py:533-549'),
    accelerate('src/accelerate/commands/launch.py:1258'),
  ],
  reads: {
    options: ['accelerate.gpu_ids', 'hardware.gpus_per_machine', 'hardware.machines', 'accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const [given, count, machines] = ['gpu_ids', 'num_processes', 'num_machines'].map((name) =>
          argument(root, name),
        )
        const list = stringOf(given?.entry.value)
        if (!given || !count || list === undefined || !startsMany(root)) continue
        // A single word has a rule of its own.
        if (!/^\d+\s*(?:,\s*\d+\s*)+$/.test(list)) continue
        if (machines && Number(pythonText(machines.entry.value)) > 1) continue
        // torchrun also takes the number as a text.
        const processes = Number(pythonText(count.entry.value))
        const ids = new Set(names(list)).size
        if (ids > 0 && ids < processes) yield hit(file, given, { ids, processes })
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: '8'\ngpu_ids: 0,1\n" },
      good: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: '2'\ngpu_ids: 0,1\n" },
    },
  },
  run: {
    check: ({ config }) => {
      const given = config['accelerate.gpu_ids']
      if (given === null || given === 'all') return undefined
      // Without a strategy there is one process.
      if (!['MULTI_GPU', 'FSDP', 'DEEPSPEED'].includes(config['accelerate.distributed_type'])) return undefined
      if (config['hardware.machines'] > 1) return undefined
      const ids = new Set(names(given)).size
      return ids < config['hardware.gpus_per_machine']
        ? { ids, processes: config['hardware.gpus_per_machine'] }
        : undefined
    },
    fix: ({ config }) => ({ 'hardware.gpus_per_machine': new Set(names(config['accelerate.gpu_ids'])).size }),
    example: {
      bad: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 8, 'accelerate.gpu_ids': '0,1' },
      good: { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 2, 'accelerate.gpu_ids': '0,1' },
    },
  },
})
