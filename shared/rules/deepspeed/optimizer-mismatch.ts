/** What the optimizer block of the JSON says beside the rate must be what the script says, or the Trainer stops. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { type Argument, entry, hit } from '../../lookup/keys.ts'
import { saidByScript } from '../../lookup/script-arguments.ts'
import { numberOf } from '../../python/values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

/** Arguments of the script and what TRL's script takes for itself. */
const own = { weight_decay: 0, adam_epsilon: 1e-8, adam_beta1: 0.9, adam_beta2: 0.999 } as const

export const deepspeedOptimizerMismatch = rule({
  id: 'deepspeed/optimizer-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/integrations/deepspeed.py:160-166')],
  reads: {
    options: ['training.optim', 'training.weight_decay'],
    files: ['deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const at = (key: string): Argument | undefined => {
          const one = entry(root, 'optimizer', 'params', key)
          return one && { path: `optimizer.params.${key}`, entry: one }
        }
        const betas = at('betas')
        const [first, second] =
          betas?.entry.value.kind === 'sequence' ? betas.entry.value.items.map(({ value }) => numberOf(value)) : []
        const decay = at('weight_decay')
        const epsilon = at('eps')
        const pairs = [
          [decay, decay && numberOf(decay.entry.value), 'weight_decay'],
          [epsilon, epsilon && numberOf(epsilon.entry.value), 'adam_epsilon'],
          [betas, first, 'adam_beta1'],
          [betas, second, 'adam_beta2'],
        ] as const
        const told = new Set<string>()
        for (const [one, there, argument] of pairs) {
          const here = saidByScript(set, argument, own[argument])
          if (!one || there === undefined || !here || there === here.value || told.has(one.path)) continue
          told.add(one.path)
          yield hit(
            file,
            one,
            { argument, script: here.value, file: here.file.path, unsaid: here.silent ? argument : '' },
            [{ path: one.path.split('.'), value: 'auto' }],
          )
        }
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto", "weight_decay": 0.01}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --weight_decay 0.0001\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto", "weight_decay": "auto"}}}\n',
        'launch.sh': 'accelerate launch train.py --deepspeed ds_config.json --weight_decay 0.0001\n',
      },
    },
  },
})
