/** A module cannot carry an adapter and be trained as a whole. */
import { peft } from '../source.ts'
import { names } from './questions.ts'
import { rule } from './rule.ts'

/** What PEFT puts into every adapted module; it finds modules to save by how their names end. */
const inside = [
  'lora_dropout',
  'lora_A',
  'lora_B',
  'lora_embedding_A',
  'lora_embedding_B',
  'lora_magnitude_vector',
  'base_layer',
]

export const moduleAdaptedAndSavedWhole = rule({
  id: 'module-adapted-and-saved-whole',
  severity: 'error',
  about: ['lora.modules_to_save', 'lora.target_modules', 'method.name'],
  sources: [peft('src/peft/utils/other.py')],
  seen: 'worker',
  check: ({ config }) => {
    if (config['method.name'] === 'full') return undefined
    const targets = names(config['lora.target_modules']).filter((name) => name !== 'all-linear')
    const both = names(config['lora.modules_to_save']).filter((saved) =>
      [...targets, ...inside].some((name) => name.endsWith(saved) || saved.endsWith(`.${name}`)),
    )
    return both.length > 0 ? { modules: both } : undefined
  },
  fix: () => ({ 'lora.modules_to_save': null }),
  example: {
    bad: { 'lora.target_modules': 'q_proj,v_proj,lm_head', 'lora.modules_to_save': 'embed_tokens,lm_head' },
    good: { 'lora.target_modules': 'q_proj,v_proj', 'lora.modules_to_save': 'embed_tokens,lm_head' },
  },
})
