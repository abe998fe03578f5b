/** Which parameters train, and how many: the modules PEFT's `target_modules` reaches, and what an adapter adds to each. */
import type { Linear, Model } from '../catalog/model.ts'
import type { Workload } from './workload.ts'

/** What decides the number of trainable parameters. */
export interface AdapterShape {
  /** Module names as PEFT's `target_modules` takes them, or `all-linear`. */
  readonly targets: readonly string[] | 'all-linear'
  readonly rank: number
  /** DoRA adds one magnitude for each output feature. */
  readonly dora: boolean
  /** Biases that train: of no module, of all, or of the targets only. */
  readonly bias?: 'none' | 'all' | 'lora_only'
  /** Modules that are trained whole beside the adapters, e.g. `lm_head`, `embed_tokens`. */
  readonly modulesToSave?: readonly string[]
}

/** Names that mean the token embedding, by family. */
const embeddingNames: readonly string[] = ['embed_tokens', 'wte', 'embed_in', 'word_embeddings']
const headNames: readonly string[] = ['lm_head', 'embed_out']

/** PEFT matches a name to a module when it is the whole path or its last parts (`peft/tuners/tuners_utils.py`, check_target_module_exists). */
const reaches = (target: string, path: string): boolean => path === target || path.endsWith(`.${target}`)

const last = (path: string): string => path.slice(path.lastIndexOf('.') + 1)
const ends = (target: string, name: string): boolean => target === name || target.endsWith(`.${name}`)

/** Which fused parameters of the routed experts the targets reach, where PEFT translates names for the family. */
export interface ReachedExperts {
  readonly router: boolean
  readonly gateUp: boolean
  readonly down: boolean
  /** One of the two names that are fused into one parameter is there without the other: PEFT stops with an error. */
  readonly half: boolean
}

const noExperts: ReachedExperts = { router: false, gateUp: false, down: false, half: false }

/** What PEFT 0.21 makes of expert names (`peft/utils/transformers_weight_conversion.py`, _convert_peft_config_moe). */
export function reachedExperts(model: Model, targets: AdapterShape['targets']): ReachedExperts {
  const known = model.experts?.targets
  if (!known) return noExperts
  if (targets === 'all-linear') return { router: true, gateUp: true, down: true, half: false }
  const has = (name: string): boolean => targets.some((target) => ends(target, name))
  const [first, second] = [has(known.gateUp[0]), has(known.gateUp[1])]
  return { router: has(known.router), gateUp: first && second, down: has(known.down), half: first !== second }
}

/** The linear modules that an adapter is put on; `all-linear` is every one of them except the output matrix. */
export function targetedLinears(model: Model, targets: AdapterShape['targets']): readonly Linear[] {
  const known = model.experts?.targets
  const taken = known ? [known.router, ...known.gateUp, known.down] : []
  if (targets === 'all-linear') {
    return taken.length === 0 ? model.linears : model.linears.filter((linear) => !taken.includes(last(linear.path)))
  }
  const left = taken.length === 0 ? targets : targets.filter((target) => !taken.some((name) => ends(target, name)))
  return model.linears.filter((linear) => left.some((target) => reaches(target, linear.path)))
}

/** Names that reach no module of the model, where PEFT would say nothing as long as one other does. */
export function unreachedTargets(model: Model, targets: AdapterShape['targets']): readonly string[] {
  if (targets === 'all-linear') return []
  const known = model.experts?.targets
  const outside = [...embeddingNames, ...headNames, ...(known ? [known.router, ...known.gateUp, known.down] : [])]
  return targets.filter(
    (target) => !outside.includes(target) && !model.linears.some((linear) => reaches(target, linear.path)),
  )
}

/**
 * Trainable parameters of the adapters: for each targeted module rank × (in + out) (Hu et al. 2021, arXiv 2106.09685, §4.1),
 * with DoRA one magnitude per output feature more (Liu et al. 2024, arXiv 2402.09353, §4).
 */
export function adapterParameters(model: Model, shape: AdapterShape): number {
  let count = 0
  for (const linear of targetedLinears(model, shape.targets)) {
    count += linear.layers * (shape.rank * (linear.in + linear.out) + (shape.dora ? linear.out : 0))
  }
  if (shape.targets !== 'all-linear') {
    for (const target of shape.targets) {
      if (headNames.includes(target) || embeddingNames.includes(target)) {
        const magnitudes = headNames.includes(target) ? model.vocabulary : model.hidden
        count += shape.rank * (model.hidden + model.vocabulary) + (shape.dora ? magnitudes : 0)
      }
    }
  }
  return count + expertAdapterParameters(model, shape) + extraParameters(model, shape)
}

/** Adapters on fused experts: a pair for each expert, twice the rank where two matrices are fused into one. */
export function expertAdapterParameters(model: Model, shape: AdapterShape): number {
  const experts = model.experts
  if (!experts) return 0
  const { router, gateUp, down } = reachedExperts(model, shape.targets)
  const { hidden } = model
  const layer =
    (gateUp ? experts.count * 2 * shape.rank * (hidden + 2 * experts.intermediate) : 0) +
    (down ? experts.count * shape.rank * (hidden + experts.intermediate) : 0) +
    (router ? shape.rank * (hidden + experts.count) : 0)
  return layer * experts.layers
}

/** Parameters that train whole beside the adapters: biases and saved modules. */
export function extraParameters(model: Model, shape: AdapterShape): number {
  let count = 0
  if (shape.bias === 'all') count += model.parameters.bias
  if (shape.bias === 'lora_only') {
    for (const linear of targetedLinears(model, shape.targets)) if (linear.bias) count += linear.out * linear.layers
  }
  for (const name of shape.modulesToSave ?? []) {
    if (embeddingNames.includes(name) || headNames.includes(name)) count += model.hidden * model.vocabulary
  }
  return count
}

/** The adapter that a workload puts on its model. */
export const adapterShape = (work: Workload): AdapterShape => ({
  targets: work.targets,
  rank: work.rank,
  dora: work.method === 'dora',
  bias: work.bias,
  modulesToSave: work.modulesToSave,
})

/** Parameters that train in a workload. */
export const trainableParameters = (work: Workload): number =>
  work.method === 'full' ? work.model.parameters.total : adapterParameters(work.model, adapterShape(work))
