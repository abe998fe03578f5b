/** The mode of the compiler becomes an environment variable, which only a text can be. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateInvalidDynamoMode = rule({
  id: 'accelerate/invalid-dynamo-mode',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/launch.py:298')],
  reads: {
    options: ['dynamo.dynamo_mode'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'dynamo_mode')
        if (!one || launcherOf(root) !== 'simple' || stringOf(one.entry.value) !== undefined) continue
        yield hit(file, one, {}, [{ path: path(one.path), value: 'default' }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          "distributed_type: 'NO'\nnum_processes: 1\nmixed_precision: bf16\ndynamo_config:\n  dynamo_backend: INDUCTOR\n  dynamo_mode: 1\n",
      },
      good: {
        'accelerate.yaml':
          "distributed_type: 'NO'\nnum_processes: 1\nmixed_precision: bf16\ndynamo_config:\n  dynamo_backend: INDUCTOR\n  dynamo_mode: default\n",
      },
    },
  },
})
