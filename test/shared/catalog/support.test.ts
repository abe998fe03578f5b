/** What a family takes is what Transformers says; nothing that it refuses becomes a default. */
import { describe, expect, it } from 'vitest'
import { families } from '../../../shared/catalog/families.ts'
import { likelyModel, resolveModel } from '../../../shared/catalog/resolve-model.ts'
import { attentionFor, familyRefuses, supportOf, supportReleases } from '../../../shared/catalog/support.ts'
import { resolve } from '../../../shared/config.ts'
import { rules } from '../../../shared/rules/index.ts'

const attentionOf = (id: string) => resolve({ 'model.id': id }).config['training.attn_implementation']
const layerClass = rules.find(({ id }) => id === 'fsdp/unknown-layer-class')

describe('support tables', () => {
  it('know every family whose layout the catalogue knows, with an attention that always works', () => {
    for (const type of families.flatMap(({ types }) => types).filter((one) => one !== 'llama-fused-qkv')) {
      if (type === 'code_llama') continue
      const support = supportOf(type)
      expect(support, type).toBeDefined()
      expect(familyRefuses(type, attentionFor(type)), type).toBe(false)
    }
  })

  it('name the layer class that a layout names', () => {
    for (const family of families) {
      for (const type of family.types) {
        const support = supportOf(type)
        const own = family.layerClasses?.[type] ?? family.layerClass
        if (support && support.layers.length > 0) expect(support.layers, type).toContain(own)
      }
    }
  })

  it('have no answer for a release before the first captured one', () => {
    expect(supportReleases()[0]).toBe('5.24.0')
    expect(supportOf('llama', '4.30.0')).toBeUndefined()
    expect(supportOf('llama', '99.0.0')).toEqual(supportOf('llama'))
    expect(supportOf('no-such-family')).toBeUndefined()
  })

  it.each([
    ['openai/gpt-oss-20b', 'eager'],
    ['unsloth/gpt-oss-20b', 'eager'],
    ['google/gemma-2-9b-it', 'eager'],
    ['bigscience/bloomz-560m', 'eager'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'sdpa'],
    ['/some/folder', 'sdpa'],
  ])('%s starts with %s', (id, attention) => {
    expect(attentionOf(id)).toBe(attention)
  })
})

describe('layer classes', () => {
  const found = (model: string, name: string) =>
    layerClass?.run?.check(
      resolve({
        'accelerate.distributed_type': 'FSDP',
        'fsdp.fsdp_transformer_layer_cls_to_wrap': name,
        'model.id': model,
      }),
    )?.classes

  it.each([
    ['Qwen/Qwen2.5-7B-Instruct', 'BertLayer'],
    ['NousResearch/Llama-2-7b-chat-hf', 'LLaMADecoderLayer'],
    ['NousResearch/Llama-2-7b-chat-hf', 'llamadecoderlayer'],
    ['/data/Qwen3-8B', 'LlamaDecoderLayer'],
  ])('%s has no %s', (model, name) => {
    expect(found(model, name)).toEqual([name])
  })

  it.each([
    ['Qwen/Qwen2.5-7B-Instruct', 'Qwen2DecoderLayer'],
    ['meta-llama/Llama-3.1-8B', 'LlamaMLP,LlamaDecoderLayer'],
    ['google/gemma-3-4b-it', 'Gemma3DecoderLayer,SiglipEncoderLayer'],
    ['somebody/unheard-of', 'AnyLayer'],
  ])('%s may wrap %s', (model, name) => {
    expect(found(model, name)).toBeUndefined()
  })

  it('takes a guess at the family as well', () => {
    expect(likelyModel(resolveModel('someone/my-Llama-3.1-8B-for-law'))?.layerClass).toBe('LlamaDecoderLayer')
    expect(found('someone/my-Llama-3.1-8B-for-law', 'Qwen2DecoderLayer')).toEqual(['Qwen2DecoderLayer'])
  })
})
