/** A flag of the command chooses another strategy than the file describes, and the file's section is not read. */
import { acceleratesOf, entry, given } from '../../lookup/keys.ts'
import { flagsOf, launcherWords } from '../../lookup/launcher-flags.ts'
import { stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

/** Strategies that a section of the file describes. */
const sectionOf: Readonly<Record<string, string>> = {
  DEEPSPEED: 'deepspeed_config',
  FSDP: 'fsdp_config',
  MEGATRON_LM: 'megatron_lm_config',
}

const names: Readonly<Record<string, string>> = {
  NO: 'cpu',
  DEEPSPEED: 'use_deepspeed',
  FSDP: 'use_fsdp',
  MEGATRON_LM: 'use_megatron_lm',
  MULTI_GPU: 'multi_gpu',
  XLA: 'tpu',
}

export const launchFlagOverridesStrategy = rule({
  id: 'launch/flag-overrides-strategy',
  severity: 'warning',
  stage: 'launch',
  consequence: 'quiet',
  sources: [accelerate('src/accelerate/commands/launch.py:1214-1246')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of acceleratesOf(set)) {
        const type = stringOf(entry(root, 'distributed_type')?.value)
        const strategy = flagsOf(set, file)?.strategy
        if (type === undefined || strategy === undefined || type === strategy) continue
        // Without a section that goes unread, the flag says what the file leaves open.
        if (!Object.hasOwn(sectionOf, type)) continue
        const command = set.files.find(
          (one) =>
            one.reading.kind === 'launch-script' && launcherWords(one).some(({ path }) => path === names[strategy]),
        )
        const flag = command && launcherWords(command).findLast(({ path }) => path === names[strategy])
        if (!command || !flag) continue
        yield { spot: given(command, flag), facts: { flag: `--${flag.path}`, strategy, type, file: file.path } }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml --multi_gpu train.py --bf16 True\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
        'launch.sh': 'accelerate launch --config_file accelerate.yaml train.py --bf16 True\n',
      },
    },
  },
})
