/** A text is true, whatever it says. */
import { acceleratesOf, entry, hit } from '../../lookup/keys.ts'
import { stringOf, truthOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateQuotedBoolean = rule({
  id: 'accelerate/quoted-boolean',
  severity: 'warning',
  stage: 'launch',
  consequence: 'costs',
  sources: [accelerate('src/accelerate/commands/launch.py:1284')],
  reads: {
    options: ['accelerate.debug'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const one = entry(root, 'debug')
        const text = stringOf(one?.value)
        if (!one || text === undefined || truthOf(text) !== false) continue
        yield hit(file, { path: 'debug', entry: one }, {}, [{ path: ['debug'], value: false }])
      }
    },
    example: {
      bad: { 'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 8\ndebug: 'false'\n" },
      good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\ndebug: false\n' },
    },
  },
})
