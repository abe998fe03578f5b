/** A module can carry an adapter or be trained whole, not both. */
import type { Model } from '../../catalog/model.ts'
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { targetedLinears } from '../../estimate/trainables.ts'
import { names } from '../../lookup/run.ts'
import { peft } from '../../source.ts'
import { rule } from '../rule.ts'

/** Modules that an adapter brings along. */
const own = [
  'base_layer',
  'lora_A',
  'lora_B',
  'lora_dropout',
  'lora_embedding_A',
  'lora_embedding_B',
  'lora_magnitude_vector',
]

/** The saved names that also mean an adapted module: PEFT compares the ends of names as text, so `v_proj` means `qkv_proj` as well. */
function claimed(saved: readonly string[], wanted: string, model?: Model): readonly string[] {
  const targets = wanted.trim() === 'all-linear' ? [] : names(wanted)
  const reached = model ? targetedLinears(model, targets.length === 0 ? 'all-linear' : targets) : []
  const adapted = reached.map(({ path }) => path.slice(path.lastIndexOf('.') + 1))
  return saved.filter(
    (name) =>
      targets.some((target) => target.endsWith(name) || name.endsWith(`.${target}`)) ||
      // `all-linear` steps around a module that is saved under its own name.
      adapted.some((last) => last.endsWith(name) && last !== name) ||
      own.some((last) => last.endsWith(name)),
  )
}

export const peftModuleInBothLists = rule({
  id: 'peft/module-in-both-lists',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [peft('src/peft/utils/other.py:1085-1088'), peft('src/peft/tuners/tuners_utils.py:1075-1081')],
  reads: {
    options: ['lora.modules_to_save', 'lora.target_modules', 'model.id', 'method.name'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const saved = config['method.name'] === 'full' ? [] : names(config['lora.modules_to_save'])
      const modules = claimed(saved, config['lora.target_modules'], likelyModel(modelOfRun(run)))
      return modules.length > 0 ? { modules } : undefined
    },
    fix: (run) => {
      const { config } = run
      const saved = names(config['lora.modules_to_save'])
      const modules = claimed(saved, config['lora.target_modules'], likelyModel(modelOfRun(run)))
      return { 'lora.modules_to_save': saved.filter((name) => !modules.includes(name)).join(',') || null }
    },
    example: {
      bad: { 'lora.target_modules': 'q_proj,v_proj', 'lora.modules_to_save': 'v_proj,lm_head' },
      good: { 'lora.target_modules': 'q_proj,v_proj', 'lora.modules_to_save': 'lm_head' },
    },
  },
})
