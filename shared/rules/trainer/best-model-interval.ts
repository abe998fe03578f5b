/** The best model can only be loaded at the end when it was saved whenever it was measured. */
import { argumentFiles, isOn, told } from '../../lookup/script-arguments.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

const strategy = (text: string | undefined, otherwise: string): string =>
  text === undefined ? otherwise : text.toLowerCase()

export const trainerBestModelInterval = rule({
  id: 'trainer/best-model-interval',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/training_args.py:1716-1742')],
  reads: {
    options: ['training.save_steps', 'training.eval_steps'],
    files: ['launch-script', 'llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set)) {
        const best = told(file, 'load_best_model_at_end')
        if (!isOn(best)) continue
        const said = told(file, 'eval_strategy') ?? told(file, 'evaluation_strategy')
        const measure = strategy(said?.text, 'no')
        const save = strategy(told(file, 'save_strategy')?.text, 'steps')
        if (save === 'best' || ![measure, save].every((one) => ['no', 'steps', 'epoch'].includes(one))) continue
        if (measure !== save) {
          yield {
            spot: best.spot,
            facts: { evaluation: `eval_strategy: ${measure}`, saving: `save_strategy: ${save}` },
          }
          continue
        }
        if (measure !== 'steps') continue
        const every = Number(told(file, 'eval_steps')?.text ?? told(file, 'logging_steps')?.text ?? 500)
        const kept = Number(told(file, 'save_steps')?.text ?? 500)
        // Shares of the run are compared by another sum.
        if (!(every >= 1 && kept >= 1) || kept % every === 0) continue
        yield { spot: best.spot, facts: { evaluation: `eval_steps: ${every}`, saving: `save_steps: ${kept}` } }
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --load_best_model_at_end True --eval_strategy steps --eval_steps 30 --save_strategy steps --save_steps 100\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --load_best_model_at_end True --eval_strategy steps --eval_steps 50 --save_strategy steps --save_steps 100\n',
      },
    },
  },
})
