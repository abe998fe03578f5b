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
  { name: 'check', load: async () => (await import('./check.ts')).check },
  { name: 'diff', load: async () => (await import('./diff.ts')).diff },
  { name: 'update', load: async () => (await import('./update.ts')).update },
  { name: 'schema', load: async () => (await import('./schema.ts')).schema },
  { name: 'estimate', load: async () => (await import('./estimate.ts')).estimate },
  { name: 'plan', load: async () => (await import('./plan.ts')).plan },
  { name: 'export', load: async () => (await import('./export.ts')).exporting },
  { name: 'try', load: async () => (await import('./try.ts')).rehearsal },
  { name: 'launch', load: async () => (await import('./launch.ts')).launch },
  { name: 'watch', load: async () => (await import('./watch.ts')).watch },
  { name: 'detect', load: async () => (await import('./detect.ts')).detect },
  { name: 'lsp', load: async () => (await import('./lsp.ts')).lsp },
  { name: 'mcp', load: async () => (await import('./mcp.ts')).mcp },
  { name: 'completion', load: async () => (await import('./completion.ts')).completion },
]
