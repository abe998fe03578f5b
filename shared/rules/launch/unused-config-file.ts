/** The command names no file, so that Accelerate reads the one in the user's cache, not the one beside the command. */
import { acceleratesOf, given } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchUnusedConfigFile = rule({
  id: 'launch/unused-config-file',
  severity: 'hint',
  stage: 'launch',
  consequence: 'quiet',
  sources: [
    accelerate('src/accelerate/commands/launch.py:1216-1218'),
    accelerate('src/accelerate/commands/config/config_args.py:31-41'),
  ],
  reads: {
    options: ['output.script'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'trl', 'lora-wizard'],
  },
  files: {
    *check(set) {
      const [tree, ...more] = acceleratesOf(set)
      if (!tree || more.length > 0) return
      for (const file of set.files) {
        const { kind, given: said, references } = file.reading
        if (kind !== 'launch-script' || references.some((one) => one.kind === 'accelerate')) continue
        // TRL's script finds the file by the name that its own file gives, and a name may be in a variable.
        if (/accelerate_config|config_file|ACCELERATE_CONFIG/.test(file.text)) continue
        const launches = said.filter(({ path }) => path === 'script')
        const one = launches.find(({ value }) => value !== 'trl sft')
        if (one) yield { spot: given(file, one), facts: { file: tree.file.path } }
      }
    },
    example: {
      bad: {
        'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n',
        'launch.sh': 'accelerate launch train.py --bf16 True\n',
      },
      good: {
        'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf16\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True\n',
      },
    },
  },
})
