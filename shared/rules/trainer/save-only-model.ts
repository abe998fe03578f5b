/** save_only_model leaves out what sharded training needs to bring a checkpoint back: the Trainer refuses. */
import { acceleratesOf, argument } from '../../lookup/keys.ts'
import { argumentFiles, isOn, told } from '../../lookup/script-arguments.ts'
import { pythonText } from '../../python/values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const trainerSaveOnlyModel = rule({
  id: 'trainer/save-only-model',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/trainer.py:872-897')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const strategy = set.run.answers['accelerate.distributed_type']
      if (strategy !== 'DEEPSPEED' && strategy !== 'FSDP') return
      const sharded = acceleratesOf(set).some(({ root }) => {
        const [kind, version] = [argument(root, 'fsdp_state_dict_type'), argument(root, 'fsdp_version')]
        // Without the key FSDP2 saves in shards, and FSDP1 whole.
        if (!kind) return version !== undefined && pythonText(version.entry.value) === '2'
        return pythonText(kind.entry.value).toUpperCase() === 'SHARDED_STATE_DICT'
      })
      for (const file of argumentFiles(set)) {
        const one = told(file, 'save_only_model')
        if (!isOn(one)) continue
        const best = isOn(told(file, 'load_best_model_at_end'))
        if (!best && !(strategy === 'FSDP' && sharded)) continue
        yield { spot: one.spot, facts: { other: best ? 'load_best_model_at_end' : 'SHARDED_STATE_DICT' } }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_state_dict_type: SHARDED_STATE_DICT\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True --save_only_model True\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_state_dict_type: FULL_STATE_DICT\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True --save_only_model True\n',
      },
    },
  },
})
