/** The words of a command line → its options, as argparse reads them. */
import type { ShellWord } from '../shell/command.ts'
import { isScript, type Launcher } from './launcher.ts'

/** One option of a command line: its name, its values, and where they are. */
export interface Option {
  /** With underscores, without dashes in front. */
  readonly name: string
  readonly word: ShellWord
  readonly values: readonly ShellWord[]
  /** Undefined for a value that is missing, or that only the run knows. */
  readonly texts: readonly (string | undefined)[]
}

export const nameOf = (text: string): string => text.replace(/^--?/, '').replaceAll('-', '_')

/** The only name that begins so; argparse takes it for that one. */
export function completed(name: string, names: readonly string[] | undefined, text: string): string {
  if (!names || !text.startsWith('--') || names.includes(name)) return name
  const found = names.filter((each) => each.startsWith(name))
  return found.length === 1 ? found[0]! : name
}

/** The launcher's options, then the script and what follows. */
export function launcherOptions(
  words: readonly ShellWord[],
  { valueless, completes, aliases = {} }: Pick<Launcher, 'valueless' | 'completes' | 'aliases'>,
): {
  readonly options: readonly Option[]
  readonly rest: readonly ShellWord[]
  readonly module: boolean
} {
  const options: Option[] = []
  let module = false
  let index = 0
  let behind = words.findLastIndex(isScript)
  while (index < words.length) {
    const word = words[index]!
    const text = word.text ?? word.raw
    if (!/^-{1,2}[A-Za-z]/.test(text)) {
      // A variable, or an array, with flags of the launcher in it.
      if (word.text !== undefined || isScript(word) || index >= behind) break
      index++
      continue
    }
    const [head, value] = text.split(/=(.*)/s) as [string, string?]
    const full = completed(nameOf(head), completes, head)
    const name = Object.hasOwn(aliases, full) ? (aliases[full] as string) : full
    if (name === 'm' || name === 'module') {
      module = true
      behind = words.length
    }
    index++
    if (value !== undefined)
      options.push({ name, word, values: [word], texts: [word.text === undefined ? undefined : value] })
    else if (valueless.has(name)) options.push({ name, word, values: [], texts: [] })
    else {
      // A word that looks like a flag is no value (argparse, _parse_optional); a negative number is one.
      const next = words[index]
      const given = next && /^-(?!\d+$|\d*\.\d+$)\S+$/.test(next.text ?? next.raw) ? undefined : next
      if (given) index++
      options.push({ name, word, values: given ? [given] : [], texts: given ? [given.text] : [undefined] })
    }
  }
  return { options, rest: words.slice(index), module }
}

/** Options of a script: everything up to the next name is a value. */
export function optionsOf(words: readonly ShellWord[]): readonly Option[] {
  const options: { name: string; word: ShellWord; values: ShellWord[]; texts: (string | undefined)[] }[] = []
  for (const word of words) {
    const text = word.text ?? word.raw
    if (/^--[A-Za-z]/.test(text)) {
      const [head, behind] = text.split(/=(.*)/s) as [string, string?]
      const option = { name: nameOf(head), word, values: [] as ShellWord[], texts: [] as (string | undefined)[] }
      if (behind !== undefined) {
        option.values.push(word)
        option.texts.push(word.text === undefined ? undefined : behind)
      }
      options.push(option)
    } else {
      const option = options.at(-1)
      option?.values.push(word)
      option?.texts.push(word.text)
    }
  }
  return options
}
