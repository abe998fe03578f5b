/** MLPerf's reference adapts the attention: the fused query-key-value matrix and the output. */
import { reference, saidOf, trainingRules } from '../../lookup/closed-division.ts'
import { names } from '../../lookup/run.ts'
import { rule } from '../rule.ts'

const allowed = ['o_proj,qkv_proj', 'k_proj,o_proj,q_proj,v_proj']

export const mlperfTargetModules = rule({
  id: 'mlperf/target-modules',
  severity: 'error',
  stage: 'later',
  consequence: 'quiet',
  sources: [trainingRules(289), reference('run_llama_70B_scrolls_r16.sh'), reference('scripts/utils.py')],
  reads: {
    options: ['lora.target_modules'],
    files: 'any',
  },
  files: {
    profile: 'mlperf',
    *check(set) {
      for (const { key, value, spot } of saidOf(set, 'lora.target_modules')) {
        const targets = [...names(String(value))].sort().join()
        if (!allowed.includes(targets)) yield { spot, facts: { key, value: String(value) } }
      }
    },
    example: {
      bad: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "lora_dropout": 0.1, "target_modules": ["q_proj", "v_proj"]}\n',
      },
      good: {
        'adapter_config.json':
          '{"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 16, "lora_alpha": 32, "lora_dropout": 0.1, "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"]}\n',
      },
    },
  },
})
