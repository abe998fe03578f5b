/** `mcp`: the commands as tools for agents, over the Model Context Protocol. */
import type { Command } from './command.ts'

export const mcp: Command = {
  flags: [],
  run: async (call) => {
    const { host, wording, version } = call
    const [{ toolsIn }, { callTool }] = await Promise.all([import('../mcp/tools.ts'), import('../mcp/call.ts')])
    const { serve } = await import('../mcp/server.ts')
    await serve({
      version,
      instructions: wording.sentences('mcp.instructions') ?? '',
      tools: await toolsIn(wording),
      call: (name, args, signal) => callTool(call, name, args, signal),
      input: host.input,
      output: host.output,
    })
    return 0
  },
}
