/** Every command, in the order of the help. A command is one file here, one line in this list, and two pages. */
import type { Command } from './command.ts'

export interface Listed {
  readonly name: string
  readonly load: () => Promise<Command>
}

export const commands: readonly Listed[] = [
  { name: 'init', load: async () => (await import('./init.ts')).init },
  { name: 'presets', load: async () => (await import('./presets.ts')).presets },
  { name: 'explain', load: async () => (await import('./explain.ts')).explain },
]
