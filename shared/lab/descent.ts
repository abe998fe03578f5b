/** A small training run, computed for real: an adapter of rank 2 learns the change of a matrix with AdamW, from batches of which some are broken. */
import { page, type Source } from '../source.ts'

export interface DescentSettings {
  /** The peak of the learning rate; it falls along a cosine. */
  readonly learningRate: number
  /** The norm that gradients are scaled down to; null = no clipping. */
  readonly clip: number | null
  /** Whether some batches have broken targets. */
  readonly broken: boolean
}

export interface Descent {
  /** Mean squared error on data that is never trained on, before each step and after the last. */
  readonly loss: readonly number[]
  /** The norm of the whole gradient of each step, before clipping, as training logs it. */
  readonly norm: readonly number[]
  /** Steps whose batch is broken. */
  readonly spikes: readonly number[]
}

export const descentSources: readonly Source[] = [
  page('https://arxiv.org/abs/1711.05101', '2026-12-01'),
  page('https://arxiv.org/abs/1211.5063', '2026-12-01'),
]

export const steps = 240
const width = 12
const rank = 2
const batch = 16
/** Targets of a broken batch are this many times too large. */
const excess = 20
/** One batch in 30 is broken. */
const brokenSteps: readonly number[] = [36, 66, 96, 126, 156, 186, 216]

/** Random numbers from a seed, the same everywhere: additions and multiplications of integers only. */
function numbersFrom(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  // The sum of twelve is close to a normal distribution, and needs no logarithm.
  return () => {
    let sum = -6
    for (let count = 0; count < 12; count++) sum += uniform()
    return sum
  }
}

const many = (count: number, one: () => number): Float64Array => Float64Array.from({ length: count }, one)

/** B · A · x for one row: rank numbers in the middle, width numbers out. */
function project(a: Float64Array, b: Float64Array, row: Float64Array, at: number): { middle: number[]; out: number[] } {
  const middle = Array.from({ length: rank }, (_, r) => {
    let sum = 0
    for (let i = 0; i < width; i++) sum += (a[r * width + i] as number) * (row[at + i] as number)
    return sum
  })
  const out = Array.from({ length: width }, (_, o) => {
    let sum = 0
    for (let r = 0; r < rank; r++) sum += (b[o * rank + r] as number) * (middle[r] as number)
    return sum
  })
  return { middle, out }
}

interface Rows {
  readonly inputs: Float64Array
  readonly targets: Float64Array
}

/** Rows whose targets come from the matrix that is to be learned, with a little noise. */
function rows(count: number, truth: readonly [Float64Array, Float64Array], next: () => number, scale: number): Rows {
  const inputs = many(count * width, next)
  const targets = new Float64Array(count * width)
  for (let row = 0; row < count; row++) {
    const { out } = project(truth[0], truth[1], inputs, row * width)
    out.forEach((value, o) => {
      targets[row * width + o] = scale * (value + 0.1 * next())
    })
  }
  return { inputs, targets }
}

/** The mean squared error of rows, and the gradient of A and B. */
function measure(a: Float64Array, b: Float64Array, { inputs, targets }: Rows) {
  const gradient = new Float64Array(2 * rank * width)
  const count = inputs.length / width
  let loss = 0
  for (let row = 0; row < count; row++) {
    const { middle, out } = project(a, b, inputs, row * width)
    const back = new Float64Array(rank)
    out.forEach((value, o) => {
      const error = value - (targets[row * width + o] as number)
      loss += error * error
      for (let r = 0; r < rank; r++) {
        gradient[rank * width + o * rank + r] =
          (gradient[rank * width + o * rank + r] as number) + error * (middle[r] as number)
        back[r] = (back[r] as number) + error * (b[o * rank + r] as number)
      }
    })
    for (let r = 0; r < rank; r++)
      for (let i = 0; i < width; i++)
        gradient[r * width + i] =
          (gradient[r * width + i] as number) + (back[r] as number) * (inputs[row * width + i] as number)
  }
  const scale = 2 / (count * width)
  return { loss: loss / (count * width), gradient: gradient.map((value) => value * scale) }
}

/** Adam's two averages and the step that they give (Loshchilov and Hutter 2019; PyTorch's defaults 0.9, 0.999, 1e-8; no weight decay). */
function adam(size: number) {
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  let time = 0
  return (weights: Float64Array, gradient: Float64Array, learningRate: number) => {
    time++
    for (let i = 0; i < size; i++) {
      const g = gradient[i] as number
      first[i] = 0.9 * (first[i] as number) + 0.1 * g
      second[i] = 0.999 * (second[i] as number) + 0.001 * g * g
      const mean = (first[i] as number) / (1 - 0.9 ** time)
      const size = Math.sqrt((second[i] as number) / (1 - 0.999 ** time))
      weights[i] = (weights[i] as number) - (learningRate * mean) / (size + 1e-8)
    }
  }
}

/** The run with these settings. Data and start are always the same; only the settings differ. */
export function descend({ learningRate, clip, broken }: DescentSettings): Descent {
  const next = numbersFrom(7)
  const truth = [many(rank * width, () => next() * 0.35), many(rank * width, () => next() * 0.8)] as const
  const held = rows(64, truth, next, 1)
  // As PEFT starts: A random, B zero.
  const weights = Float64Array.from([...many(rank * width, () => next() * 0.3), ...new Float64Array(rank * width)])
  const half = rank * width
  const [a, b] = [weights.subarray(0, half), weights.subarray(half)]
  const update = adam(weights.length)
  const loss = [measure(a, b, held).loss]
  const norm: number[] = []
  const spikes: number[] = []
  for (let step = 0; step < steps; step++) {
    const isBroken = broken && brokenSteps.includes(step)
    if (isBroken) spikes.push(step)
    const { gradient } = measure(a, b, rows(batch, truth, next, isBroken ? excess : 1))
    const length = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0))
    norm.push(length)
    const scale = clip === null || length <= clip ? 1 : clip / length
    update(
      weights,
      gradient.map((value) => value * scale),
      learningRate * 0.5 * (1 + Math.cos((Math.PI * step) / steps)),
    )
    loss.push(measure(a, b, held).loss)
  }
  return { loss, norm, spikes }
}
