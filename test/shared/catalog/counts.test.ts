/** Parameter counts of every catalogue model equal those of the real libraries, to the last parameter. */
import { describe, expect, it } from 'vitest'
import { allModels, modelById } from '../../../shared/catalog/models.ts'
import { adapterParameters } from '../../../shared/estimate/trainables.ts'
import { upstream } from '../../upstream-table.ts'

const rows = upstream('parameter-counts.tsv')

describe('parameter counts', () => {
  it('knows at least 300 models', () => {
    expect(allModels().length).toBeGreaterThanOrEqual(300)
  })

  it.each([...new Set(rows.map((row) => row.model ?? ''))])('%s', (id) => {
    const model = modelById(id)
    expect(model).toBeDefined()
    if (!model) return
    for (const row of rows.filter((one) => one.model === id)) {
      const targets = (row.targets ?? '').split(',')
      const trainable = adapterParameters(model, { targets, rank: Number(row.r), dora: false })
      expect({ ...row, total: model.parameters.total, trainable }).toEqual({
        ...row,
        total: Number(row.total),
        trainable: Number(row.trainable),
      })
    }
  })
})
