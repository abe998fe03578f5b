/** Names of a DeepSpeed JSON in the section: only its own flat keys are read. */
import { acceleratesOf, spot } from '../../lookup/keys.ts'
import { jsonName, strangers } from '../../lookup/unknown-keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedJsonKeyInYaml = rule({
  id: 'deepspeed/json-key-in-yaml',
  severity: 'error',
  stage: 'training',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1266')],
  reads: {
    options: ['deepspeed.deepspeed_config_file'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        for (const { section, name, one } of strangers(root)) {
          const meant = jsonName(section, name, set.versions.deepspeed)
          if (meant === undefined) continue
          yield { spot: spot(file, `${section}.${name}`, one), facts: { key: name, meant } }
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_optimization:\n    stage: 3\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      },
    },
  },
})
