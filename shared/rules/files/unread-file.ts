/** A DeepSpeed JSON that lies beside the files of a run that does not read it. */
import { beginning } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const filesUnreadFile = rule({
  id: 'files/unread-file',
  severity: 'hint',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1390')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: 'any',
  },
  files: {
    *check({ unread, files }) {
      const others = files.map(({ path }) => path)
      for (const file of unread ?? []) yield { spot: beginning(file), facts: { file: file.path, others } }
    },
    example: {
      bad: {
        'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 4\nmixed_precision: bf16\n',
        'ds_config.json': '{"zero_optimization": {"stage": 2}, "gradient_accumulation_steps": 1.5}\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 4\ndeepspeed_config:\n  deepspeed_config_file: ds_config.json\n',
        'ds_config.json':
          '{"zero_optimization": {"stage": 2}, "gradient_accumulation_steps": 2, "gradient_clipping": 1.0, "train_micro_batch_size_per_gpu": "auto"}\n',
      },
    },
  },
})
