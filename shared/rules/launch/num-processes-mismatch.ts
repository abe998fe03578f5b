/** The flag of the command wins over the file. */
import { acceleratesOf, given, written } from '../../lookup/keys.ts'
import { numberOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchNumProcessesMismatch = rule({
  id: 'launch/num-processes-mismatch',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1278')],
  reads: {
    options: ['accelerate.num_processes'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const command = set.files.find(({ reading }) => reading.kind === 'launch-script')
      const flag = command?.reading.given.findLast(({ path: name }) => name === 'num_processes')
      if (!command || !flag || typeof flag.value !== 'number') return
      for (const { root } of acceleratesOf(set)) {
        const one = written(root, 'num_processes')
        const value = one && numberOf(one.entry.value)
        if (value === undefined || value === flag.value) continue
        yield { spot: given(command, flag), facts: { value: flag.value, file: value } }
      }
    },
    example: {
      bad: {
        'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml --num_processes 4 train.py\n',
      },
      good: {
        'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py\n',
      },
    },
  },
})
