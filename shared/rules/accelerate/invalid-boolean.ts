/** A word that Accelerate's plugins cannot take for yes or no. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, stringOf, truthOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const first = ['fsdp_use_orig_params', 'fsdp_sync_module_states', 'fsdp_forward_prefetch']
const both = [
  'fsdp_offload_params',
  'fsdp_activation_checkpointing',
  'fsdp_activation_checkpointing_offload',
  'fsdp_cpu_ram_efficient_loading',
]
const compiler = ['dynamo_use_fullgraph', 'dynamo_use_dynamic', 'dynamo_use_regional_compilation']

export const accelerateInvalidBoolean = rule({
  id: 'accelerate/invalid-boolean',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/environment.py:71'),
    accelerate('src/accelerate/utils/dataclasses.py:1887'),
  ],
  reads: {
    options: ['fsdp.fsdp_reshard_after_forward'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const launcher = launcherOf(root)
        const version = argument(root, 'fsdp_version')
        const two = version !== undefined && pythonText(version.entry.value) === '2'
        const names =
          launcher === 'deepspeed'
            ? ['zero3_init_flag']
            : [
                ...(launcher === 'fsdp' ? [...both, ...(two ? ['fsdp_reshard_after_forward'] : first)] : []),
                ...(launcher === 'tpu' ? [] : compiler),
              ]
        for (const name of names) {
          const one = argument(root, name)
          if (!one || truthOf(pythonText(one.entry.value)) !== undefined) continue
          if (name === 'zero3_init_flag' && typeOf(one.entry.value) === 'null') continue
          const text = stringOf(one.entry.value)?.toUpperCase() ?? ''
          const meant = ['FULL_SHARD', 'HYBRID_SHARD'].includes(text)
            ? true
            : ['SHARD_GRAD_OP', 'NO_SHARD', 'HYBRID_SHARD_ZERO2'].includes(text)
              ? false
              : undefined
          const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: path(one.path), value: meant }]
          yield hit(file, one, {}, fix)
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_reshard_after_forward: FULL_SHARD\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_reshard_after_forward: true\n',
      },
    },
  },
})
