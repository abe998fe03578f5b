/** A command line → flags, options of a run and words; what is not understood is said with what was perhaps meant. */
import { parseArgs } from 'node:util'
import type { Arguments, FieldLookup, Flag } from './commands/command.ts'
import { UserError } from './user-error.ts'

/** Flags that every command has. */
export const commonFlags: readonly Flag[] = [
  { name: 'lang', value: 'en|zh' },
  { name: 'help', short: 'h' },
  { name: 'no-color' },
]

/** What a toggle can be set to by the word after it. */
const toggleWords = /^(true|false|yes|no|on|off)$/i

/** `--data.packing` alone says yes and `--no-data.packing` says no; after this every option of a run has a value. */
function withValues(args: readonly string[], fieldAt: FieldLookup): readonly string[] {
  const end = args.indexOf('--')
  return args.map((arg, place) => {
    if ((end >= 0 && place > end) || !arg.startsWith('--') || arg.includes('=')) return arg
    if (fieldAt(arg.slice(2))?.kind === 'toggle' && !toggleWords.test(args[place + 1] ?? '')) return `${arg}=true`
    const denied = arg.startsWith('--no-') ? arg.slice('--no-'.length) : ''
    return fieldAt(denied)?.kind === 'toggle' ? `--${denied}=false` : arg
  })
}

/** Reads what follows the name of a command. `fieldAt` knows the options of a run where the command takes them as flags. */
export async function readArguments(
  typed: readonly string[],
  own: readonly Flag[],
  fieldAt: FieldLookup = () => undefined,
  optionNames: readonly string[] = [],
): Promise<Arguments> {
  const args = withValues(typed, fieldAt)
  const flags = [...own, ...commonFlags]
  const named = args.map((arg) => /^--([^=]+)/.exec(arg)?.[1] ?? '').filter((name) => fieldAt(name))
  const options = Object.fromEntries([
    ...flags.map(({ name, short, value }) => [name, { type: value ? 'string' : 'boolean', ...(short && { short }) }]),
    ...named.map((name) => [name, { type: 'string' }]),
  ])
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })

  const positionals: string[] = []
  const given = new Map<string, string[]>()
  const values: (readonly [string, string])[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const flag = flags.find(({ name }) => name === token.name)
    const takesValue = flag ? flag.value !== undefined : fieldAt(token.name) !== undefined
    if (!flag && !takesValue) {
      const { nearest, nearestKeys } = await import('../shared/config.ts')
      const names = [...flags.map(({ name }) => name), ...optionNames]
      const near = nearest(token.name, names)
      // Perhaps another tool's name of an option, such as `lora.rank`.
      const meant = near.length > 0 || optionNames.length === 0 ? near : nearestKeys(token.name)
      throw new UserError('unknown-flag', { flag: token.rawName, nearest: meant.map((name) => `--${name}`) })
    }
    const value = token.value
    if (takesValue) {
      const swallowed = !token.inlineValue && value !== undefined && /^--?[a-z]/i.test(value)
      // An empty value comes from a variable of a shell that was never set: `--out "$RUN"`.
      const empty = value === '' && flag !== undefined
      if (value === undefined || swallowed || empty) throw new UserError('flag-without-value', { flag: token.rawName })
    } else if (value !== undefined) throw new UserError('flag-value', { flag: token.rawName, value })
    if (flag) given.set(flag.name, [...(given.get(flag.name) ?? []), value ?? ''])
    else values.push([token.name, value ?? ''])
  }
  return { typed, positionals, flags: given, options: values }
}

/** Which of a few words a flag was given; anything else is the user's to mend. */
export async function oneOf<const T extends string>(
  flag: string,
  value: string | undefined,
  allowed: readonly T[],
): Promise<T | undefined> {
  if (value === undefined) return undefined
  const found = allowed.find((one) => one === value.toLowerCase())
  if (found) return found
  const { nearest } = await import('../shared/config.ts')
  throw new UserError('flag-value', { flag: `--${flag}`, value, allowed, nearest: nearest(value, allowed) })
}
