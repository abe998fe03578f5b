/** Numbers are stored as the processor and PyTorch store them: compared with typed arrays for any number. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FloatFormat,
  floatFormats,
  largest,
  nf4,
  store,
  storeInBlock,
} from '../../../shared/lab/number-formats.ts'

const format = (id: FloatFormat['id']): FloatFormat => floatFormats.find((one) => one.id === id) as FloatFormat
const any = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1e5, max: 1e5 }),
  fc.double({ noNaN: true, min: -1e-4, max: 1e-4 }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, 65504, 65519.99, 65520, 2 ** -24, 2 ** -25, 2 ** -149, 3.4028235677973366e38, 1.00390625),
)
const together = (number: number, one: FloatFormat) => {
  const { sign, exponent, fraction } = store(number, one)
  return Number.parseInt(sign + exponent + fraction, 2)
}

describe('a number', () => {
  it('in FP32 has the bits of a Float32Array', () => {
    fc.assert(
      fc.property(any, (number) => {
        const view = new DataView(new ArrayBuffer(4))
        view.setFloat32(0, number)
        expect(together(number, format('fp32'))).toBe(view.getUint32(0))
        expect(Object.is(store(number, format('fp32')).value, Math.fround(number))).toBe(true)
      }),
    )
  })
  it('of FP32 in BF16 has the bits that rounding the upper half to even gives', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const view = new DataView(new ArrayBuffer(4))
        view.setFloat32(0, number)
        const whole = view.getUint32(0)
        const rounded = Math.floor((whole + 0x7fff + ((whole >>> 16) & 1)) / 0x10000)
        expect(together(number, format('bf16'))).toBe(rounded)
      }),
    )
  })
  // IEEE 754 binary16: largest 65504, halfway to the next is 65520, smallest subnormal 2^-24.
  it.each([
    [1, 0x3c00, 1],
    [-2, 0xc000, -2],
    [65504, 0x7bff, 65504],
    [65519.99, 0x7bff, 65504],
    [65520, 0x7c00, Infinity],
    [2 ** -24, 0x0001, 2 ** -24],
    [2 ** -25, 0x0000, 0],
    [2 ** -14, 0x0400, 2 ** -14],
    [0.1, 0x2e66, 0.0999755859375],
    [1 / 3, 0x3555, 0.333251953125],
    [1 + 2 ** -11, 0x3c00, 1],
    [1 + 3 * 2 ** -11, 0x3c02, 1 + 2 ** -9],
  ])('%d in FP16 has the bits %i and means %d', (number, bits, value) => {
    expect(together(number, format('fp16'))).toBe(bits)
    expect(store(number, format('fp16')).value).toBe(value)
  })
  it('is never further away than half a step', () => {
    fc.assert(
      fc.property(any, fc.constantFrom(...floatFormats), (number, one) => {
        const { value, step, outcome } = store(number, one)
        if (outcome === 'overflow') expect(Math.abs(number)).toBeGreaterThan(largest(one))
        else expect(Math.abs(value - number)).toBeLessThanOrEqual(step / 2)
      }),
    )
  })
})

describe('NF4', () => {
  it('has 16 values in order, from −1 to 1, with a zero', () => {
    expect(nf4).toHaveLength(16)
    expect([...nf4].sort((a, b) => a - b)).toEqual(nf4)
    expect([nf4[0], nf4[7], nf4[15]]).toEqual([-1, 0, 1])
  })
  it('stores the nearest of them', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 4, noNaN: true }),
        (x, largestInBlock) => {
          const stored = storeInBlock(x * largestInBlock, largestInBlock)
          const error = Math.abs(stored.value - x * largestInBlock)
          for (const value of nf4)
            expect(error).toBeLessThanOrEqual(Math.abs(value * largestInBlock - x * largestInBlock) + 1e-12)
        },
      ),
    )
  })
})
