/** A measured run against its estimate: the assumption that was off is found, and what is left becomes a correction. */
import { describe, expect, it } from 'vitest'
import { withCorrectionLine } from '../../../cli/keep-correction.ts'
import { resolve } from '../../../shared/config.ts'
import { workloadOf } from '../../../shared/estimate/from-run.ts'
import { compare, correctionFor, correctionText, withCorrection } from '../../../shared/estimate/measured.ts'
import { memory } from '../../../shared/estimate/memory.ts'
import { stepSeconds } from '../../../shared/estimate/speed.ts'
import type { Workload } from '../../../shared/estimate/workload.ts'
import { fold } from '../../../shared/training/fold.ts'
import type { History } from '../../../shared/training/history.ts'

const workOf = (more: Readonly<Record<string, unknown>> = {}): Workload => {
  const found = workloadOf(resolve({ 'hardware.gpu': 'RTX 4090', 'method.name': 'qlora', ...more }))
  if (!('workload' in found)) throw new Error('a model and a GPU that are known')
  return found.workload
}
const logOf = (more: Partial<History>): History => ({ ...fold().history(), ...more })

describe('a run that was measured', () => {
  const work = workOf()
  const { perGpu } = memory(work)

  it('gives a correction where nothing else explains the difference', () => {
    const history = logOf({ peakReserved: 1.06 * perGpu.reserved, secondsPerStep: 0.9 * stepSeconds(work) })
    const { compared, explanation, correction } = compare(work, history)
    expect(compared.map(({ figure }) => figure)).toEqual(['reserved', 'step'])
    expect(explanation).toBeUndefined()
    expect(correction?.memory).toBeCloseTo(1.06, 6)
    expect(correction?.step).toBeCloseTo(0.9, 6)
  })

  it('names the assumption that was off, and corrects nothing then', () => {
    const real: Workload = { ...work, checkpointing: false }
    const { explanation, correction } = compare(work, logOf({ peakAllocated: memory(real).perGpu.allocated }))
    expect(explanation?.assumption).toBe('checkpointing')
    expect(correction).toBeUndefined()
  })

  it('takes an out-of-memory message as a lower bound', () => {
    const shortage = { kind: 'out-of-memory', gpu: 0, capacity: 24, free: 0, process: 23, others: null } as const
    const died = { ...shortage, allocated: 1, unallocated: 0, requested: 0.5, phase: 'training', step: 3 } as const
    const { compared, correction } = compare(work, logOf({ shortages: [died] }))
    expect(compared[0]).toMatchObject({ figure: 'reserved', measured: 1.5, atLeast: true })
    expect(correction).toBeUndefined()
  })

  it('compares nothing with an empty log', () => {
    expect(compare(work, logOf({}))).toEqual({ compared: [], explanation: undefined, correction: undefined })
  })
})

describe('a correction', () => {
  const one = { gpu: 'RTX 4090', stack: 'trl', memory: 1.0623, step: 0.941 }

  it('is kept as one text for each GPU and stack, and read back', () => {
    expect(correctionText(one)).toBe('RTX 4090|trl|memory=1.062|step=0.941')
    const kept = withCorrection([correctionText({ ...one, memory: 1.5 }), 'T4|trl|memory=1.000|step=1.000'], one)
    expect(kept).toHaveLength(2)
    expect(correctionFor(kept, 'RTX 4090', 'trl')).toEqual({ ...one, memory: 1.062 })
    expect(correctionFor(kept, 'RTX 4090', 'hf-trainer')).toBeUndefined()
    expect(correctionFor(null, 'RTX 4090', 'trl')).toBeUndefined()
    const later = withCorrection(kept, { ...one, memory: null, step: 2 })
    expect(correctionFor(later, 'RTX 4090', 'trl')).toEqual({ ...one, memory: 1.062, step: 2 })
  })

  it('changes later estimates of that GPU and stack only', () => {
    const plain = memory(workOf({ 'output.script': 'trl sft' }))
    const { stack } = workOf({ 'output.script': 'trl sft' })
    const kept = [correctionText({ ...one, stack, memory: 1.2, step: 2 })]
    const corrected = workOf({ 'output.script': 'trl sft', 'hardware.corrections': kept })
    expect(memory(corrected).perGpu.reserved / plain.perGpu.reserved).toBeCloseTo(1.2, 6)
    expect(memory(corrected).perGpu.allocated).toBe(plain.perGpu.allocated)
    const other = workOf({ 'output.script': 'trl sft', 'hardware.gpu': 'T4', 'hardware.corrections': kept })
    expect(other.memoryFactor).toBe(1)
  })

  it.each([
    ['version: 1\n', 'version: 1\nhardware:\n  corrections: [a]\n'],
    ['hardware:\n  gpu: T4\nlora:\n  r: 8\n', 'hardware:\n  corrections: [a]\n  gpu: T4\nlora:\n  r: 8\n'],
    [
      'hardware:\n  gpu: T4\n  corrections:\n    - b\n    - c\n  machines: 2\n',
      'hardware:\n  corrections: [a]\n  gpu: T4\n  machines: 2\n',
    ],
    ['hardware: # mine\n  corrections: [b]\n', 'hardware: # mine\n  corrections: [a]\n'],
  ])('is written as one line: %j', (before, after) => {
    expect(withCorrectionLine(before, ['a'])).toBe(after)
  })
})
