/** The model against what the real libraries keep and need, row by row. */
import { describe, expect, it } from 'vitest'
import { residualBytes, savedPerToken } from '../../../shared/estimate/activations.ts'
import { memory } from '../../../shared/estimate/memory.ts'
import { upstream } from '../../upstream-table.ts'
import { activationRow, simulatedRow } from './rows.ts'

const measured = upstream('activation-measured.tsv')
const simulated = upstream('peak-simulated.tsv')

describe('activations of one token in one layer', () => {
  it('has all the measured cases', () => expect(measured.length).toBe(24))

  it.each(measured.map((row) => [row.case ?? '', row] as const))('%s', (_, row) => {
    const work = activationRow(row)
    const tokens = work.microBatch * work.sequenceLength
    const autocastCopies = memory(work).parts.autocast * 2 ** 30
    // These were measured on a CPU, where a dropout mask has the type of its input.
    const maskBytes = work.adapterType === 'fp32' ? 4 : 2
    const predicted = work.checkpointing
      ? residualBytes(work) * work.model.hidden
      : savedPerToken(work, undefined, maskBytes) + autocastCopies / (work.model.layers * tokens)
    expect(predicted).toBe(Number(row.measured_bytes_per_token_layer))
  })
})

describe('peak of a whole step', () => {
  it('has all the simulated cases', () => expect(simulated.length).toBe(15))

  it.each(simulated.map((row, at) => [`${row.model} (${at})`, row] as const))('%s within 8 %%', (_, row) => {
    const peak = Number(row.sim_peak)
    const predicted = memory(simulatedRow(row)).perGpu.allocated * 2 ** 30
    expect(Math.abs(predicted / peak - 1)).toBeLessThanOrEqual(0.08)
  })
})
