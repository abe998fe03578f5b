/** `init`: from answers, asked for or given, to files. */
import type { Command } from './command.ts'

export const init: Command = {
  flags: [
    { name: 'preset', value: 'ID' },
    { name: 'from', value: 'FILE' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'set', value: 'KEY=VALUE' },
    { name: 'out', value: 'DIR' },
    { name: 'yes', short: 'y' },
    { name: 'force' },
    { name: 'dry-run' },
    { name: 'json' },
    { name: 'no-comments' },
    { name: 'level', value: 'LEVEL' },
    { name: 'plain' },
    { name: 'discard-draft' },
  ],
  takesOptions: true,
  run: async (call) => (await import('../initialize.ts')).initialize(call),
}
