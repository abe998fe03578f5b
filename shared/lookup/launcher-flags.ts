/** The flags of a command that starts a run with an Accelerate file: they count, whatever the file says. */
import { claimsOf } from '../claims.ts'
import type { Launch } from '../launchers/launches.ts'
import { isNumber, isWhole, truthOf } from '../python/values.ts'
import type { Entry, Place, ScalarNode } from '../python/yaml/node.ts'
import type { PyScalar } from '../python/yaml/scalar.ts'
import type { Written } from '../readers/reader.ts'
import type { FileSet, ReadFile } from '../rules/file-rule.ts'
import { strategyFlags } from '../tools/accelerate/quirks.ts'
import {
  booleanFlags,
  choicesOfFlag,
  flagsWithoutValue,
  launcherFlags,
  numberFlags,
  wholeFlags,
  writtenFlags,
} from '../tools/names.ts'

/** A flag as if it were a key of the file, and the command that it comes from. */
export interface FlagEntry extends Entry {
  readonly home: ReadFile
}

export interface Flags {
  /** As if they were keys of the file. */
  readonly given: ReadonlyMap<string, FlagEntry>
  /** Those that are given with a value that only the running shell knows. */
  readonly open: ReadonlySet<string>
  /** The open ones that a rule has asked for: what it says then is a guess. */
  readonly asked: Set<string>
  /** What `distributed_type` would have to say; undefined where no flag chooses. */
  readonly strategy: string | undefined
  /** A flag chooses it. */
  readonly isChosen: boolean
}

/** The command that an entry comes from; undefined for one of the file itself. */
export const homeOf = (one: Entry): ReadFile | undefined => ('home' in one ? (one as FlagEntry).home : undefined)

/** What stands behind a flag, without the quotes of the shell; undefined where only the shell knows it. */
export function textOf(file: ReadFile, { at, valueAt, end }: Written): string | undefined {
  if (valueAt.offset === at.offset && !file.text.slice(at.offset, end).includes('=')) return undefined
  const text = file.text.slice(valueAt.offset, end).replace(/^--?[\w-]+=/, '')
  return /[$`\\]/.test(text) ? undefined : text.replace(/^(["'])(.*)\1$/s, '$2')
}

/** The words between the launcher and the script, of the only launch of a command file. */
export function launcherWords(file: ReadFile): readonly Written[] {
  const { given, unknown, refused } = file.reading
  // A word that no script can be called by is one, too.
  const scripts = [
    ...given.filter(({ key }) => key === 'output.script'),
    ...refused.filter(({ path }) => path === 'script'),
  ]
  if (scripts.length !== 1) return []
  const script = scripts[0] as Written
  // `trl sft` hands on every argument that is not its own.
  const all = file.text.startsWith('trl', script.at.offset)
  return [...given, ...unknown, ...refused]
    .filter(({ path, at }) => writtenFlags().has(path) && (all || at.offset < script.at.offset))
    .sort((one, other) => one.at.offset - other.at.offset)
}

function typed(name: string, text: string): PyScalar {
  if (wholeFlags().has(name) && isWhole(text)) return { type: 'int', value: Number(text) }
  if (numberFlags().has(name) && isNumber(text)) return { type: 'float', value: Number(text) }
  return { type: 'str', value: text }
}

/** In files of one run two names that end alike mean the same file. */
const lastPart = (path: string): string => path.replace(/^.*[\\/]/, '')

/** Whether the launcher's parser takes a text behind a flag. */
export function parserTakes(flag: string, text: string, release?: string): boolean {
  const list = choicesOfFlag(flag, release)
  if (list) return list.includes(text)
  if (flag === 'fp8_override_linear_precision') return text.split(',').every((each) => truthOf(each) !== undefined)
  if (booleanFlags(release).has(flag)) return truthOf(text) !== undefined
  return wholeFlags(release).has(flag) ? isWhole(text) : !numberFlags(release).has(flag) || isNumber(text)
}

const names = (one: ReadFile, other: ReadFile): boolean =>
  one.reading.references.some(
    ({ file, kind }) => kind === other.reading.kind && lastPart(file) === lastPart(other.path),
  )

/** The flags of the one command that names the file; undefined where there is none, or nobody can know which. */
export function flagsOf(set: FileSet, file: ReadFile): Flags | undefined {
  const commands = set.files.filter(
    (one) =>
      one.reading.kind === 'launch-script' &&
      (names(one, file) ||
        // TRL's file can name it for the command.
        set.files.some((other) => other.reading.kind === 'trl' && names(one, other) && names(other, file))),
  )
  const [command] = commands
  if (!command || commands.length > 1) return undefined
  const flags = new FlagsGiven(command)
  // What the script itself sets is known, wherever the flag is.
  const values = new Map<number, string>()
  for (const { location, value } of claimsOf([command])) {
    if (location && value.known && value.value !== null) values.set(location.at.offset, String(value.value))
  }
  for (const one of launcherWords(command))
    flags.add(one, () => textOf(command, one) ?? values.get(one.at.offset), one.valueAt.offset !== one.at.offset)
  return flags.all()
}

/** The flags of a command that names no file; undefined where it does name one, or chooses nothing. */
export function flagsOfLaunch(
  command: ReadFile,
  { options }: Launch,
  placeOf: (offset: number) => Place,
): Flags | undefined {
  if (options.some(({ name }) => name === 'config_file')) return undefined
  const flags = new FlagsGiven(command)
  for (const { name, word, values, texts } of options) {
    const last = values.at(-1)
    const isGlued = last === word
    const begin = isGlued ? word.start + word.raw.indexOf('=') + 1 : (values[0]?.start ?? word.start)
    const one = { path: name, at: placeOf(word.start), valueAt: placeOf(begin), end: last?.end ?? word.end }
    flags.add(one, () => (texts.includes(undefined) ? undefined : texts.join(' ')), values.length > 0)
  }
  return flags.all()
}

/** Flags in the order of a command; of a flag that is given twice the last one counts. */
class FlagsGiven {
  readonly #command: ReadFile
  readonly #given = new Map<string, FlagEntry>()
  readonly #open = new Set<string>()
  readonly #named = new Set<string>()

  constructor(command: ReadFile) {
    this.#command = command
  }

  add(one: Written, written: () => string | undefined, hasValue: boolean): void {
    const { path } = one
    this.#named.add(path)
    const alone = flagsWithoutValue().has(path)
    const text = alone ? 'true' : written()
    if (!launcherFlags().has(path)) return
    this.#given.delete(path)
    this.#open.delete(path)
    // A value that the parser rejects does not show what was meant.
    if (text === undefined || (!alone && !parserTakes(path, text))) {
      if (hasValue) this.#open.add(path)
      return
    }
    const value: PyScalar = alone ? { type: 'bool', value: true } : typed(path, text)
    const node = (end: number): ScalarNode => ({
      kind: 'scalar',
      tag: `tag:yaml.org,2002:${value.type}`,
      start: one.valueAt,
      end,
      text,
      style: 'plain',
      value,
    })
    this.#given.set(path, {
      key: node(one.at.offset),
      keyAt: one.at,
      value: node(one.end),
      at: one.valueAt,
      home: this.#command,
    })
  }

  /** Undefined where there is none. */
  all(): Flags | undefined {
    if (this.#named.size === 0) return undefined
    const strategy = strategyFlags.find(([flag]) => this.#named.has(flag))?.[1]
    return { given: this.#given, open: this.#open, asked: new Set(), strategy, isChosen: strategy !== undefined }
  }
}
