/** The commands of the wizard and the keys that call them; the palette lists all of them, the key line those that mean something now. */
import type { CommandKey, KeyName } from './keys.ts'

export type CommandName =
  | 'help'
  | 'palette'
  | 'review'
  | 'go'
  | 'undo'
  | 'recommend'
  | 'fix'
  | 'level'
  | 'language'
  | 'redraw'
  | 'suspend'
  | 'save'

export interface WizardCommand {
  readonly name: CommandName
  readonly key?: CommandKey | 'f1'
  /** The key as it is written on a keyboard. */
  readonly shown: string
}

export const wizardCommands: readonly WizardCommand[] = [
  { name: 'help', key: 'f1', shown: 'F1' },
  { name: 'palette', key: 'ctrl-p', shown: 'Ctrl-P' },
  { name: 'review', key: 'ctrl-r', shown: 'Ctrl-R' },
  { name: 'go', key: 'ctrl-g', shown: 'Ctrl-G' },
  { name: 'undo', key: 'ctrl-y', shown: 'Ctrl-Y' },
  { name: 'recommend', shown: '' },
  { name: 'fix', key: 'ctrl-f', shown: 'Ctrl-F' },
  { name: 'level', shown: '' },
  { name: 'language', key: 'ctrl-t', shown: 'Ctrl-T' },
  { name: 'redraw', key: 'ctrl-l', shown: 'Ctrl-L' },
  { name: 'suspend', key: 'ctrl-z', shown: 'Ctrl-Z' },
  { name: 'save', key: 'ctrl-s', shown: 'Ctrl-S' },
]

/** The command of a key. */
export const commandOf = (key: KeyName): CommandName | undefined => wizardCommands.find((one) => one.key === key)?.name

export const shownKey = (name: CommandName): string => wizardCommands.find((one) => one.name === name)?.shown ?? ''
