/** Pairs of published runs that do the same work in two ways: whoever says which is faster can be checked. */
import type { Timed } from './timed.ts'

/** The same source, model, cards and tokens of a micro batch; another method, strategy, precision or checkpointing. */
const workOf = ({ row, work }: Timed): string =>
  [
    row.source,
    row.model,
    row.gpu_type,
    work.gpusPerMachine * work.machines,
    work.sequenceLength,
    work.microBatch,
    work.accumulation,
  ].join('|')
const wayOf = ({ row, work }: Timed): string =>
  [row.method, row.strategy, row.precision, work.checkpointing, row.optimizer].join('|')

/** Runs closer than this are a tie: published figures have two or three digits. */
const tie = 1.03

export function strategyPairs(rows: readonly Timed[]): readonly (readonly [faster: Timed, slower: Timed])[] {
  const pairs: (readonly [Timed, Timed])[] = []
  for (const [at, one] of rows.entries()) {
    for (const other of rows.slice(at + 1)) {
      if (one.vendorBatch !== null || workOf(one) !== workOf(other) || wayOf(one) === wayOf(other)) continue
      if (one.seconds * tie < other.seconds) pairs.push([one, other])
      else if (other.seconds * tie < one.seconds) pairs.push([other, one])
    }
  }
  return pairs
}
