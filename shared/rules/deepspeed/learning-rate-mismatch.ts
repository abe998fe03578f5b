/** The optimizer block of the JSON and the script must name the same learning rate. */
import { toldDeepspeed, toldScript } from '../../lookup/stated-values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedLearningRateMismatch = rule({
  id: 'deepspeed/learning-rate-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/integrations/deepspeed.py:159')],
  reads: {
    options: ['training.learning_rate'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const [there, here] = [toldDeepspeed(set, 'optimizer.params.lr'), toldScript(set, 'training.learning_rate', 2e-5)]
      if (!there || !here || there.value === here.value || !there.spot.key.includes('optimizer')) return
      yield {
        spot: there.spot,
        facts: {
          key: there.spot.key,
          value: there.value,
          script: here.value,
          file: here.spot.file.path,
          unsaid: here.silent ? 'learning_rate' : '',
        },
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "optimizer": {"type": "AdamW", "params": {"lr": 3e-5}}, "train_micro_batch_size_per_gpu": "auto"}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --learning_rate 2e-4\n',
      },
      good: {
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "gradient_accumulation_steps": "auto", "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}, "train_micro_batch_size_per_gpu": "auto"}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --learning_rate 2e-4\n',
      },
    },
  },
})
