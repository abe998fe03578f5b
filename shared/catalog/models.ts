// biome-ignore-all format: one entry a line
/** The models that are known by name, one a line; any other is read from its config.json. */
import { page, type Source } from '../source.ts'
import { buildModel } from './build-model.ts'
import type { Model, ModelNumbers, ModelVerification } from './model.ts'

/** Where the shapes of `read` entries were read. */
const litgpt = page('https://github.com/Lightning-AI/litgpt/blob/26857050fe3ff627cd714fe92f5838f51a3d5efa/litgpt/config.py', '2026-11-24')
const internEvo = page('https://github.com/InternLM/InternEvo-HFModels/blob/main/huggingface_model/yi/yi_6B/configuration_yi.py', '2026-11-24')

/** A model that is built when somebody asks for it: a command that needs one should not wait for fifty. */
interface Entry {
  readonly id: string
  readonly build: () => Model
}

function entry(id: string, modelType: string, verification: ModelVerification, numbers: ModelNumbers, read?: Source): Entry {
  const build = (): Model => {
    const model = buildModel(id, modelType, numbers, verification, [page(`https://huggingface.co/${id}/blob/main/config.json`), ...(read ? [read] : [])])
    if (!model) throw new Error(`${id}: no family ${modelType}`)
    return model
  }
  return { id, build }
}

const entries: readonly Entry[] = [
  entry('meta-llama/Llama-2-7b-hf', 'llama', 'total', { hidden: 4096, layers: 32, heads: 32, keyValueHeads: 32, headDim: 128, intermediate: 11008, vocabulary: 32000, tied: false, positions: 4096 }),
  entry('meta-llama/Llama-2-13b-hf', 'llama', 'total', { hidden: 5120, layers: 40, heads: 40, keyValueHeads: 40, headDim: 128, intermediate: 13824, vocabulary: 32000, tied: false, positions: 4096 }),
  entry('meta-llama/Llama-2-70b-hf', 'llama', 'total', { hidden: 8192, layers: 80, heads: 64, keyValueHeads: 8, headDim: 128, intermediate: 28672, vocabulary: 32000, tied: false, positions: 4096 }),
  entry('TinyLlama/TinyLlama-1.1B', 'llama', 'read', { hidden: 2048, layers: 22, heads: 32, keyValueHeads: 4, headDim: 64, intermediate: 5632, vocabulary: 32000, tied: false, positions: 2048 }, litgpt),
  entry('codellama/CodeLlama-34b-hf', 'llama', 'read', { hidden: 8192, layers: 48, heads: 64, keyValueHeads: 8, headDim: 128, intermediate: 22016, vocabulary: 32000, tied: false, positions: 16384 }, litgpt),
  entry('01-ai/Yi-34B', 'llama', 'unconfirmed', { hidden: 7168, layers: 60, heads: 56, keyValueHeads: 8, headDim: 128, intermediate: 20480, vocabulary: 64000, tied: false, positions: 4096 }),
  entry('01-ai/Yi-6B', 'llama', 'read', { hidden: 4096, layers: 32, heads: 32, keyValueHeads: 4, headDim: 128, intermediate: 11008, vocabulary: 64000, tied: false, positions: 4096 }, internEvo),
  entry('meta-llama/Llama-3.1-8B', 'llama', 'total', { hidden: 4096, layers: 32, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 14336, vocabulary: 128256, tied: false, positions: 131072 }),
  entry('meta-llama/Llama-3.1-70B', 'llama', 'total', { hidden: 8192, layers: 80, heads: 64, keyValueHeads: 8, headDim: 128, intermediate: 28672, vocabulary: 128256, tied: false, positions: 131072 }),
  entry('meta-llama/Llama-3.1-405B', 'llama', 'total', { hidden: 16384, layers: 126, heads: 128, keyValueHeads: 8, headDim: 128, intermediate: 53248, vocabulary: 128256, tied: false, positions: 131072 }),
  entry('meta-llama/Llama-3.2-1B', 'llama', 'total', { hidden: 2048, layers: 16, heads: 32, keyValueHeads: 8, headDim: 64, intermediate: 8192, vocabulary: 128256, tied: true, positions: 131072 }),
  entry('meta-llama/Llama-3.2-3B', 'llama', 'total', { hidden: 3072, layers: 28, heads: 24, keyValueHeads: 8, headDim: 128, intermediate: 8192, vocabulary: 128256, tied: true, positions: 131072 }),
  entry('mistralai/Mistral-7B-v0.1', 'mistral', 'total', { hidden: 4096, layers: 32, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 14336, vocabulary: 32000, tied: false, positions: 32768 }),
  entry('mistralai/Mistral-7B-v0.3', 'mistral', 'total', { hidden: 4096, layers: 32, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 14336, vocabulary: 32768, tied: false, positions: 32768 }),
  entry('mistralai/Mistral-Nemo-Base-2407', 'mistral', 'unconfirmed', { hidden: 5120, layers: 40, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 14336, vocabulary: 131072, tied: false, positions: 131072 }),
  entry('mistralai/Mixtral-8x7B-v0.1', 'mixtral', 'total', { hidden: 4096, layers: 32, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 14336, vocabulary: 32000, tied: false, positions: 32768, experts: { count: 8, perToken: 2, intermediate: 14336 } }),
  entry('Qwen/Qwen2.5-0.5B', 'qwen2', 'total', { hidden: 896, layers: 24, heads: 14, keyValueHeads: 2, headDim: 64, intermediate: 4864, vocabulary: 151936, tied: true, positions: 32768 }),
  entry('Qwen/Qwen2.5-1.5B', 'qwen2', 'total', { hidden: 1536, layers: 28, heads: 12, keyValueHeads: 2, headDim: 128, intermediate: 8960, vocabulary: 151936, tied: true, positions: 32768 }),
  entry('Qwen/Qwen2.5-3B', 'qwen2', 'total', { hidden: 2048, layers: 36, heads: 16, keyValueHeads: 2, headDim: 128, intermediate: 11008, vocabulary: 151936, tied: true, positions: 32768 }),
  entry('Qwen/Qwen2.5-7B', 'qwen2', 'total', { hidden: 3584, layers: 28, heads: 28, keyValueHeads: 4, headDim: 128, intermediate: 18944, vocabulary: 152064, tied: false, positions: 131072 }),
  entry('Qwen/Qwen2.5-14B', 'qwen2', 'total', { hidden: 5120, layers: 48, heads: 40, keyValueHeads: 8, headDim: 128, intermediate: 13824, vocabulary: 152064, tied: false, positions: 131072 }),
  entry('Qwen/Qwen2.5-32B', 'qwen2', 'total', { hidden: 5120, layers: 64, heads: 40, keyValueHeads: 8, headDim: 128, intermediate: 27648, vocabulary: 152064, tied: false, positions: 131072 }),
  entry('Qwen/Qwen2.5-72B', 'qwen2', 'total', { hidden: 8192, layers: 80, heads: 64, keyValueHeads: 8, headDim: 128, intermediate: 29568, vocabulary: 152064, tied: false, positions: 131072 }),
  entry('Qwen/Qwen3-0.6B', 'qwen3', 'total', { hidden: 1024, layers: 28, heads: 16, keyValueHeads: 8, headDim: 128, intermediate: 3072, vocabulary: 151936, tied: true, positions: 40960 }),
  entry('Qwen/Qwen3-1.7B', 'qwen3', 'read', { hidden: 2048, layers: 28, heads: 16, keyValueHeads: 8, headDim: 128, intermediate: 6144, vocabulary: 151936, tied: true, positions: 40960 }, litgpt),
  entry('Qwen/Qwen3-4B', 'qwen3', 'read', { hidden: 2560, layers: 36, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 9728, vocabulary: 151936, tied: true, positions: 40960 }, litgpt),
  entry('Qwen/Qwen3-8B', 'qwen3', 'total', { hidden: 4096, layers: 36, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 12288, vocabulary: 151936, tied: false, positions: 40960 }),
  entry('Qwen/Qwen3-14B', 'qwen3', 'read', { hidden: 5120, layers: 40, heads: 40, keyValueHeads: 8, headDim: 128, intermediate: 17408, vocabulary: 151936, tied: false, positions: 40960 }, litgpt),
  entry('Qwen/Qwen3-32B', 'qwen3', 'read', { hidden: 5120, layers: 64, heads: 64, keyValueHeads: 8, headDim: 128, intermediate: 25600, vocabulary: 151936, tied: false, positions: 40960 }, litgpt),
  entry('Qwen/Qwen3-30B-A3B', 'qwen3_moe', 'total', { hidden: 2048, layers: 48, heads: 32, keyValueHeads: 4, headDim: 128, intermediate: 6144, vocabulary: 151936, tied: false, positions: 40960, experts: { count: 128, perToken: 8, intermediate: 768 } }),
  entry('google/gemma-2b', 'gemma', 'total', { hidden: 2048, layers: 18, heads: 8, keyValueHeads: 1, headDim: 256, intermediate: 16384, vocabulary: 256000, tied: true, positions: 8192 }),
  entry('google/gemma-7b', 'gemma', 'total', { hidden: 3072, layers: 28, heads: 16, keyValueHeads: 16, headDim: 256, intermediate: 24576, vocabulary: 256000, tied: true, positions: 8192 }),
  entry('google/gemma-2-2b', 'gemma2', 'total', { hidden: 2304, layers: 26, heads: 8, keyValueHeads: 4, headDim: 256, intermediate: 9216, vocabulary: 256000, tied: true, positions: 8192 }),
  entry('google/gemma-2-9b', 'gemma2', 'total', { hidden: 3584, layers: 42, heads: 16, keyValueHeads: 8, headDim: 256, intermediate: 14336, vocabulary: 256000, tied: true, positions: 8192 }),
  entry('google/gemma-2-27b', 'gemma2', 'total', { hidden: 4608, layers: 46, heads: 32, keyValueHeads: 16, headDim: 128, intermediate: 36864, vocabulary: 256000, tied: true, positions: 8192 }),
  entry('google/gemma-3-1b-pt', 'gemma3_text', 'total', { hidden: 1152, layers: 26, heads: 4, keyValueHeads: 1, headDim: 256, intermediate: 6912, vocabulary: 262144, tied: true, positions: 32768 }),
  entry('google/gemma-3-4b-pt', 'gemma3_text', 'unconfirmed', { hidden: 2560, layers: 34, heads: 8, keyValueHeads: 4, headDim: 256, intermediate: 10240, vocabulary: 262208, tied: true, positions: 131072 }),
  entry('google/gemma-3-12b-pt', 'gemma3_text', 'unconfirmed', { hidden: 3840, layers: 48, heads: 16, keyValueHeads: 8, headDim: 256, intermediate: 15360, vocabulary: 262208, tied: true, positions: 131072 }),
  entry('google/gemma-3-27b-pt', 'gemma3_text', 'unconfirmed', { hidden: 5376, layers: 62, heads: 32, keyValueHeads: 16, headDim: 128, intermediate: 21504, vocabulary: 262208, tied: true, positions: 131072 }),
  entry('microsoft/phi-2', 'phi', 'total', { hidden: 2560, layers: 32, heads: 32, keyValueHeads: 32, headDim: 80, intermediate: 10240, vocabulary: 51200, tied: false, positions: 2048 }),
  entry('microsoft/Phi-3-mini-4k-instruct', 'phi3', 'total', { hidden: 3072, layers: 32, heads: 32, keyValueHeads: 32, headDim: 96, intermediate: 8192, vocabulary: 32064, tied: false, positions: 4096 }),
  entry('microsoft/Phi-3-medium-4k-instruct', 'phi3', 'unconfirmed', { hidden: 5120, layers: 40, heads: 40, keyValueHeads: 10, headDim: 128, intermediate: 17920, vocabulary: 32064, tied: false, positions: 4096 }),
  entry('microsoft/phi-4', 'phi3', 'total', { hidden: 5120, layers: 40, heads: 40, keyValueHeads: 10, headDim: 128, intermediate: 17920, vocabulary: 100352, tied: false, positions: 16384 }),
  entry('deepseek-ai/DeepSeek-R1-Distill-Qwen-7B', 'qwen2', 'unconfirmed', { hidden: 3584, layers: 28, heads: 28, keyValueHeads: 4, headDim: 128, intermediate: 18944, vocabulary: 152064, tied: false, positions: 131072 }),
  entry('deepseek-ai/DeepSeek-R1-Distill-Llama-8B', 'llama', 'read', { hidden: 4096, layers: 32, heads: 32, keyValueHeads: 8, headDim: 128, intermediate: 14336, vocabulary: 128256, tied: false, positions: 131072 }, litgpt),
  entry('deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B', 'qwen2', 'unconfirmed', { hidden: 1536, layers: 28, heads: 12, keyValueHeads: 2, headDim: 128, intermediate: 8960, vocabulary: 151936, tied: false, positions: 131072 }),
  entry('tiiuae/falcon-7b', 'falcon', 'total', { hidden: 4544, layers: 32, heads: 71, keyValueHeads: 1, headDim: 64, intermediate: 18176, vocabulary: 65024, tied: true, positions: 2048 }),
  entry('tiiuae/falcon-40b', 'falcon', 'read', { hidden: 8192, layers: 60, heads: 128, keyValueHeads: 8, headDim: 64, intermediate: 32768, vocabulary: 65024, tied: true, positions: 2048, newDecoder: true }, litgpt),
  entry('tiiuae/falcon-180B', 'falcon', 'read', { hidden: 14848, layers: 80, heads: 232, keyValueHeads: 8, headDim: 64, intermediate: 59392, vocabulary: 65024, tied: true, positions: 2048, newDecoder: true }, litgpt),
  entry('openai/gpt-oss-20b', 'gpt_oss', 'total', { hidden: 2880, layers: 24, heads: 64, keyValueHeads: 8, headDim: 64, intermediate: 2880, vocabulary: 201088, tied: false, positions: 131072, experts: { count: 32, perToken: 4, intermediate: 2880 } }),
  entry('openai/gpt-oss-120b', 'gpt_oss', 'total', { hidden: 2880, layers: 36, heads: 64, keyValueHeads: 8, headDim: 64, intermediate: 2880, vocabulary: 201088, tied: false, positions: 131072, experts: { count: 128, perToken: 4, intermediate: 2880 } }),
  entry('regisss/llama2-70b-fused-qkv-mlperf', 'llama-fused-qkv', 'total', { hidden: 8192, layers: 80, heads: 64, keyValueHeads: 8, headDim: 128, intermediate: 28672, vocabulary: 32000, tied: false, positions: 8192 }),
]

const byId: ReadonlyMap<string, Entry> = new Map(entries.map((one) => [one.id.toLowerCase(), one]))
const built = new Map<string, Model>()

/** Every id, in the order of the catalogue. */
export const modelIds: readonly string[] = entries.map(({ id }) => id)

/** The model of that name, in any case. */
export function modelById(id: string): Model | undefined {
  const key = id.toLowerCase()
  const known = built.get(key)
  if (known) return known
  const model = byId.get(key)?.build()
  if (model) built.set(key, model)
  return model
}

/** Every model, each built once. */
export const allModels = (): readonly Model[] => modelIds.flatMap((id) => modelById(id) ?? [])
