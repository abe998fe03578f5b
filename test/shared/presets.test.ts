/** The presets: the files of the MLPerf presets mean exactly what the official files mean. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { resolve } from '../../shared/config.ts'
import { plan } from '../../shared/plan.ts'
import { presets } from '../../shared/presets/index.ts'
import { meaning } from './meaning.ts'

const official = (name: string) => readFileSync(new URL(`../upstream/mlperf/${name}`, import.meta.url), 'utf8')
function written(id: string): string {
  const preset = presets.find((one) => one.id === id)
  if (!preset) throw new Error(`no preset ${id}`)
  const file = plan(resolve(preset.answers)).files.find(({ path }) => path === 'accelerate.yaml')
  return file?.text ?? ''
}

describe.each([
  ['mlperf-llama2-70b-lora', 'default_config.yaml'],
  ['mlperf-llama2-70b-lora-2024-03', 'default_config.2024-03.yaml'],
])('%s', (id, file) => {
  it('has the same keys, values and types as the official file', () => {
    expect(meaning(written(id))).toEqual(meaning(official(file)))
  })
  it('is compared with something', () => {
    expect(Object.keys(meaning(official(file)) as object).length).toBeGreaterThan(15)
    expect(meaning(official(file))).not.toEqual(
      meaning(official(file).replace('num_processes: 8', 'num_processes: 8.0')),
    )
  })
})

it('tells the two MLPerf files apart', () => {
  expect(meaning(official('default_config.yaml'))).not.toEqual(meaning(official('default_config.2024-03.yaml')))
})
