/** What somebody calls a model, or its config.json → the model, a guess at it, or why it is not known. */
import type { Model } from './model.ts'
import { type ModelConfigFinding, readModelConfig } from './model-config.ts'
import { modelById, modelIds } from './models.ts'
import { readings } from './name-words.ts'
import { trainedFrom } from './trained-from.ts'

/**
 * How an exact answer was found: its own id; a model of the same publisher that differs only in training (`-Instruct`) or
 * in storage; a copy under another owner; a bare name; a folder of that name; the model's own config.json.
 */
export type ExactBy = 'id' | 'variant' | 'copy' | 'name' | 'folder' | 'config'
/** How a guess was found: the name contains a known name, or is the beginning of one; a config.json of an unknown layout. */
export type GuessBy = 'contains' | 'begins' | 'config'
/** Why there is no answer: nothing was said; a relative or generic folder; a name that tells nothing; a config.json that cannot be used. */
export type UnknownBy = 'empty' | 'telling-nothing' | 'not-known' | 'config'

export type ModelAnswer =
  | { readonly kind: 'exact'; readonly by: ExactBy; readonly model: Model; readonly findings: Findings }
  /** `model` is the one that was guessed: its modules and its layer class hold for the family, its sizes may not. */
  | { readonly kind: 'family'; readonly by: GuessBy; readonly model: Model; readonly findings: Findings }
  | { readonly kind: 'unknown'; readonly by: UnknownBy; readonly findings: Findings }

type Findings = readonly ModelConfigFinding[]
const none: Findings = []

/** Folders whose name says nothing of the model inside. */
const generic =
  /^(|\.|\.\.|models?|base|base[-_]?model|checkpoints?|checkpoint-\d+|ckpt|weights|output|outputs|out|final|best|last|latest|merged|hf|main|snapshots|blobs|refs|[0-9a-f]{40}|original|fp16|bf16|llm|pretrained)$/i

/** Words that say that a model is built in another way than the one whose name it bears. */
const different =
  /^(vl|vlm|vision|visual|omni|audio|speech|video|image|multimodal|mm|llava|eagle|eagle3|dflash|draft|drafter|medusa|speculator|spec|mtp|moe|mamba|mamba2|rwkv|retnet|hybrid|linear|bitnet|1\.58bit|diffusion|dllm|dream|nemotron|minitron|super|ultra|nano|pruned|width|depth|reap|merge|frankenmerge|upscaled|solar|tiny|random|mini|micro|small|embedding|embed|reranker|reward|rm|prm|guard|classifier|tokenizer|lite|distill|distilled|pro|flash|next|coder|math|expanded|extended|truncated|layers?|encoder|llamafy|llamafied|mistralified|llama|mistral|qwen|gemma|phi|falcon|mixtral|a\d+(\.\d+)?b)$/

/** A size: `7b`, `1.5b`, `270m`, `8x7b`. */
const size = /^(\d+x)?\d+(\.\d+)?[bmk]$/

interface Known {
  readonly ids: readonly string[]
  readonly words: readonly string[]
}
let keys: ReadonlyMap<string, Known> | undefined

/** Known names by their words; several ids may share them. */
function knownNames(): ReadonlyMap<string, Known> {
  if (keys) return keys
  const map = new Map<string, Known>()
  // Unsloth builds Phi in another way than its publisher: a copy that says no more is the publisher's.
  const ids = [...modelIds].sort((a, b) => Number(a.startsWith('unsloth/')) - Number(b.startsWith('unsloth/')))
  for (const id of [...ids, ...Object.keys(trainedFrom)]) {
    const [words = []] = readings(tail(id))
    const key = words.join(' ')
    map.set(key, { ids: [...(map.get(key)?.ids ?? []), id], words })
  }
  keys = map
  return map
}

/** The model of a known id. */
const modelOf = (id: string): Model | undefined => modelById(id) ?? modelById(trainedFrom[id] ?? '')

const tail = (id: string): string => id.slice(id.lastIndexOf('/') + 1)
const ownerOf = (id: string): string => (id.includes('/') ? id.slice(0, id.indexOf('/')) : '')

interface Named {
  readonly owner: string
  readonly name: string
  readonly path: boolean
}

/** The part of a path or address that names the model, and the owner where there is one. */
function named(text: string): Named {
  const plain = text
    .trim()
    .replace(/^(hf:\/\/|https?:\/\/(www\.)?(huggingface\.co|hf\.co|modelscope\.cn(\/models)?)\/)/i, '')
    .replace(/(\/(tree|resolve|blob)\/.*|[?#@].*)$/, '')
    .replace(/\\/g, '/')
    .replace(/\.(gguf|safetensors|bin|pth?|json)$/i, '')
    .replace(/\/+$/, '')
  const parts = plain.split('/')
  const path = parts.length > 2 || /^(\.|~|\/|[a-z]:)/i.test(plain)
  while (parts.length > 1 && generic.test(parts.at(-1) ?? '')) parts.pop()
  const last = parts.at(-1) ?? ''
  // The hub's cache keeps meta-llama/Llama-2-7b-hf as models--meta-llama--Llama-2-7b-hf.
  const cached = /^models--(.+?)--(.+)$/.exec(last)
  if (cached) return { owner: cached[1] ?? '', name: cached[2] ?? '', path: true }
  return { owner: parts.length === 2 && !path ? (parts[0] ?? '') : '', name: generic.test(last) ? '' : last, path }
}

/** Owners that copy other publishers' models under the same name. */
const copiers =
  /^(unsloth|thebloke|bartowski|mlx-community|lmstudio-community|quantfactory|redhatai|neuralmagic|nousresearch|ai-modelscope|llm-research|modelscope|hugging-quants|casperhansen|mradermacher|maziyarpanahi|ggml-org|techxgenus|solidrust|turboderp|openai-mirror|zhipuai|thudm|cohereforai|coherelabs|gaunernst|qwen|iic|amd|nvidia|intel|onnx-community)$/i

/** Where the words of a known name lie together inside the words that were given; the longest such name. */
function contained(words: readonly string[]): Known | undefined {
  let best: Known | undefined
  for (const known of knownNames().values()) {
    if (!known.words.some((word) => size.test(word)) || known.words.length < 2) continue
    if (known.ids.every((id) => id in trainedFrom)) continue
    if (best && best.words.length >= known.words.length) continue
    const text = ` ${words.join(' ')} `
    const at = text.indexOf(` ${known.words.join(' ')} `)
    if (at < 0) continue
    const rest = `${text.slice(0, at)} ${text.slice(at + known.words.join(' ').length + 1)}`.split(' ').filter(Boolean)
    if (!rest.some((word) => different.test(word) || size.test(word))) best = known
  }
  return best
}

/** A known name that goes on where the given one ends, such as `mistral-7b` for Mistral-7B-v0.1. */
function begun(words: readonly string[]): Known | undefined {
  if (words.length < 2 || !words.some((word) => size.test(word))) return undefined
  const start = `${words.join(' ')} `
  for (const [key, known] of knownNames()) {
    const rest = key.startsWith(start) ? key.slice(start.length).split(' ') : []
    if (rest.length > 0 && !rest.some((word) => different.test(word) || size.test(word))) return known
  }
  return undefined
}

const answers = new Map<string, ModelAnswer>()

/** The model that a name, an id, an address or a path says. */
export function resolveModel(text: string): ModelAnswer {
  const before = answers.get(text)
  if (before) return before
  const answer = answerFor(text)
  if (answers.size > 5000) answers.clear()
  answers.set(text, answer)
  return answer
}

function answerFor(text: string): ModelAnswer {
  const whole = text.trim()
  const itself = modelById(whole)
  if (itself) return { kind: 'exact', by: 'id', model: itself, findings: none }
  if (whole === '') return { kind: 'unknown', by: 'empty', findings: none }
  const asked = named(whole)
  if (asked.name === '') return { kind: 'unknown', by: 'telling-nothing', findings: none }
  if (/tiny|random|internal-testing/i.test(asked.owner)) return { kind: 'unknown', by: 'not-known', findings: none }
  const ways = readings(asked.name)
  const answer = sameName(asked, ways)
  if (answer) return answer
  for (const words of ways) {
    const begins = begun(words)
    const known = begins ?? contained(words)
    const guess = known?.ids[0] === undefined ? undefined : modelOf(known.ids[0])
    if (guess) return guessAt(guess, begins ? 'begins' : 'contains')
  }
  return { kind: 'unknown', by: 'not-known', findings: none }
}

const guessAt = (model: Model, by: GuessBy): ModelAnswer => ({
  kind: 'family',
  by,
  model: { ...model, verification: 'guessed' },
  findings: none,
})

/** The answer where the words are those of a known name. */
function sameName(asked: Named, ways: readonly (readonly string[])[]): ModelAnswer | undefined {
  const known = ways.flatMap((words) => knownNames().get(words.join(' ')) ?? [])
  const ids = [...new Set(known.flatMap((one) => one.ids))]
  const owner = asked.owner.toLowerCase()
  const own = ids.filter((id) => ownerOf(id).toLowerCase() === owner)
  // Where several ids share the words, the one with the most of the other words of the name is meant.
  const said = new Set(asked.name.toLowerCase().split(/[-_]/))
  const shared = (id: string): number =>
    tail(id)
      .toLowerCase()
      .split(/[-_]/)
      .filter((word) => said.has(word)).length
  const candidates = [...(own.length > 0 ? own : ids)].sort((a, b) => shared(b) - shared(a))
  const [model] = candidates.flatMap((id) => modelOf(id) ?? [])
  if (!model) return undefined
  // Two publishers may build one name in two ways; and a short name without a size may be anybody's.
  const shapes = new Set(candidates.map((id) => modelOf(id)).map((one) => `${one?.modelType} ${one?.parameters.total}`))
  const telling = known.some((one) => one.words.some((word) => size.test(word)))
  const trusted = own.length > 0 || asked.owner === '' || telling || copiers.test(owner)
  if (shapes.size > 1 && own.length === 0 && asked.owner !== '' && !owners(candidates)) {
    return guessAt(model, 'contains')
  }
  if (!trusted) return guessAt(model, 'contains')
  const by = asked.path ? 'folder' : asked.owner === '' ? 'name' : own.length > 0 ? 'variant' : 'copy'
  return { kind: 'exact', by, model, findings: none }
}

/** Whether the ids are one publisher's, so that the first is meant unless somebody says more. */
const owners = (ids: readonly string[]): boolean => new Set(ids.map(ownerOf)).size === 1

/** The model that the text of a config.json describes; `name` is what to call it. */
export function resolveConfig(config: string, name: string): ModelAnswer {
  const { model, findings } = readModelConfig(config, name)
  if (!model) return { kind: 'unknown', by: 'config', findings }
  return model.verification === 'guessed'
    ? { kind: 'family', by: 'config', model, findings }
    : { kind: 'exact', by: 'config', model, findings }
}

/** The base model that the text of an adapter_config.json names, null where it names none. */
export function baseOfAdapter(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || !('base_model_name_or_path' in parsed)) return null
    return typeof parsed.base_model_name_or_path === 'string' ? parsed.base_model_name_or_path : null
  } catch {
    return null
  }
}

/** The model of a run: the one whose config.json a shell has read, else the one that `model.id` names. */
export const modelOfRun = (run: {
  readonly config: { readonly 'model.id': string }
  readonly model?: Model | undefined
}): ModelAnswer =>
  run.model ? { kind: 'exact', by: 'config', model: run.model, findings: none } : resolveModel(run.config['model.id'])

/** The model of an answer where it is exact. */
export const exactModel = (answer: ModelAnswer): Model | undefined =>
  answer.kind === 'exact' ? answer.model : undefined
/** The model of an answer, a guess included: for what holds in a whole family, names of modules and of classes. */
export const likelyModel = (answer: ModelAnswer): Model | undefined =>
  answer.kind === 'unknown' ? undefined : answer.model
