/** Values that the rules of the benchmark fix, and that differ here. */
import { likelyModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { trainingRules } from '../../lookup/closed-division.ts'
import { given } from '../../lookup/keys.ts'
import { names } from '../../lookup/run.ts'
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

/** The same under the names that files give. */
const required: Readonly<Record<string, number>> = {
  'lora.r': 16,
  'lora.lora_alpha': 32,
  'lora.lora_dropout': 0.1,
  'training.max_grad_norm': 0.3,
  'deepspeed.gradient_clipping': 0.3,
  'training.weight_decay': 0.0001,
  'data.sequence_length': 8192,
}

export const mlperfClosedDivision = rule({
  id: 'mlperf/closed-division',
  severity: 'hint',
  stage: 'later',
  consequence: 'quiet',
  sources: [trainingRules(353), trainingRules(354), trainingRules(355), trainingRules(356), trainingRules(357)],
  reads: {
    options: [
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
    files: 'any',
  },
  run: {
    // Files are judged with the profile, whatever script they start.
    plansOnly: true,
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
  },
  files: {
    profile: 'mlperf',
    *check({ files }) {
      for (const file of files) {
        for (const one of file.reading.given) {
          const must = required[one.key]
          if (must === undefined || one.value === must || one.value === null) continue
          yield { spot: given(file, one), facts: { differences: [`${one.path} ${one.value} → ${must}`] } }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 1.0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 0.3\n',
      },
    },
  },
})
