/** A call of a tool → the command line it stands for, run in this process: its JSON, or the sentences of the error. */
import { resolve } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { Call } from '../commands/command.ts'
import type { Host } from '../host.ts'
import { problemLines } from '../print/problem.ts'
import { UserError } from '../user-error.ts'
import { argumentOf, type ToolCommand, toolCommands } from './tools.ts'

export interface ToolResult {
  readonly content: readonly { readonly type: 'text'; readonly text: string }[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
  readonly isError?: boolean
}

export type ToolArguments = Readonly<Record<string, unknown>>

/** A stream that remembers what was written. */
class Remembered extends Writable {
  text = ''

  constructor() {
    super({ decodeStrings: false })
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : String(value ?? '')
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(textOf)

/** A word that begins with a dash would be a flag. */
const wordOf = (text: string): string => (text.startsWith('-') && text !== '-' ? `./${text}` : text)

/** `set` as flags; a list is separated by commas, as on a command line. */
function settings(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return listOf(value).map((one) => `--set=${one}`)
  return Object.entries(value).map(([key, one]) => `--set=${key}=${one === null ? '' : listOf(one).join(',')}`)
}

/** The command line that a call stands for. What no flag is called, the command itself refuses. */
export function commandLine(tool: ToolCommand, args: ToolArguments): readonly string[] {
  const words = tool.words.flatMap(({ name }) => (args[name] === undefined ? [] : listOf(args[name]).map(wordOf)))
  const own = new Set([...tool.words.map(({ name }) => name), 'folder', ...(tool.takesText ? ['text'] : [])])
  const hidden = new Set(tool.without.map(argumentOf))
  const flags = Object.entries(args).flatMap(([name, value]): readonly string[] => {
    if (own.has(name) || value === undefined || value === false || value === null) return []
    const flag = `--${name.replaceAll('_', '-')}`
    if (hidden.has(name)) throw new UserError('unknown-flag', { flag, nearest: [] })
    if (name === 'set') return settings(value)
    return value === true ? [flag] : listOf(value).map((one) => `${flag}=${one}`)
  })
  const input = tool.takesText && args.text !== undefined ? ['-'] : []
  return [tool.name, ...flags, ...tool.always, '--', ...input, ...words]
}

/** The folder that relative paths of a call begin in. */
function folderOf(host: Host, args: ToolArguments): string {
  if (args.folder === undefined) return host.folder
  const path = textOf(args.folder)
  const folder = resolve(host.folder, path)
  if (host.files.status(folder)?.kind !== 'folder') throw new UserError('file-missing', { path })
  return folder
}

/** The same machine for one call: its own streams and folder, and an end when the caller wants no answer any more. */
function hostFor(call: Call, args: ToolArguments, output: Remembered, errors: Remembered, signal: AbortSignal): Host {
  const { host } = call
  const text = args.text === undefined ? [] : [Buffer.from(textOf(args.text))]
  return {
    ...host,
    folder: folderOf(host, args),
    input: Readable.from(text) as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    errors: errors as unknown as NodeJS.WriteStream,
    run: (program, words, time, own) => host.run(program, words, time, own ? AbortSignal.any([own, signal]) : signal),
    onInterrupt: (listener) => {
      signal.addEventListener('abort', listener, { once: true })
      return { stop: () => signal.removeEventListener('abort', listener) }
    },
  }
}

const failed = (text: string): ToolResult => ({ content: [{ type: 'text', text: text.trim() }], isError: true })

/** Runs the command of a tool. */
export async function callTool(
  call: Call,
  name: string,
  args: ToolArguments,
  signal: AbortSignal,
): Promise<ToolResult> {
  const errors = new Remembered()
  const output = new Remembered()
  try {
    const tool = toolCommands.find((one) => one.name === name)
    if (!tool) throw new UserError('unknown-command', { command: name, commands: toolCommands.map((one) => one.name) })
    const line = commandLine(tool, args)
    const host = hostFor(call, args, output, errors, signal)
    const { main } = await import('../main.ts')
    const code = await main([...line.slice(0, 1), `--lang=${call.language}`, ...line.slice(1)], host, {
      version: call.version,
    })
    const notes = stripVTControlCharacters(errors.text).trim()
    if (code > 1 || output.text === '') return failed(notes || output.text)
    return {
      content: [output.text, notes].filter(Boolean).map((text) => ({ type: 'text', text })),
      structuredContent: JSON.parse(output.text),
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const lines = problemLines(error, call.wording, call.words, output as unknown as NodeJS.WriteStream)
    return failed(stripVTControlCharacters(lines.join('\n')))
  }
}
