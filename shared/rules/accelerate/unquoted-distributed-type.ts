/** `distributed_type: NO` without quotes is the value false. */
import { acceleratesOf, entry, spot } from '../../lookup/keys.ts'
import { accelerate, page } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateUnquotedDistributedType = rule({
  id: 'accelerate/unquoted-distributed-type',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/commands/config/config_args.py:111'),
    page('https://yaml.org/type/bool.html', '2026-11-24'),
  ],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = entry(root, 'distributed_type')
        if (one?.value.kind !== 'scalar' || one.value.value.type !== 'bool' || one.value.value.value) continue
        yield {
          spot: spot(file, 'distributed_type', one),
          facts: { value: one.value.text },
          fix: [{ path: ['distributed_type'], value: 'NO' }],
        }
      }
    },
    example: {
      bad: { 'accelerate.yaml': 'distributed_type: NO\nnum_processes: 1\n' },
      good: { 'accelerate.yaml': "distributed_type: 'NO'\nnum_processes: 1\n" },
    },
  },
})
