/** With a DeepSpeed JSON the same settings in the Accelerate file are refused. */
import { acceleratesOf, entry, hit, jsonOf, launcherOf, nameOf } from '../../lookup/keys.ts'
import { typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { refusedBesideJson, refusedBesideJsonAtTop } from '../../tools/accelerate/quirks.ts'
import { rule } from '../rule.ts'

const refused: ReadonlySet<string> = new Set([...refusedBesideJson, ...refusedBesideJsonAtTop])

export const deepspeedDuplicateSource = rule({
  id: 'deepspeed/duplicate-source',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1507'),
    accelerate('src/accelerate/commands/launch.py:1395'),
  ],
  reads: {
    options: [
      'accelerate.mixed_precision',
      'deepspeed.gradient_accumulation_steps',
      'deepspeed.zero3_save_16bit_model',
      'deepspeed.zero_stage',
    ],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        if (launcherOf(root) !== 'deepspeed' || jsonOf(root) === undefined) continue
        const held = entry(root, 'deepspeed_config')?.value
        for (const one of held?.kind === 'mapping' ? held.entries.values() : []) {
          const name = nameOf(one)
          if (name === undefined || !refused.has(name.toLowerCase())) continue
          yield hit(file, { path: `deepspeed_config.${name}`, entry: one }, {}, [
            { path: ['deepspeed_config', name], remove: true },
          ])
        }
        const precision = entry(root, 'mixed_precision')
        if (precision && typeOf(precision.value) !== 'null') {
          yield hit(file, { path: 'mixed_precision', entry: precision }, {}, [
            { path: ['mixed_precision'], remove: true },
          ])
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: ds_config.json\n  zero_stage: 3\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: ds_config.json\n',
      },
    },
  },
})
