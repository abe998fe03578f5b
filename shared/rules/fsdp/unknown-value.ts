/** A name that FSDP's plugin does not know. */
import { nearest } from '../../config.ts'
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const lists: Readonly<Record<string, readonly [names: readonly string[], numbers: number, only1?: true]>> = {
  fsdp_sharding_strategy: [['FULL_SHARD', 'SHARD_GRAD_OP', 'NO_SHARD', 'HYBRID_SHARD', 'HYBRID_SHARD_ZERO2'], 5, true],
  fsdp_backward_prefetch: [['BACKWARD_PRE', 'BACKWARD_POST', 'NO_PREFETCH'], 2],
  fsdp_state_dict_type: [['FULL_STATE_DICT', 'SHARDED_STATE_DICT', 'LOCAL_STATE_DICT'], 3],
  fsdp_auto_wrap_policy: [['TRANSFORMER_BASED_WRAP', 'SIZE_BASED_WRAP', 'NO_WRAP'], 0],
}

export const fsdpUnknownValue = rule({
  id: 'fsdp/unknown-value',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1853'),
    accelerate('src/accelerate/utils/dataclasses.py:1902'),
    accelerate('src/accelerate/utils/dataclasses.py:2056'),
  ],
  reads: {
    options: ['fsdp.fsdp_auto_wrap_policy'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        if (launcherOf(root) !== 'fsdp') continue
        const version = argument(root, 'fsdp_version')
        for (const [name, [names, numbers, only1]] of Object.entries(lists)) {
          const one = argument(root, name)
          if (!one || (only1 && version && pythonText(version.entry.value) !== '1')) continue
          if (typeOf(one.entry.value) === 'null' && !only1) continue
          const text = pythonText(one.entry.value)
          // By its number, the one that FSDP2 does not support.
          const local =
            name === 'fsdp_state_dict_type' &&
            text === '2' &&
            version !== undefined &&
            pythonText(version.entry.value) === '2'
          if (
            names.includes(text.toUpperCase()) ||
            (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= numbers && !local)
          )
            continue
          const meant = nearest(text.toUpperCase(), names)[0]
          const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: path(one.path), value: meant }]
          yield hit(file, one, { choices: names, meant: meant ?? '' }, fix)
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_WRAP\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
      },
    },
  },
})
