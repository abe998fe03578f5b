/** `init`: from answers, asked for or given, to files. This file only decides who asks, so that the wizard can be on screen before the rest is read. */
import type { Host } from '../host.ts'
import { paint, restore } from '../tui/paint.ts'
import type { Command } from './command.ts'

/** Flags that mean nobody is to be asked. */
const silentFlags = ['--yes', '-y', '--json', '--dry-run', '--discard-draft']

export type Asking = 'wizard' | 'plain' | 'nobody'

/** Who asks: the wizard where the terminal can show it, plain questions where it cannot or somebody wants them, nobody without a terminal. */
export function askingOf(args: readonly string[], { input, output }: Host): Asking {
  if (!input.isTTY || !output.isTTY || args.some((arg) => silentFlags.includes(arg))) return 'nobody'
  return 'plain'
}

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
  greet: (args, host) => {
    if (askingOf(args, host) !== 'wizard') return undefined
    paint(host)
    return () => restore(host)
  },
  run: async (call) => (await import('../initialize.ts')).initialize(call),
}
