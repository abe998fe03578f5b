/** A config.json of any decoder family becomes a model whose every count is that of the real libraries. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { families } from '../../../shared/catalog/families.ts'
import { modelFromConfig, readModelConfig } from '../../../shared/catalog/model-config.ts'
import { adapterParameters } from '../../../shared/estimate/trainables.ts'

interface Case {
  readonly model_type: string
  readonly total: number
  readonly all_linear_r4: number
  readonly layer_class: string
  readonly config: Readonly<Record<string, unknown>>
}
const file = new URL('../../upstream/family-counts.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }

describe('config.json', () => {
  it.each(cases.map((one, at) => [`${one.model_type} (${at})`, one] as const))('%s', (_, one) => {
    const { model } = modelFromConfig(one.config, one.model_type)
    expect({
      total: model?.parameters.total,
      all_linear_r4: model && adapterParameters(model, { targets: 'all-linear', rank: 4, dora: false }),
      layer_class: model?.layerClass,
    }).toEqual({ total: one.total, all_linear_r4: one.all_linear_r4, layer_class: one.layer_class })
  })

  it('has a case for every family', () => {
    const tried = new Set(cases.map((one) => one.model_type))
    const untried = families.filter((family) => !family.types.some((type) => tried.has(type)))
    expect(untried.flatMap((family) => family.types)).toEqual(['llama-fused-qkv'])
  })

  it('says everything that is missing at once', () => {
    const { model, findings } = modelFromConfig({ model_type: 'llama', hidden_size: 64 }, 'x')
    expect(model).toBeNull()
    const missing = ['num_hidden_layers', 'num_attention_heads', 'vocab_size', 'intermediate_size']
    const keys = findings.flatMap((finding) => (finding.kind === 'missing' ? finding.keys : []))
    expect([...keys].sort()).toEqual(missing.sort())
  })

  it('uses the text decoder of a model of several parts, and says so', () => {
    const whole = { model_type: 'gemma3', text_config: cases.find((one) => one.model_type === 'gemma3_text')?.config }
    const { model, findings } = modelFromConfig(whole, 'x')
    expect(model?.layerClass).toBe('Gemma3DecoderLayer')
    expect(findings).toContainEqual({ kind: 'text-part-only', modelType: 'gemma3' })
  })

  it('assumes the commonest layout for a family it does not know, and says so', () => {
    const config = { ...cases[0]?.config, model_type: 'brand_new' }
    const { model, findings } = modelFromConfig(config, 'x')
    expect(model?.parameters.total).toBe(cases[0]?.total)
    expect(findings).toContainEqual({ kind: 'unknown-family', modelType: 'brand_new', assumed: 'llama' })
  })

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(readModelConfig(text, 'x').findings)))
    const keys = fc.constantFrom(...Object.keys(cases[0]?.config ?? {}), 'model_type', 'text_config')
    const value = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.constant({}))
    fc.assert(
      fc.property(fc.dictionary(keys, value), fc.constantFrom(...families), (broken, family) => {
        const { model } = modelFromConfig({ ...cases[0]?.config, model_type: family.types[0], ...broken }, 'x')
        return model === null || Number.isFinite(model.parameters.total)
      }),
    )
  })
})
