/** A `torch.compile` backend that Accelerate does not know, or that YAML read as false. */
import { nearest } from '../../config.ts'
import { fields } from '../../fields/index.ts'
import { acceleratesOf, argument, entry, hit, launcherOf, path } from '../../lookup/keys.ts'
import { numberOf, stringOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const accelerateUnknownDynamoBackend = rule({
  id: 'accelerate/unknown-dynamo-backend',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/launch.py:184'),
    accelerate('src/accelerate/commands/config/config_args.py:117'),
  ],
  reads: {
    options: ['dynamo.dynamo_backend'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const { choices } = fields['dynamo.dynamo_backend']
      for (const { file, root } of acceleratesOf(set)) {
        const launcher = launcherOf(root)
        const old = entry(root, 'dynamo_backend')
        const one = old ? { path: 'dynamo_backend', entry: old } : argument(root, 'dynamo_backend')
        if (!one || launcher === 'tpu' || launcher === 'deepspeed') continue
        const text = stringOf(one.entry.value)
        if (
          typeOf(one.entry.value) === 'null' ||
          (text !== undefined && (choices as readonly string[]).includes(text.toUpperCase()))
        )
          continue
        const off = typeOf(one.entry.value) === 'bool' && numberOf(one.entry.value) === 0
        const meant = off ? 'NO' : nearest(text?.toUpperCase() ?? '', choices)[0]
        const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: path(one.path), value: meant }]
        yield hit(file, one, { meant: meant === 'NO' ? "'NO'" : (meant ?? '') }, fix)
      }
    },
    example: {
      bad: {
        'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\ndynamo_config:\n  dynamo_backend: NO\n',
      },
      good: {
        'accelerate.yaml': "distributed_type: MULTI_GPU\nnum_processes: 8\ndynamo_config:\n  dynamo_backend: 'NO'\n",
      },
    },
  },
})
