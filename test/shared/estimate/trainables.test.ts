/** What trains besides plain adapters, against counts of peft 0.21.0 on a small Qwen2 (2026-11-24). */
import { describe, expect, it } from 'vitest'
import { modelFromConfig } from '../../../shared/catalog/model-config.ts'
import { modelById } from '../../../shared/catalog/models.ts'
import {
  type AdapterShape,
  adapterParameters,
  reachedExperts,
  unreachedTargets,
} from '../../../shared/estimate/trainables.ts'

const small = (type: string, tied: boolean) => {
  const { model } = modelFromConfig(
    {
      model_type: type,
      hidden_size: 64,
      num_hidden_layers: 3,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      intermediate_size: 160,
      vocab_size: 320,
      max_position_embeddings: 128,
      tie_word_embeddings: tied,
    },
    type,
  )
  if (!model) throw new Error(`no ${type}`)
  return model
}

const cases: readonly (readonly [Partial<AdapterShape>, number])[] = [
  [{ targets: 'all-linear', dora: true }, 15168],
  [{ targets: ['q_proj', 'v_proj'], bias: 'all' }, 3072],
  [{ targets: ['q_proj', 'v_proj'], bias: 'lora_only' }, 2976],
  [{ targets: ['q_proj', 'lm_head'] }, 3072],
  [{ targets: ['q_proj', 'embed_tokens'] }, 3072],
  [{ targets: ['q_proj', 'embed_tokens'], dora: true }, 3328],
  [{ targets: ['q_proj'], modulesToSave: ['lm_head'] }, 22016],
  [{ targets: ['q_proj'], modulesToSave: ['lm_head', 'embed_tokens'] }, 42496],
]

describe('what trains', () => {
  it.each(cases)('%j: %d parameters, tied or not', (shape, count) => {
    const whole = { rank: 4, dora: false, targets: [], ...shape }
    expect(adapterParameters(small('qwen2', false), whole)).toBe(count)
    expect(adapterParameters(small('qwen2', true), whole)).toBe(count)
  })

  it('names what reaches nothing', () => {
    const llama = small('llama', false)
    expect(unreachedTargets(llama, ['q_proj', 'qkv_proj', 'lm_head'])).toEqual(['qkv_proj'])
    expect(unreachedTargets(llama, ['self_attn.q_proj', 'roj'])).toEqual(['roj'])
    expect(unreachedTargets(llama, 'all-linear')).toEqual([])
  })

  it('reaches experts by the names that PEFT translates, both halves of a fused matrix or none', () => {
    const mixture = modelById('Qwen/Qwen3-30B-A3B')
    if (!mixture) throw new Error('no mixture')
    expect(reachedExperts(mixture, ['gate_proj', 'up_proj'])).toMatchObject({ gateUp: true, down: false, half: false })
    expect(reachedExperts(mixture, ['gate_proj'])).toMatchObject({ gateUp: false, half: true })
    expect(reachedExperts(mixture, ['q_proj'])).toMatchObject({ router: false, gateUp: false, down: false })
    const oss = modelById('openai/gpt-oss-20b')
    expect(oss && reachedExperts(oss, 'all-linear')).toMatchObject({ gateUp: false, down: false })
  })
})
