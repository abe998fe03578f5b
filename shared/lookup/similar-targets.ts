/** What somebody probably meant by target modules that a model does not have. */
import type { Model } from '../catalog/model.ts'
import { unreachedTargets } from '../estimate/trainables.ts'

/** Last parts of module paths that do the same work, under the names that families give it. */
const kin: readonly (readonly string[])[] = [
  ['q_proj', 'k_proj', 'v_proj', 'qkv_proj', 'query_key_value', 'c_attn', 'Wqkv'],
  ['o_proj', 'out_proj', 'dense', 'c_proj'],
  ['gate_proj', 'up_proj', 'gate_up_proj', 'dense_h_to_4h', 'fc1', 'fc_in', 'c_fc'],
  ['down_proj', 'dense_4h_to_h', 'fc2', 'fc_out'],
]

/** The wanted names with those of the model in place of what it lacks; `all-linear` where nothing answers to a name. */
export function targetsFor(model: Model, wanted: readonly string[]): string {
  const own = model.linears.map(({ path }) => path.slice(path.lastIndexOf('.') + 1))
  const missing = new Set(unreachedTargets(model, wanted))
  const found = wanted.flatMap((name) => {
    if (!missing.has(name)) return [name]
    const last = name.slice(name.lastIndexOf('.') + 1)
    const group = kin.find((one) => one.includes(last)) ?? []
    return own.filter((one) => group.includes(one))
  })
  const unique = [...new Set(found)]
  return unique.length > 0 ? unique.join(',') : 'all-linear'
}
