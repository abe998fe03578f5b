/** Values that the rules of the benchmark fix, and that differ here. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { names } from '../../lookup/run.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/** What the closed division fixes for Llama 2 70B LoRA. */
const fixed = [
  ['lora.r', 16],
  ['lora.lora_alpha', 32],
  ['lora.lora_dropout', 0.1],
  ['training.max_grad_norm', 0.3],
  ['training.weight_decay', 1e-4],
  ['data.sequence_length', 8192],
] as const

export const mlperfClosedDivision = rule({
  id: 'mlperf/closed-division',
  severity: 'hint',
  about: [
    'output.trainer',
    'model.id',
    'lora.r',
    'lora.lora_alpha',
    'lora.lora_dropout',
    'lora.target_modules',
    'training.max_grad_norm',
    'training.weight_decay',
    'training.optim',
    'data.sequence_length',
  ],
  sources: [page('https://github.com/mlcommons/training_policies/blob/master/training_rules.adoc')],
  seen: 'never',
  // Files are judged with the profile, whatever script they start.
  ofPlans: true,
  check: ({ config }) => {
    if (config['output.trainer'] !== 'mlperf') return undefined
    const differences: string[] = fixed.flatMap(([key, value]) =>
      config[key] === value ? [] : [`${key} ${config[key]} → ${value}`],
    )
    const targets = config['lora.target_modules']
    const sorted = [...names(targets)].sort().join()
    if (sorted !== 'o_proj,qkv_proj' && sorted !== 'k_proj,o_proj,q_proj,v_proj')
      differences.push(`lora.target_modules ${targets} → qkv_proj,o_proj`)
    if (!config['training.optim'].includes('adamw'))
      differences.push(`training.optim ${config['training.optim']} → adamw_torch`)
    return differences.length > 0 ? { differences } : undefined
  },
  fix: (run) => {
    const fused = likelyModel(modelOfRun(run))?.linears.some(({ path }) => path.endsWith('.qkv_proj'))
    return {
      ...Object.fromEntries(fixed),
      'lora.target_modules': fused ? 'qkv_proj,o_proj' : 'q_proj,k_proj,v_proj,o_proj',
      'training.optim': 'adamw_torch',
    }
  },
  example: {
    bad: { 'output.trainer': 'mlperf', 'lora.r': 64 },
    good: {
      'output.trainer': 'mlperf',
      'lora.r': 16,
      'lora.lora_alpha': 32,
      'lora.lora_dropout': 0.1,
      'lora.target_modules': 'qkv_proj,o_proj',
      'training.max_grad_norm': 0.3,
      'training.weight_decay': 1e-4,
      'data.sequence_length': 8192,
    },
  },
})
