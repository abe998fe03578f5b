/** What a model family takes in a release of Transformers: attention, sharding, tensor parallelism. */
import { compareVersions } from '../versions.ts'
import { likelyModel, resolveModel } from './resolve-model.ts'
import { supportTable } from './support-table.ts'

export interface FamilySupport {
  /** The class that AutoModelForCausalLM builds. */
  readonly class: string
  /** Classes that sharding wraps, `_no_split_modules`. */
  readonly layers: readonly string[]
  /** Implementations of attention that the class accepts. */
  readonly attention: readonly string[]
  /** Whether `tp_plan="auto"` finds a plan. */
  readonly tensorParallel: boolean
  /** Classes of all modules inside, PyTorch's own left out; null where the class could not be built when this was captured. */
  readonly classes: readonly string[] | null
}

interface Block {
  readonly release: string
  readonly lines: ReadonlyMap<string, string>
}
let blocks: readonly Block[] | undefined

/** The captured releases, the newest first. */
function captured(): readonly Block[] {
  blocks ??= supportTable
    .trim()
    .split(/^# /m)
    .filter((text) => text !== '')
    .map((text) => {
      const [release = '', ...lines] = text.trim().split('\n')
      return { release, lines: new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line] as const)) }
    })
  return blocks
}

/** The releases of Transformers that were asked, the newest first. */
export const supportReleases = (): readonly string[] => captured().map(({ release }) => release)

/** Layouts of ours that Transformers calls otherwise. */
const sameAs: Readonly<Record<string, string>> = { 'llama-fused-qkv': 'llama', code_llama: 'llama' }

/**
 * What a family takes in `release`: what the newest captured release that is not newer says. Undefined where Transformers
 * has no such family there, or where the release is older than every captured one.
 */
export function supportOf(modelType: string, release?: string): FamilySupport | undefined {
  const type = sameAs[modelType] ?? modelType
  let line: string | undefined
  let reached = false
  for (const block of captured()) {
    line = block.lines.get(type) ?? line
    reached = release === undefined || compareVersions(block.release, release) <= 0
    if (reached) break
  }
  const [, name = '-', layers = '-', attention = '-', tensor, classes] = reached && line ? line.split(' ') : []
  if (name === '-') return undefined
  const list = (cell: string): readonly string[] => (cell === '-' ? [] : cell.split(','))
  return {
    class: name,
    layers: list(layers),
    attention: list(attention),
    tensorParallel: tensor === 'tensor',
    classes: classes === undefined || classes === '-' ? null : list(classes),
  }
}

/** Whether Transformers refuses to build the family with an attention implementation; false where the family is not known. */
export function familyRefuses(modelType: string, attention: string, release?: string): boolean {
  const support = supportOf(modelType, release)
  // FlashAttention 3 goes the way of FlashAttention 2 wherever a family allows both.
  const asked = attention === 'flash_attention_3' ? 'flash_attention_2' : attention
  return support !== undefined && support.attention.length > 0 && !support.attention.includes(asked)
}

/** The same for the model that a name says, a guess at its family included. */
export function refusesAttention(name: string, attention: string): boolean {
  const model = likelyModel(resolveModel(name))
  return model !== undefined && familyRefuses(model.modelType, attention)
}

/** The attention that every family takes, the fastest first. */
export const attentionFor = (modelType: string): 'sdpa' | 'eager' =>
  familyRefuses(modelType, 'sdpa') ? 'eager' : 'sdpa'
