/** A name becomes a model where it tells one, a guess where it hints at one, and nothing where it could mislead. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelById, modelIds } from '../../../shared/catalog/models.ts'
import {
  baseOfAdapter,
  exactModel,
  likelyModel,
  resolveConfig,
  resolveModel,
} from '../../../shared/catalog/resolve-model.ts'
import { trainedFrom } from '../../../shared/catalog/trained-from.ts'
import { upstream } from '../../upstream-table.ts'

/** Classes whose models are decoders that the catalogue can describe, and their `model_type`. */
const types: Readonly<Record<string, string>> = {
  LlamaForCausalLM: 'llama',
  Qwen2ForCausalLM: 'qwen2',
  Qwen3ForCausalLM: 'qwen3',
  MistralForCausalLM: 'mistral',
  MixtralForCausalLM: 'mixtral',
  Gemma3ForCausalLM: 'gemma3_text',
  Gemma3ForConditionalGeneration: 'gemma3_text',
  Gemma2ForCausalLM: 'gemma2',
  GemmaForCausalLM: 'gemma',
  Phi3ForCausalLM: 'phi3',
  PhiForCausalLM: 'phi',
  Qwen2MoeForCausalLM: 'qwen2_moe',
  Qwen3MoeForCausalLM: 'qwen3_moe',
  GptOssForCausalLM: 'gpt_oss',
  BloomForCausalLM: 'bloom',
  OPTForCausalLM: 'opt',
  GPT2LMHeadModel: 'gpt2',
  GPTNeoXForCausalLM: 'gpt_neox',
  GPTJForCausalLM: 'gptj',
  OlmoForCausalLM: 'olmo',
  Olmo2ForCausalLM: 'olmo2',
  Olmo3ForCausalLM: 'olmo3',
  DeepseekV2ForCausalLM: 'deepseek_v2',
  DeepseekV3ForCausalLM: 'deepseek_v3',
  GraniteForCausalLM: 'granite',
  FalconForCausalLM: 'falcon',
  SmolLM3ForCausalLM: 'smollm3',
  CohereForCausalLM: 'cohere',
  Cohere2ForCausalLM: 'cohere2',
  GlmForCausalLM: 'glm',
  Glm4ForCausalLM: 'glm4',
  StableLmForCausalLM: 'stablelm',
  Starcoder2ForCausalLM: 'starcoder2',
  MptForCausalLM: 'mpt',
  MPTForCausalLM: 'mpt',
  NemotronForCausalLM: 'nemotron',
  SeedOssForCausalLM: 'seed_oss',
}

/** Copies whose publisher turned the weights into another class and kept the name. */
const relabelled = ['kittn/mistral-7B-v0.1-hf']

const rows = upstream('hub-models.tsv').map(({ id = '', class: name = '' }) => ({ id, type: types[name] ?? name }))

describe('names of models on the hub', () => {
  const answered = rows.map((row) => ({ ...row, answer: resolveModel(row.id) }))
  const wrong = (kind: 'exact' | 'family') =>
    answered.filter(({ answer, type }) => answer.kind === kind && answer.model.modelType !== type).map(({ id }) => id)

  it('resolves at least 2,000 of them', () => {
    expect(answered.filter(({ answer }) => answer.kind !== 'unknown').length).toBeGreaterThanOrEqual(2000)
  })

  it('calls no model exact that is built in another way', () => {
    expect(wrong('exact')).toEqual(relabelled)
  })

  it('guesses the wrong family in at most 1 % of its guesses', () => {
    const guesses = answered.filter(({ answer }) => answer.kind === 'family')
    expect(guesses.length).toBeGreaterThan(1000)
    expect(wrong('family').length / guesses.length).toBeLessThanOrEqual(0.01)
  })
})

describe('names that people write', () => {
  it.each([
    ['qwen2.5-14b', 'Qwen/Qwen2.5-14B', 'name'],
    ['/data/models/Qwen2.5-14B-Instruct', 'Qwen/Qwen2.5-14B', 'folder'],
    ['./models/llama-3-1-8b/', 'meta-llama/Llama-3.1-8B', 'folder'],
    ['C:\\models\\Mistral-7B-Instruct-v0.3', 'mistralai/Mistral-7B-v0.3', 'folder'],
    ['Llama_3_8b', 'meta-llama/Meta-Llama-3-8B', 'name'],
    ['meta-llama/Llama-2-7b-chat-hf', 'meta-llama/Llama-2-7b-hf', 'variant'],
    ['meta-llama/Meta-Llama-3.1-8B-Instruct', 'meta-llama/Llama-3.1-8B', 'variant'],
    ['NousResearch/Llama-2-7b-chat-hf', 'meta-llama/Llama-2-7b-hf', 'copy'],
    ['unsloth/Llama-3.2-3B-Instruct-unsloth-bnb-4bit', 'meta-llama/Llama-3.2-3B', 'copy'],
    ['TheBloke/Llama-2-7B-Chat-GPTQ', 'meta-llama/Llama-2-7b-hf', 'copy'],
    ['mlx-community/Qwen2.5-7B-Instruct-4bit', 'Qwen/Qwen2.5-7B', 'copy'],
    ['Qwen/Qwen2.5-14B-Instruct-GPTQ-Int4', 'Qwen/Qwen2.5-14B', 'variant'],
    ['RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16', 'meta-llama/Llama-3.1-8B', 'copy'],
    ['Llama-3.1-8B-Instruct-Q4_K_M.gguf', 'meta-llama/Llama-3.1-8B', 'name'],
    ['https://huggingface.co/Qwen/Qwen3-8B/tree/main', 'Qwen/Qwen3-8B', 'variant'],
    [
      '~/.cache/huggingface/hub/models--meta-llama--Llama-2-7b-hf/snapshots/0123456789abcdef0123456789abcdef01234567',
      'meta-llama/Llama-2-7b-hf',
      'folder',
    ],
    ['gpt2-xl', 'openai-community/gpt2-xl', 'name'],
    // A distilled model has the shape of its student.
    ['DeepSeek-R1-Distill-Llama-70B-AWQ', 'deepseek-ai/DeepSeek-R1-Distill-Llama-70B', 'name'],
    // Unsloth turned Phi into Llama's and Mistral's classes.
    ['unsloth/phi-4-bnb-4bit', 'unsloth/phi-4', 'variant'],
    ['phi-4', 'microsoft/phi-4', 'name'],
  ] as const)('%s', (text, id, by) => {
    const answer = resolveModel(text)
    expect({ kind: answer.kind, by: answer.by, id: exactModel(answer)?.id }).toEqual({ kind: 'exact', by, id })
  })

  it.each([
    ['mistral-7b', 'mistral'],
    ['someone/my-Llama-3.1-8B-for-law', 'llama'],
  ])('guesses at %s', (text, type) => {
    const answer = resolveModel(text)
    expect([answer.kind, likelyModel(answer)?.modelType, likelyModel(answer)?.verification]).toEqual([
      'family',
      type,
      'guessed',
    ])
    expect(exactModel(answer)).toBeUndefined()
  })

  it.each([
    '',
    '   ',
    './model',
    './out/checkpoint-500',
    '/mnt/llm',
    'llama',
    'my-model',
    'x/y',
    '../..',
    'Llama-3-8B-2B',
  ])('says nothing of %j', (text) => {
    expect(resolveModel(text).kind).toBe('unknown')
  })
})

describe('near names', () => {
  /** Words that make another model of a name. */
  const others = ['VL', 'Vision', 'Omni', 'MoE', 'Mamba', 'A3B', 'Audio', 'EAGLE3', 'Embedding', 'Nemotron', 'pruned']
  const place = fc.constantFrom(...modelIds.filter((id) => /\d[bm](-|$)/i.test(id)))

  it('never takes a name with a word of another architecture for the model without it', () => {
    fc.assert(
      fc.property(place, fc.constantFrom(...others), fc.boolean(), (id, word, before) => {
        const [owner = '', name = ''] = id.split('/')
        const near = before ? `${owner}/${word}-${name}` : `${owner}/${name}-${word}`
        const found = likelyModel(resolveModel(near))
        // Such a model may be in the catalogue itself; it must not be the plain one.
        return found === undefined || found.id.toLowerCase().includes(word.toLowerCase())
      }),
      { seed: 20261201, numRuns: 500 },
    )
  })

  it('never takes another size or version for the one it knows', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 2, max: 9 }), (id, digit) => {
        const near = id.replace(/\d+(?=[bm](-|$))/i, (found) => `${found}${digit}`)
        const answer = resolveModel(near)
        return answer.kind === 'unknown' || modelById(near)?.id === answer.model.id || modelIds.includes(near)
      }),
      { seed: 20261201, numRuns: 300 },
    )
    const ids = [
      'Llama-3-8B',
      'Llama-3.1-8B',
      'Llama-2-7b',
      'gemma-2b',
      'gemma-2-2b',
      'Qwen2-7B',
      'Qwen2.5-7B',
      'Qwen3-8B',
    ]
    expect(ids.map((id) => exactModel(resolveModel(id))?.id)).toEqual([
      'meta-llama/Meta-Llama-3-8B',
      'meta-llama/Llama-3.1-8B',
      'meta-llama/Llama-2-7b-hf',
      'google/gemma-2b',
      'google/gemma-2-2b',
      'Qwen/Qwen2-7B',
      'Qwen/Qwen2.5-7B',
      'Qwen/Qwen3-8B',
    ])
  })

  it('gives the same answer whoever owns the copy and however it is stored, and never throws', () => {
    const mirror = fc.constantFrom('unsloth', 'TheBloke', 'mlx-community', 'bartowski')
    const storage = fc.constantFrom('', '-bnb-4bit', '-GGUF', '-AWQ', '-GPTQ', '-FP8', '-Instruct')
    fc.assert(
      fc.property(place, mirror, storage, (id, owner, ending) => {
        const name = id.slice(id.indexOf('/') + 1)
        const copy = exactModel(resolveModel(`${owner}/${name}${ending}`))
        const own = modelById(id)
        return copy === undefined || owner === 'unsloth' || copy.parameters.total === own?.parameters.total
      }),
      { seed: 20261201, numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) =>
        ['exact', 'family', 'unknown'].includes(resolveModel(text).kind),
      ),
      { seed: 20261201 },
    )
  })
})

describe('what a model says of itself', () => {
  it('finds every model that a name was given for', () => {
    for (const [name, from] of Object.entries(trainedFrom)) {
      expect(modelById(from), from).toBeDefined()
      expect(exactModel(resolveModel(name))?.id, name).toBe(from)
    }
  })

  it('reads a config.json, and calls a layout that it does not know a guess', () => {
    const config = {
      hidden_size: 64,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      vocab_size: 128,
      intermediate_size: 96,
    }
    const known = resolveConfig(JSON.stringify({ ...config, model_type: 'llama' }), 'mine')
    const guessed = resolveConfig(JSON.stringify({ ...config, model_type: 'brand_new' }), 'mine')
    expect([known.kind, guessed.kind, likelyModel(guessed)?.verification]).toEqual(['exact', 'family', 'guessed'])
    expect(resolveConfig('{', 'mine').kind).toBe('unknown')
  })

  it('reads the base of an adapter', () => {
    expect(baseOfAdapter('{"base_model_name_or_path": "Qwen/Qwen3-8B"}')).toBe('Qwen/Qwen3-8B')
    for (const text of ['', '{', '[]', 'null', '{"base_model_name_or_path": 5}']) expect(baseOfAdapter(text)).toBeNull()
  })
})
