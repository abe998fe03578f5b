/** Older Accelerate loads a full state dict of adapters under FSDP2 on the first process alone. */
import { acceleratesOf, argument, hit, launcherOf } from '../../lookup/keys.ts'
import { argumentFiles, told } from '../../lookup/script-arguments.ts'
import { pythonText } from '../../python/values.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpAdapterLostOnResume = rule({
  id: 'fsdp/adapter-lost-on-resume',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  releases: { accelerate: '<1.15.0' },
  sources: [page('https://github.com/huggingface/accelerate/pull/4206', '2026-12-01')],
  reads: {
    options: ['fsdp.fsdp_state_dict_type', 'fsdp.fsdp_version'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const scripts = argumentFiles(set, ['trl', 'launch-script'])
      const resumes = scripts.some((file) => told(file, 'resume_from_checkpoint') !== undefined)
      const adapts = scripts.some(({ reading }) => (reading.answers['method.name'] ?? 'full') !== 'full')
      if (!resumes || !adapts) return
      for (const { file, root } of acceleratesOf(set)) {
        const version = argument(root, 'fsdp_version')
        const type = argument(root, 'fsdp_state_dict_type')
        if (launcherOf(root) !== 'fsdp' || !version || pythonText(version.entry.value) !== '2' || !type) continue
        if (pythonText(type.entry.value) !== 'FULL_STATE_DICT') continue
        yield hit(file, type, {})
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_state_dict_type: FULL_STATE_DICT\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml trl/scripts/sft.py --use_peft --bf16 --resume_from_checkpoint out/checkpoint-250\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_state_dict_type: SHARDED_STATE_DICT\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml trl/scripts/sft.py --use_peft --bf16 --resume_from_checkpoint out/checkpoint-250\n',
      },
    },
  },
})
