/** Which command of a tool reads a kind of file: its names, and what it uses for options that nobody gives. */
import type { Answers } from '../config.ts'
import { checkValue, parseText } from '../config.ts'
import type { Field, Target, Value } from '../fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../fields/index.ts'
import { tool } from './index.ts'
import type { Section, ToolId } from './tool.ts'

interface Command {
  readonly tool: ToolId
  /** The section of the captured release. */
  readonly section: string
  readonly target: Target
}

/** By kind of file. */
const commands = {
  trl: { tool: 'trl', section: 'sft', target: 'trl' },
  trainer: { tool: 'transformers', section: 'TrainingArguments', target: 'trainer' },
  axolotl: { tool: 'axolotl', section: 'AxolotlInputConfig', target: 'axolotl' },
  'llama-factory': { tool: 'llamafactory', section: 'train', target: 'llama-factory' },
  'ms-swift': { tool: 'ms-swift', section: 'sft', target: 'ms-swift' },
  'ms-swift-rlhf': { tool: 'ms-swift', section: 'rlhf', target: 'ms-swift' },
  'ms-swift-export': { tool: 'ms-swift', section: 'export', target: 'ms-swift' },
  'llama-factory-export': { tool: 'llamafactory', section: 'infer', target: 'llama-factory' },
} as const satisfies Readonly<Record<string, Command>>
export type CommandKind = keyof typeof commands

/** The names that the command has in a release; in the newest captured one where none is said. */
export function sectionRead(kind: CommandKind, release?: string): Section | undefined {
  const { tool: id, section } = commands[kind]
  return tool(id).release(release).section(section)
}

/** Arguments that Transformers 5.24 has under two names. */
const newerNames: Readonly<Record<string, string>> = { gradient_checkpointing: 'activation_checkpointing' }

const found = new Map<CommandKind, Answers>()

/** What the command uses for the options that nobody gives, as its own classes say. */
export function defaultAnswers(kind: CommandKind): Answers {
  const before = found.get(kind)
  if (before) return before
  const section = sectionRead(kind)
  const { target } = commands[kind]
  const answers: Record<string, Value> = {}
  for (const key of fieldKeys) {
    const { emits, home } = fields[key] as Field
    const name = emits?.[target]
    // A value with another home is decided there.
    if (name === undefined || home) continue
    // The new name of an argument decides where the class has both.
    const one = section?.names.get(newerNames[name] ?? name) ?? section?.names.get(name)
    const value = one?.effective ?? one?.default
    if (one === undefined || value === undefined || value === null) continue
    const fitted = asValue(key, value)
    if (fitted !== undefined) answers[key] = fitted
  }
  found.set(kind, answers as Answers)
  return answers as Answers
}

/** A default in the type of the option; undefined for one that no option can hold. */
function asValue(key: FieldKey, value: unknown): Value | undefined {
  const plain = Array.isArray(value) ? value.map(String) : value
  if (typeof plain === 'object' && !Array.isArray(plain)) return undefined
  const strict = checkValue(key, plain as Value)
  if ('value' in strict) return strict.value
  const loose = Array.isArray(plain) ? strict : parseText(key, String(plain))
  return 'value' in loose && loose.value !== null ? loose.value : undefined
}

/** The defaults of the options that a file does not say. */
export function unsaid(kind: CommandKind, said: ReadonlySet<string>): Answers {
  const { target } = commands[kind]
  return Object.fromEntries(
    Object.entries(defaultAnswers(kind)).filter(
      ([key]) => !said.has((fields[key as FieldKey] as Field).emits?.[target] ?? ''),
    ),
  ) as Answers
}
