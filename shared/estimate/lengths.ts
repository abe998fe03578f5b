/** How long the samples of a data set are → what one batch of them is: the longest, the mean, and what padding adds. */
import type { Config } from '../fields/index.ts'

/** A length in tokens, and how many samples have it. */
export type Bucket = readonly [tokens: number, samples: number]

export interface Lengths {
  /** Tokens of the longest sequence that a run meets. */
  readonly longest: number
  readonly mean: number
  /** Mean over the batches of the longest sequence in one: what the others are padded to. */
  readonly padded: number
}

/** `256:60,1024:30` as buckets, the shortest first; lengths beyond `limit` are cut to it. */
export function bucketsOf(text: string, limit: number): readonly Bucket[] {
  const cut = text.split(',').map((one): Bucket => {
    const [tokens = 1, samples = 0] = one.split(':').map(Number)
    return [Math.max(1, Math.min(tokens, limit)), samples]
  })
  return cut.filter(([, samples]) => samples > 0).sort((a, b) => a[0] - b[0])
}

/** Lengths of a histogram: the mean of the longest of `batch` samples follows from its shares. */
export function fromBuckets(buckets: readonly Bucket[], batch: number): Lengths | undefined {
  const all = buckets.reduce((sum, [, samples]) => sum + samples, 0)
  const last = buckets.at(-1)
  if (!last || all === 0) return undefined
  let below = 0
  let padded = 0
  for (const [tokens, samples] of buckets) {
    const before = (below / all) ** batch
    below += samples
    padded += tokens * ((below / all) ** batch - before)
  }
  return { longest: last[0], mean: buckets.reduce((sum, [tokens, samples]) => sum + tokens * samples, 0) / all, padded }
}

/** Spread of the logarithms of sample lengths where only their mean is known. A guess: chat and instruction data have 0.6 to 1. */
const sigma = 0.8

/**
 * Buckets of a log-normal distribution with this mean, cut at the limit: its quantiles in steps of 2 %, and the one that
 * a thousandth of the samples exceeds.
 */
function around(mean: number, limit: number): readonly Bucket[] {
  const centre = Math.log(mean) - sigma ** 2 / 2
  const at = (share: number): number => Math.max(1, Math.min(limit, Math.exp(centre + sigma * normalQuantile(share))))
  return [...Array.from({ length: 50 }, (_, place): Bucket => [at(0.01 + 0.02 * place), 20]), [at(0.999), 1]]
}

/** The standard normal quantile, after Shore (1982), within 0.3 %. */
function normalQuantile(share: number): number {
  const one = 5.5556 * (1 - (Math.min(share, 1 - share) / Math.max(share, 1 - share)) ** 0.1186)
  return share < 0.5 ? -one : one
}

/** What a run says of its lengths; undefined where every sequence counts as long as the limit. */
export function lengthsOf(config: Config): Lengths | undefined {
  const limit = config['data.sequence_length']
  const batch = config['training.per_device_train_batch_size']
  const histogram = config['data.length_histogram']
  const mean = config['data.mean_length']
  if (histogram !== null) return fromBuckets(bucketsOf(histogram, limit), batch)
  if (mean === null) return undefined
  return fromBuckets(around(Math.min(mean, limit), limit), batch)
}
