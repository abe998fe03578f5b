/** A version of FSDP other than 1 and 2. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpUnknownVersion = rule({
  id: 'fsdp/unknown-version',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1831'),
    accelerate('src/accelerate/utils/dataclasses.py:1875'),
  ],
  reads: {
    options: ['fsdp.fsdp_version'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'fsdp_version')
        if (!one || launcherOf(root) !== 'fsdp') continue
        const text = pythonText(one.entry.value).trim()
        if (!/^\+?0*[12]$/.test(text)) yield hit(file, one, {}, [{ path: path(one.path), value: 2 }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 3\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
      },
    },
  },
})
