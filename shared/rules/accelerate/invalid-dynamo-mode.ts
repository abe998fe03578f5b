/** The mode of the compiler becomes an environment variable, which only a text can be. */
import { acceleratesOf, argument, hit, launcherOf, path } from '../../lookup/keys.ts'
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
      for (const { file, root } of acceleratesOf(set)) {
        const one = argument(root, 'dynamo_mode')
        if (!one || ['tpu', 'deepspeed'].includes(launcherOf(root)) || stringOf(one.entry.value) !== undefined) continue
        yield hit(file, one, {}, [{ path: path(one.path), value: 'default' }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\ndynamo_config:\n  dynamo_backend: INDUCTOR\n  dynamo_mode: 1\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\ndynamo_config:\n  dynamo_backend: INDUCTOR\n  dynamo_mode: default\n',
      },
    },
  },
})
