/** Which parameters train, and how many: the modules PEFT's `target_modules` reaches, and what an adapter adds to each. */
import type { Linear, Model } from '../catalog/model.ts'

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

/** The linear modules that an adapter is put on; `all-linear` is every one of them except the output matrix. */
export function targetedLinears(model: Model, targets: AdapterShape['targets']): readonly Linear[] {
  if (targets === 'all-linear') return model.linears
  return model.linears.filter((linear) => targets.some((target) => reaches(target, linear.path)))
}

/** Names that reach no module of the model, where PEFT would say nothing as long as one other does. */
export function unreachedTargets(model: Model, targets: AdapterShape['targets']): readonly string[] {
  if (targets === 'all-linear') return []
  const outside = [...embeddingNames, ...headNames]
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
        count += shape.rank * (model.hidden + model.vocabulary) + (shape.dora ? model.vocabulary : 0)
      }
    }
  }
  return count + extraParameters(model, shape)
}

/** Parameters that train whole beside the adapters: biases and saved modules. */
export function extraParameters(model: Model, shape: AdapterShape): number {
  let count = 0
  if (shape.bias === 'all' || shape.bias === 'lora_only') {
    const with_ = shape.bias === 'all' ? model.linears : targetedLinears(model, shape.targets)
    for (const linear of with_) if (linear.bias) count += linear.out * linear.layers
  }
  for (const name of shape.modulesToSave ?? []) {
    if (embeddingNames.includes(name) || headNames.includes(name)) count += model.hidden * model.vocabulary
  }
  return count
}
