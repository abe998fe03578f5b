/** Checkpoints of activations can only be kept elsewhere when there are some, and by FSDP2. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpOffloadWithoutCheckpointing = rule({
  id: 'fsdp/offload-without-checkpointing',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/dataclasses.py:1967')],
  reads: {
    options: ['fsdp.fsdp_activation_checkpointing_offload'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'fsdp_activation_checkpointing_offload')
        if (!one || launcherOf(root) !== 'fsdp' || truthOf(pythonText(one.entry.value)) !== true) continue
        const [kept, version] = [argument(root, 'fsdp_activation_checkpointing'), argument(root, 'fsdp_version')]
        const two = version !== undefined && pythonText(version.entry.value) === '2'
        if (two && kept && truthOf(pythonText(kept.entry.value)) === true) continue
        if (root.partial && (!kept || !version)) continue
        yield hit(file, one, {}, [{ path: path(one.path), value: false }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_activation_checkpointing_offload: true\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_activation_checkpointing: true\n  fsdp_activation_checkpointing_offload: true\n',
      },
    },
  },
})
