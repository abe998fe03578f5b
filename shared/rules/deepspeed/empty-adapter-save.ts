/** Under ZeRO-3 a plain save_pretrained writes matrices above the persistence threshold as empty. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { targetedLinears } from '../../estimate/trainables.ts'
import { names, writesDeepspeed } from '../../lookup/run.ts'
import { deepspeed, peft } from '../../source.ts'
import { rule } from '../rule.ts'

/** Elements up to which DeepSpeed keeps a tensor whole on every card. */
const threshold = 100_000

export const deepspeedEmptyAdapterSave = rule({
  id: 'deepspeed/empty-adapter-save',
  severity: 'hint',
  stage: 'later',
  consequence: 'quiet',
  sources: [
    deepspeed('deepspeed/runtime/zero/config.py:221'),
    deepspeed('deepspeed/runtime/zero/parameter_offload.py:321'),
    peft('src/peft/utils/save_and_load.py:48'),
  ],
  reads: {
    options: [
      'lora.r',
      'lora.target_modules',
      'model.id',
      'method.name',
      'deepspeed.zero_stage',
      'deepspeed.deepspeed_config_file',
      'accelerate.distributed_type',
      'output.trainer',
    ],
  },
  run: {
    check: (run) => {
      const { config } = run
      if (!writesDeepspeed(config) || config['deepspeed.zero_stage'] !== 3 || config['method.name'] === 'full')
        return undefined
      if (config['output.trainer'] !== 'transformers') return undefined
      const model = exactModel(modelOfRun(run))
      const wanted = config['lora.target_modules']
      const linears = model ? targetedLinears(model, wanted === 'all-linear' ? 'all-linear' : names(wanted)) : []
      const width = Math.max(0, ...linears.flatMap((one) => [one.in, one.out]))
      const elements = config['lora.r'] * width
      return elements > threshold ? { rank: config['lora.r'], width, elements, threshold } : undefined
    },
    example: {
      bad: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'DEEPSPEED',
        'model.id': 'meta-llama/Llama-2-70b-hf',
        'lora.target_modules': 'q_proj,v_proj',
        'lora.r': 16,
      },
      good: {
        'output.script': 'my_train.py',
        'accelerate.distributed_type': 'DEEPSPEED',
        'model.id': 'meta-llama/Llama-2-70b-hf',
        'lora.target_modules': 'q_proj,v_proj',
        'lora.r': 8,
      },
    },
  },
})
