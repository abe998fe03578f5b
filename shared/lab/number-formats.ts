/** How FP32, BF16, FP16, and NF4 store a number: the exact bits, the value they mean, and the distance to the next one. */
import { page, type Source } from '../source.ts'

export interface FloatFormat {
  readonly id: 'fp32' | 'bf16' | 'fp16'
  readonly name: string
  readonly exponentBits: number
  readonly fractionBits: number
}

/** IEEE 754 binary32 and binary16; bfloat16 has the exponent of binary32 and 7 bits of its fraction. */
export const floatFormats: readonly FloatFormat[] = [
  { id: 'fp32', name: 'FP32', exponentBits: 8, fractionBits: 23 },
  { id: 'bf16', name: 'BF16', exponentBits: 8, fractionBits: 7 },
  { id: 'fp16', name: 'FP16', exponentBits: 5, fractionBits: 10 },
]

export const formatSources: readonly Source[] = [
  page('https://arxiv.org/abs/1905.12322', '2026-12-01'),
  page('https://arxiv.org/abs/2305.14314', '2026-12-01'),
  {
    url: 'https://github.com/bitsandbytes-foundation/bitsandbytes/blob/0.49.2/bitsandbytes/functional.py',
    version: 'bitsandbytes 0.49.2',
    checked: '2026-12-01',
  },
]

export interface Stored {
  /** The value that is stored; infinite after an overflow. */
  readonly value: number
  readonly sign: string
  readonly exponent: string
  readonly fraction: string
  /** The distance to the next larger number at this place. */
  readonly step: number
  readonly outcome: 'exact' | 'rounded' | 'overflow' | 'zero' | 'subnormal'
}

/** The exponent of a positive double: the power of two that is not above it. */
function exponentOf(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const field = (view.getUint16(0) >> 4) & 0x7ff
  // A subnormal double is far below what any of these formats stores.
  return field === 0 ? -1074 : field - 1023
}

/** Rounds halves to even, as the hardware does; exact for everything below 2^52. */
function toEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}

/** The largest finite number of a format. */
export const largest = ({ exponentBits, fractionBits }: FloatFormat): number =>
  (2 - 2 ** -fractionBits) * 2 ** (2 ** (exponentBits - 1) - 1)

/** Rounds a number to a format, to the nearest value and halves to even. Dividing by a power of two is exact, so there's no second rounding. */
export function store(number: number, format: FloatFormat): Stored {
  const { exponentBits, fractionBits } = format
  const bias = 2 ** (exponentBits - 1) - 1
  const size = Math.abs(number)
  const sign = number < 0 || Object.is(number, -0) ? '1' : '0'
  const bits = (value: number, count: number) => value.toString(2).padStart(count, '0')
  if (size === 0) {
    const step = 2 ** (1 - bias - fractionBits)
    return {
      value: number,
      sign,
      exponent: bits(0, exponentBits),
      fraction: bits(0, fractionBits),
      step,
      outcome: 'exact',
    }
  }
  const power = Math.max(exponentOf(size), 1 - bias)
  const step = 2 ** (power - fractionBits)
  const units = toEven(size / step)
  const value = units * step
  const full = 2 ** fractionBits
  if (value > largest(format)) {
    const infinity = { exponent: '1'.repeat(exponentBits), fraction: bits(0, fractionBits) }
    return { value: sign === '1' ? -Infinity : Infinity, sign, ...infinity, step, outcome: 'overflow' }
  }
  const up = units === 2 * full
  const normal = units >= full
  return {
    value: sign === '1' ? -value : value,
    sign,
    exponent: bits(normal ? power + bias + (up ? 1 : 0) : 0, exponentBits),
    fraction: bits(up ? 0 : normal ? units - full : units, fractionBits),
    step,
    outcome: value === 0 ? 'zero' : value === size ? 'exact' : normal ? 'rounded' : 'subnormal',
  }
}

/** The 16 values of NF4, between −1 and 1 (Dettmers et al. 2023, appendix E; bitsandbytes 0.49.2, functional.py, get_4bit_type). */
export const nf4: readonly number[] = [
  -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
  -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
  0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
]

export interface StoredInBlock {
  readonly value: number
  /** Which of the 16 values, 0 to 15. */
  readonly index: number
  readonly bits: string
  /** Whether the number is larger than the block's largest; then it can't be in this block. */
  readonly outside: boolean
}

/** Stores a weight in an NF4 block: divided by the largest magnitude of the block, then the nearest of the 16 values. */
export function storeInBlock(number: number, largestInBlock: number): StoredInBlock {
  const scaled = number / largestInBlock
  let index = 0
  for (const [place, value] of nf4.entries())
    if (Math.abs(value - scaled) < Math.abs((nf4[index] as number) - scaled)) index = place
  return {
    value: (nf4[index] as number) * largestInBlock,
    index,
    bits: index.toString(2).padStart(4, '0'),
    outside: Math.abs(scaled) > 1,
  }
}
