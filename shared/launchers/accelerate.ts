/** `accelerate launch`, also in the forms `accelerate-launch` and `python -m accelerate.commands.launch`, and `trl`, which calls it. */
import type { ShellWord } from '../shell/command.ts'
import { flagsWithoutValue } from '../tools/names.ts'
import { baseOf, launcher } from './launcher.ts'
import type { Launch } from './launches.ts'

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
  get valueless() {
    return flagsWithoutValue()
  },
})

/** Without these Accelerate asks its default file, or the machine (commands/launch.py:1308-1375). */
const asked = ['num_processes', 'num_machines', 'mixed_precision', 'dynamo_backend']

/** A command that names no file and leaves nothing to Accelerate's default file. */
export const saysEverything = ({ launcher: { id }, options, subcommand }: Launch): boolean =>
  id === 'accelerate' &&
  subcommand === undefined &&
  !options.some(({ name }) => name === 'config_file') &&
  asked.every((each) => options.some(({ name }) => name === each))
