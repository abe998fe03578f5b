/** Published step times and throughputs → seconds of one optimizer step, with the workload they were measured on. */
import type { Workload } from '../../../shared/estimate/workload.ts'
import type { Row } from '../../upstream-table.ts'
import { published, stackOf } from './published.ts'

export interface Timed {
  readonly source: string
  readonly row: Row
  readonly work: Workload
  readonly seconds: number
  /** Sequences of one step, for a vendor's MLPerf submission; null for other stacks. */
  readonly vendorBatch: number | null
  /** The figure's unit is sure. */
  readonly absolute: boolean
}

const context: Readonly<Record<string, number>> = { k: 1024, M: 1048576 }

/** How short the mean sample of an instruction data set is beside its longest (Alpaca, from its published lengths). */
const alpacaFill = 0.2

export function timed(row: Row): Timed | undefined {
  const source = row.source ?? ''
  const stack = stackOf(row)
  const notes = row.notes ?? ''
  const step = Number(row.step_time_s)
  const throughput = Number(row.tokens_per_s)
  if (/^MLPerf Training/.test(source)) {
    const base = published({ ...row, stack: 'mlperf', strategy: 'zero3', micro_batch: '1', grad_ckpt: 'no' })
    const batch = Number(/global batch (\d+)/.exec(notes)?.[1])
    return base && step > 0 && batch > 0
      ? { source, row, work: base.work, seconds: step, vendorBatch: batch, absolute: true }
      : undefined
  }
  const digits = /^(\d+)([kM])$/.exec(row.seq_len ?? '')
  const length = digits ? Number(digits[1]) * (context[digits[2] ?? ''] ?? 1) : null
  const base = published({
    ...row,
    stack: stack === 'throughput' ? 'xtuner' : stack,
    ...(length === null ? {} : { seq_len: String(length) }),
  })
  if (!base) return undefined
  const alpaca = /litgpt/.test(stack)
  const fill = alpaca ? alpacaFill : 1
  const gist = /Th\.put ([\d.]+)/.exec(notes)
  const work: Workload = { ...base.work, fill, microBatch: base.work.microBatch || 1 }
  const gpus = work.gpusPerMachine * work.machines
  const tokens = work.microBatch * work.sequenceLength * work.accumulation * gpus
  // The unit of this column is not in the part that is kept: it orders strategies, it does not time them.
  if (gist)
    return { source, row, work, seconds: tokens / gpus / (Number(gist[1]) * 1000), vendorBatch: null, absolute: false }
  if (stack === 'throughput')
    return { source, row, work, seconds: tokens / gpus / throughput, vendorBatch: null, absolute: true }
  if (step > 0) return { source, row, work, seconds: step, vendorBatch: null, absolute: true }
  if (throughput > 0) return { source, row, work, seconds: tokens / throughput, vendorBatch: null, absolute: true }
  return undefined
}
