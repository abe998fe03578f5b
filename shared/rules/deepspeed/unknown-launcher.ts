/** A way to start DeepSpeed on several machines that it does not know. */
import { nearest } from '../../config.ts'
import { fields } from '../../fields/index.ts'
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { numberOf, pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate, deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

export const deepspeedUnknownLauncher = rule({
  id: 'deepspeed/unknown-launcher',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [deepspeed('deepspeed/launcher/runner.py:592'), accelerate('src/accelerate/utils/launch.py:460')],
  reads: {
    options: ['deepspeed.deepspeed_multinode_launcher'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const { choices } = fields['deepspeed.deepspeed_multinode_launcher']
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'deepspeed_multinode_launcher')
        const machines = argument(root, 'num_machines')
        if (
          !one ||
          launcherOf(root) !== 'deepspeed' ||
          typeOf(one.entry.value) === 'null' ||
          ((machines && numberOf(machines.entry.value)) ?? 1) <= 1
        )
          continue
        const text = pythonText(one.entry.value)
        if ((choices as readonly string[]).includes(text)) continue
        const meant = nearest(text.toLowerCase(), choices)[0]
        const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: path(one.path), value: meant }]
        yield hit(file, one, { choices }, fix)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 16\nnum_machines: 2\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  deepspeed_multinode_launcher: standart\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 16\nnum_machines: 2\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n  deepspeed_multinode_launcher: standard\n',
      },
    },
  },
})
