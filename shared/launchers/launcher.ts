/** What a launcher is: a program that starts a training script, on one machine or on several. */
import type { ClaimTool } from '../claims.ts'
import type { ShellWord } from '../shell/command.ts'

export type LauncherId = 'accelerate' | 'torchrun' | 'deepspeed' | 'axolotl' | 'llama-factory' | 'ms-swift'

export interface Launcher {
  readonly id: LauncherId
  /** Whose flags stand before the script. */
  readonly tool: ClaimTool
  /** Where the launcher's own words begin, if its name is the word at this index. */
  readonly begins: (words: readonly ShellWord[], index: number) => number | undefined
  /** Its flags that have no value. */
  readonly valueless: ReadonlySet<string>
  /** All its flags, where argparse completes the beginning of a name. */
  readonly completes?: readonly string[]
  /** Other spellings of a flag. */
  readonly aliases?: Readonly<Record<string, string>>
}

export const launcher = <const L extends Launcher>(one: L): L => one

/** A program's name without its folder. */
export const baseOf = (word: ShellWord | undefined): string => word?.text?.split('/').at(-1) ?? ''

export const wordsOf = (text: string): readonly string[] => text.split(' ')

/** Words of a script's name: `train.py`, also behind a variable. */
export const isScript = ({ text, raw }: ShellWord): boolean => /\.py["']?$/.test(text ?? raw)

/** Names of programs are names of packages and folders, too: only what starts a script counts. */
export function startsScript(words: readonly ShellWord[], index: number): boolean {
  if (
    words
      .slice(0, index)
      .some(({ text }) => /^(?:pip3?|conda|which|install|command|type|echo|--with)$/.test(text ?? ''))
  )
    return false
  return words.slice(index + 1).some((word) => isScript(word) || word.text === '-m' || word.text === '--module')
}
