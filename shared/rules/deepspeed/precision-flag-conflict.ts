/** The command asks for one precision, and DeepSpeed's JSON switches the other one on. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, given } from '../../lookup/keys.ts'
import { pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const json = (name: 'bf16' | 'fp16') =>
  `{"zero_optimization": {"stage": 2}, "${name}": {"enabled": true}, "gradient_clipping": 1.0, "gradient_accumulation_steps": 1, "train_micro_batch_size_per_gpu": 1}\n`
const file =
  'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: ds.json\n  zero3_init_flag: false\n'
const command = 'accelerate launch --config_file accelerate.yaml --mixed_precision fp16 train.py\n'

export const deepspeedPrecisionFlagConflict = rule({
  id: 'deepspeed/precision-flag-conflict',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1436-1441')],
  reads: {
    options: ['accelerate.mixed_precision'],
    files: ['deepspeed', 'launch-script'],
  },
  files: {
    *check(set) {
      for (const script of set.files.filter(({ reading }) => reading.kind === 'launch-script')) {
        const flag = script.reading.given.findLast(({ key }) => key === 'accelerate.mixed_precision')
        const value = typeof flag?.value === 'string' ? flag.value.toLowerCase() : undefined
        // What the Trainer is told itself it puts in the place of the flag.
        const own = script.reading.given.some(
          ({ path, value: said }) => ['bf16', 'fp16'].includes(path) && said === true,
        )
        if (!flag || own || value === undefined || !['fp16', 'bf16', 'fp8'].includes(value)) continue
        const other = value === 'fp16' ? 'bf16' : 'fp16'
        for (const { file: there, root } of jsonsOf(set)) {
          const one = entry(root, other, 'enabled')
          if (one && pythonText(one.value)?.toLowerCase() === 'true')
            yield { spot: given(script, flag), facts: { value, other, file: there.path } }
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': file, 'ds.json': json('bf16'), 'launch.sh': command },
      good: { 'accelerate.yaml': file, 'ds.json': json('fp16'), 'launch.sh': command },
    },
  },
})
