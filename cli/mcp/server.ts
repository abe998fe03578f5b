/** The Model Context Protocol over standard input and output; a file of its own, so that only `mcp` reads the SDK. */
import type { Readable, Writable } from 'node:stream'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { ToolArguments, ToolResult } from './call.ts'
import type { Tool } from './tools.ts'

export interface Served {
  readonly version: string
  readonly instructions: string
  readonly tools: readonly Tool[]
  readonly call: (name: string, args: ToolArguments, signal: AbortSignal) => Promise<ToolResult>
  readonly input: Readable
  readonly output: Writable
}

/** Answers until the input ends, and until what was asked by then is answered. */
export async function serve({ version, instructions, tools, call, input, output }: Served): Promise<void> {
  const server = new Server({ name: 'lora-wizard', version }, { capabilities: { tools: {} }, instructions })
  const open = new Set<Promise<unknown>>()
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...tools] }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const answer = call(params.name, params.arguments ?? {}, signal)
    open.add(answer)
    try {
      return (await answer) as CallToolResult
    } finally {
      open.delete(answer)
    }
  })
  const ended = new Promise<void>((resolve) => {
    input.once('end', resolve)
    input.once('close', resolve)
  })
  await server.connect(new StdioServerTransport(input, output))
  await ended
  // The last messages are read, but a message is handled a moment later.
  await new Promise((resolve) => setImmediate(resolve))
  await Promise.allSettled(open)
  await new Promise((resolve) => setImmediate(resolve))
  await server.close()
}
