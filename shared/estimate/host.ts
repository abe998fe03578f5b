/** What one machine's own memory and disks hold for its GPUs: offloaded state, copies while loading, and what is gathered to save. */
import { canOffload, type State } from './moments.ts'
import { trainableParameters } from './trainables.ts'
import { isQuantized, shardsWeights, type Workload } from './workload.ts'

const gib = 2 ** 30

/** GiB of one machine, by when they are needed. */
export interface HostMemory {
  /** While the checkpoint is read: every process that builds the model in CPU memory holds all of it. */
  readonly load: number
  /** During training: what is offloaded. */
  readonly step: number
  /** While a checkpoint is written: the same, and the whole model on rank 0 where it is gathered there. */
  readonly save: number
  /** GiB on the machine's disks. */
  readonly nvme: number
}

/** Share of what goes to NVMe that stays in CPU memory as pinned buffers (`buffer_count` × `buffer_size`; a guess). */
const swapped = 0.1

/**
 * Bytes for each trainable parameter that DeepSpeed's CPU optimizer keeps beside its state: an fp32 gradient and a 16-bit
 * copy (deepspeed 0.19.6, runtime/zero/stage_1_and_2.py: `single_partition_of_fp32_groups`,
 * `param_buffer_of_bit16_for_cpu_offload_groups`; stage3.py). A published run on 8 GPUs shows 41 GB with ZeRO-2 and 68 GB
 * with ZeRO-3 before the first step, where moments and some gradients are untouched pages yet: 6 and 10 bytes.
 */
const besideState = 6

export function hostMemory(work: Workload, state: State): HostMemory {
  const offload = offloaded(work, state, 'cpu') + state.paged * work.gpusPerMachine
  return {
    load: loading(work, state) / gib,
    step: offload / gib,
    save: (offload + gathered(work)) / gib,
    nvme: offloaded(work, state, 'nvme') / gib,
  }
}

/** Bytes that offloading keeps on one machine, in memory or on its disks. */
function offloaded(work: Workload, state: State, where: 'cpu' | 'nvme'): number {
  const share = (place: Workload['offloadOptimizer']) => (place === where ? 1 : where === 'cpu' ? swapped : 0)
  let bytes = 0
  if (work.offloadOptimizer !== 'none' && canOffload(work)) {
    bytes += share(work.offloadOptimizer) * state.wholeState * work.gpusPerMachine
    const beside = work.strategy.startsWith('zero') ? besideState * trainableParameters(work) : state.wholeGradients
    if (where === 'cpu') bytes += beside / work.machines
  }
  if (work.offloadParameters !== 'none' && shardsWeights(work)) {
    bytes += (share(work.offloadParameters) * state.allWeights) / work.machines
  }
  return bytes
}

/**
 * Bytes while the checkpoint is read. Quantized weights go to the GPU file by file, and ZeRO-3 divides while it reads.
 * FSDP reads on rank 0 alone with `fsdp_cpu_ram_efficient_loading`; otherwise each process holds the model.
 */
function loading(work: Workload, { allWeights }: State): number {
  if (isQuantized(work)) return 0
  const each = allWeights / work.tensorSplit
  if (work.strategy === 'zero3') return allWeights / work.machines
  return shardsWeights(work) && work.loadsOnce ? each : each * work.gpusPerMachine
}

/** Bytes on rank 0 of a model that is gathered to be saved, in 16 bits. */
const gathered = (work: Workload): number =>
  shardsWeights(work) && work.saves && work.gathersToSave ? 2 * work.model.parameters.total : 0
