/** More positions than the model was made for. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerLongSequence = rule({
  id: 'trainer/long-sequence',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [page('https://huggingface.co/docs/transformers/main_classes/configuration')],
  reads: {
    options: ['data.sequence_length', 'model.id'],
  },
  run: {
    // The MLPerf reference itself trains a 4096-position model on 8192 tokens; its checkpoint says so.
    check: (run) => {
      const { config } = run
      const model = exactModel(modelOfRun(run))
      return model && config['data.sequence_length'] > model.positions
        ? { tokens: config['data.sequence_length'], positions: model.positions, model: model.id }
        : undefined
    },
    fix: (run) => ({ 'data.sequence_length': exactModel(modelOfRun(run))?.positions ?? null }),
    example: {
      bad: { 'model.id': 'meta-llama/Llama-2-7b-hf', 'data.sequence_length': 8192 },
      good: { 'model.id': 'meta-llama/Llama-2-7b-hf', 'data.sequence_length': 4096 },
    },
  },
})
