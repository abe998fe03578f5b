/** The estimate says that a machine needs more CPU memory than it has. */
import { memoryOptions, workloadOf } from '../../estimate/from-run.ts'
import { memory } from '../../estimate/memory.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** A warning for the same reason as for the GPU: an estimate is no proof. */
export const memoryHostOutOfMemory = rule({
  id: 'memory/host-out-of-memory',
  severity: 'warning',
  stage: 'training',
  consequence: 'refuses',
  sources: [page('https://arxiv.org/abs/2101.06840', '2026-12-01')],
  reads: {
    options: memoryOptions,
  },
  run: {
    check: (run) => {
      if (run.config['hardware.host_memory_gib'] === null) return undefined
      if (run.config['model.config_file'] !== null && !run.model) return undefined
      const found = workloadOf(run)
      if (!('workload' in found)) return undefined
      const { host, hostFits } = memory(found.workload)
      if (hostFits !== 'no') return undefined
      return {
        needed: Math.max(host.load, host.step, host.save).toFixed(1),
        available: run.config['hardware.host_memory_gib'].toFixed(1),
        load: host.load.toFixed(1),
        step: host.step.toFixed(1),
        save: host.save.toFixed(1),
      }
    },
    example: {
      bad: {
        'hardware.gpu': 'A100-SXM4-80GB',
        'hardware.gpus_per_machine': 8,
        'hardware.host_memory_gib': 64,
        'method.name': 'full',
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.offload_optimizer_device': 'cpu',
      },
      good: {
        'hardware.gpu': 'A100-SXM4-80GB',
        'hardware.gpus_per_machine': 8,
        'hardware.host_memory_gib': 1024,
        'method.name': 'full',
        'accelerate.distributed_type': 'DEEPSPEED',
        'deepspeed.offload_optimizer_device': 'cpu',
      },
    },
  },
})
