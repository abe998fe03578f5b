/** Context parallelism drops the mask that keeps packed samples apart: TRL refuses. */
import { acceleratesOf, argument } from '../../lookup/keys.ts'
import { argumentFiles, isOn, isTrl, told } from '../../lookup/script-arguments.ts'
import { pythonText } from '../../python/values.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlPackingContextParallelism = rule({
  id: 'trl/packing-context-parallelism',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [trl('trl/trainer/sft_trainer.py:1383-1392')],
  reads: {
    options: ['data.packing'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const size = acceleratesOf(set)
        .map(({ root }) => argument(root, 'parallelism_config_cp_size'))
        .map((one) => (one ? Number(pythonText(one.entry.value)) : 1))
        .find((number) => number > 1)
      if (size === undefined) return
      for (const file of argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)) {
        const one = [told(file, 'packing'), told(file, 'eval_packing')].find(isOn)
        if (!one) continue
        yield {
          spot: one.spot,
          facts: { key: one.spot.key, size },
          ...(file.reading.language === 'yaml' && { fix: [{ path: [one.spot.key], value: false }] }),
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\nparallelism_config:\n  parallelism_config_dp_shard_size: 2\n  parallelism_config_cp_size: 4\n',
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\npacking: true\naccelerate_config: accelerate.yaml\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\nparallelism_config:\n  parallelism_config_dp_shard_size: 2\n  parallelism_config_cp_size: 4\n',
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nattn_implementation: flash_attention_2\naccelerate_config: accelerate.yaml\n',
      },
    },
  },
})
