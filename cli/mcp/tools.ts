/** Commands as tools of the Model Context Protocol: what they are called with is derived from the flags of each command. */
import type { Command, Flag } from '../commands/command.ts'
import { commands } from '../commands/index.ts'
import type { Wording } from '../face.ts'

/** The words of a command line as one named argument. */
interface Words {
  readonly name: string
  /** Whether it is a list. */
  readonly several: boolean
  readonly required: boolean
}

export interface ToolCommand {
  /** Of the command, and of the tool. */
  readonly name: string
  readonly words: readonly Words[]
  /** Flags that every call has. */
  readonly always: readonly string[]
  /** Flags that no agent may give, since they write, ask, or print something else. */
  readonly without: readonly string[]
  /** Whether a text may be given instead of a file. */
  readonly takesText?: boolean
  /** Whether it starts something of the user's. */
  readonly starts?: boolean
}

const word = (name: string, more: Partial<Words> = {}): Words => ({ name, several: false, required: false, ...more })

/** The tools, in the order in which an agent needs them. */
export const toolCommands: readonly ToolCommand[] = [
  {
    name: 'check',
    words: [word('paths', { several: true })],
    always: ['--format=json'],
    without: ['format', 'fix', 'dry-run', 'fail-on'],
    takesText: true,
  },
  { name: 'explain', words: [word('about', { several: true })], always: ['--json'], without: ['json'] },
  { name: 'estimate', words: [], always: ['--json'], without: ['json', 'keep'] },
  {
    name: 'plan',
    words: [],
    always: ['--json'],
    without: ['json', 'explain', 'choose', 'out', 'yes', 'force', 'no-comments'],
  },
  {
    name: 'init',
    words: [],
    always: ['--dry-run', '--json'],
    without: ['json', 'dry-run', 'out', 'yes', 'force', 'level', 'plain', 'discard-draft'],
  },
  {
    name: 'diff',
    words: [word('a', { required: true }), word('b')],
    always: ['--json'],
    without: ['json'],
  },
  { name: 'try', words: [word('run')], always: ['--json'], without: ['json', 'keep'], starts: true },
]

/** A flag as an argument of a tool; dashes are no part of names there. */
export const argumentOf = (flag: string): string => flag.replaceAll('-', '_')

/** What flags with these values count. */
const counts = /^(?:N|TOKENS|MINUTES|PER_GPU_HOUR)$/
/** So many words are listed; there are hundreds of rules. */
const mostWords = 12

type Schema = Readonly<Record<string, unknown>>

function flagSchema({ name, value, words }: Flag, description: string): Schema {
  if (name === 'set') return { type: 'object', additionalProperties: true, description }
  if (value === undefined) return { type: 'boolean', description }
  if (counts.test(value)) return { type: 'number', description }
  const listed = words !== undefined && words.length <= mostWords ? { enum: words } : {}
  return { type: 'string', ...listed, description }
}

/** What a tool is called with, as JSON Schema. */
export function inputSchema({ name, words, without, takesText }: ToolCommand, command: Command, wording: Wording) {
  const page = wording.words(`commands/${name}`)
  const say = (id: string) => wording.sentences(`mcp.${id}`) ?? ''
  const flags = command.flags.filter((flag) => !without.includes(flag.name))
  const properties: Record<string, Schema> = {
    ...Object.fromEntries(
      words.map((one) => {
        const description = say(`words.${name}-${one.name}`)
        const items = { type: 'array', items: { type: 'string' }, description }
        return [one.name, one.several ? items : { type: 'string', description }]
      }),
    ),
    ...(takesText && { text: { type: 'string', description: say('words.text') } }),
    ...Object.fromEntries(
      flags.map((flag) => [
        argumentOf(flag.name),
        flagSchema(flag, flag.name === 'set' ? say('words.set') : (page?.choices?.[flag.name] ?? '')),
      ]),
    ),
    folder: { type: 'string', description: say('words.folder') },
  }
  const required = words.filter((one) => one.required).map((one) => one.name)
  return { type: 'object' as const, properties, ...(required.length > 0 && { required }), additionalProperties: false }
}

export interface Tool {
  readonly name: string
  readonly description: string
  readonly inputSchema: ReturnType<typeof inputSchema>
  readonly annotations: {
    readonly readOnlyHint: boolean
    readonly destructiveHint: boolean
    readonly openWorldHint: boolean
  }
}

/** All tools, in the words of a language. */
export async function toolsIn(wording: Wording): Promise<readonly Tool[]> {
  const listed = commands.flatMap(({ name, load }) => {
    const tool = toolCommands.find((one) => one.name === name)
    return tool ? [{ tool, load }] : []
  })
  const tools = await Promise.all(
    listed.map(async ({ tool, load }): Promise<Tool> => {
      const more = wording.sentences(`mcp.about.${tool.name}`)
      const summary = wording.words(`commands/${tool.name}`)?.summary ?? ''
      return {
        name: tool.name,
        description: [summary, more].filter(Boolean).join(' '),
        inputSchema: inputSchema(tool, await load(), wording),
        annotations: { readOnlyHint: !tool.starts, destructiveHint: false, openWorldHint: false },
      }
    }),
  )
  return tools.sort((a, b) => place(a.name) - place(b.name))
}

const place = (name: string): number => toolCommands.findIndex((one) => one.name === name)
