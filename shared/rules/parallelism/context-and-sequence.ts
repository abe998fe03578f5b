/** Two ways to divide a sequence exclude each other. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const parallelismContextAndSequence = rule({
  id: 'parallelism/context-and-sequence',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/parallelism_config.py:328-334')],
  reads: {
    options: ['parallelism.parallelism_config_cp_size', 'parallelism.parallelism_config_sp_size'],
  },
  run: {
    check: ({ config }) =>
      config['parallelism.parallelism_config_cp_size'] > 1 && config['parallelism.parallelism_config_sp_size'] > 1
        ? {
            context: config['parallelism.parallelism_config_cp_size'],
            sequence: config['parallelism.parallelism_config_sp_size'],
          }
        : undefined,
    fix: () => ({ 'parallelism.parallelism_config_sp_size': null }),
    example: {
      bad: { 'parallelism.parallelism_config_cp_size': 2, 'parallelism.parallelism_config_sp_size': 2 },
      good: { 'parallelism.parallelism_config_cp_size': 2, 'parallelism.parallelism_config_sp_size': 1 },
    },
  },
})
