/** `accelerate launch`, also in the forms `accelerate-launch` and `python -m accelerate.commands.launch`, and `trl`, which calls it. */
import type { ShellWord } from '../shell/command.ts'
import { baseOf, launcher, wordsOf } from './launcher.ts'

/** Commands of `trl` that train (TRL 1.16.0, trl/cli/commands/training.py). */
export const trlCommands: ReadonlySet<string> = new Set(['sft', 'dpo', 'grpo', 'kto', 'reward', 'rloo'])

export const isTrlCommand = (words: readonly ShellWord[], index: number): boolean =>
  baseOf(words[index]) === 'trl' && trlCommands.has(words[index + 1]?.text ?? '')

export const accelerateLaunch = launcher({
  id: 'accelerate',
  tool: 'accelerate',
  begins: (words, index) => {
    const base = baseOf(words[index])
    if (base === 'accelerate' && words[index + 1]?.text === 'launch') return index + 2
    if (base === 'accelerate-launch' || base === 'accelerate.commands.launch') return index + 1
    return isTrlCommand(words, index) ? index : undefined
  },
  // commands/launch.py of Accelerate 1.15.0, launch_command_parser.
  valueless: new Set(
    wordsOf(
      'quiet q help h cpu multi_gpu tpu enable_cpu_affinity dynamo_use_fullgraph dynamo_use_dynamic dynamo_use_regional_compilation use_deepspeed use_fsdp use_parallelism_config use_megatron_lm same_network module m no_python tpu_cluster no_tpu_cluster tpu_use_sudo downcast_bf16 fp8_use_autocast_during_eval debug',
    ),
  ),
})
