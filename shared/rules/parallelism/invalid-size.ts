/** A parallel size that is no whole number from 1. */
import { argument, hit, launchedOf, path, usesParallelism } from '../../lookup/keys.ts'
import { isWhole, pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const names = ['dp_replicate_size', 'dp_shard_size', 'tp_size', 'cp_size', 'sp_size']

export const parallelismInvalidSize = rule({
  id: 'parallelism/invalid-size',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/parallelism_config.py:277'), accelerate('src/accelerate/utils/launch.py:410')],
  reads: {
    options: ['parallelism.parallelism_config_tp_size'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        if (!usesParallelism(root)) continue
        for (const name of names) {
          const one = argument(root, `parallelism_config_${name}`)
          if (!one) continue
          const text = pythonText(one.entry.value)
          const compared = name === 'cp_size' || name === 'sp_size'
          if (isWhole(text) && Number(text) >= 1 && (!compared || typeOf(one.entry.value) !== 'str')) continue
          const number = Number(text)
          const fix: Change[] | undefined =
            Number.isInteger(number) && number >= 1 ? [{ path: path(one.path), value: number }] : undefined
          yield hit(file, one, {}, fix)
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\nparallelism_config:\n  parallelism_config_dp_shard_size: 8\n  parallelism_config_tp_size: 0\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\nparallelism_config:\n  parallelism_config_dp_shard_size: 8\n  parallelism_config_tp_size: 1\n',
      },
    },
  },
})
