/** The name of the DeepSpeed JSON is a number, a truth value, nothing, or the JSON itself. */
import { argument, hit, launchedOf, launcherOf } from '../../lookup/keys.ts'
import { stringOf, typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

/** A JSON in the place of its name is decoded as base64, which fails. */
const isPath = (text: string | undefined): boolean => text !== undefined && !/^\s*(?:$|[{[])/.test(text)

export const deepspeedInvalidConfigPath = rule({
  id: 'deepspeed/invalid-config-path',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/utils/deepspeed.py:135')],
  reads: {
    options: ['deepspeed.deepspeed_config_file'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'deepspeed_config_file')
        if (
          !one ||
          launcherOf(root) !== 'deepspeed' ||
          typeOf(one.entry.value) === 'null' ||
          isPath(stringOf(one.entry.value))
        )
          continue
        yield hit(file, one)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: true\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: ds_config.json\n',
      },
    },
  },
})
