/** A number of steps wins over a number of epochs. */
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerIgnoredEpochs = rule({
  id: 'trainer/ignored-epochs',
  severity: 'hint',
  stage: 'training',
  consequence: 'quiet',
  sources: [transformers('src/transformers/trainer.py:714-715')],
  reads: {
    options: ['training.num_train_epochs'],
    files: ['launch-script', 'axolotl', 'llama-factory', 'trl'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['trl', 'llama-factory', 'launch-script', 'axolotl'])) {
        const epochs = told(file, file.reading.kind === 'axolotl' ? 'num_epochs' : 'num_train_epochs')
        const steps = told(file, 'max_steps')
        if (!epochs || !steps || !/^\d+$/.test(steps.text) || Number(steps.text) < 1) continue
        if (!(Number(epochs.text) > 0)) continue
        yield { spot: epochs.spot, facts: { key: epochs.spot.key, value: epochs.text, steps: Number(steps.text) } }
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --max_steps 1024 --num_train_epochs 3 --bf16 True\n',
      },
      good: {
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --max_steps 1024 --bf16 True\n',
      },
    },
  },
})
