/** The variables and functions of a shell while its script is followed. */
import type { Function as FunctionNode } from 'unbash'
import type { ShellWord } from './command.ts'
import { known, type Level, type Piece, type PiecedText } from './piece.ts'

export interface Variable {
  readonly pieces: readonly Piece[]
  /** The elements of an array, or undefined for a plain variable. */
  readonly elements?: readonly (readonly Piece[])[] | undefined
  readonly exported: boolean
}

export interface FunctionBody {
  readonly node: FunctionNode
  readonly text: PiecedText
}

/** No script that somebody wrote exports more. */
const mostExported = 300

type Changes = Map<string, Variable | undefined>

export class Scope {
  readonly level: Level
  /** `$1` and the others; undefined where only the run knows them. */
  positional: readonly ShellWord[] | undefined
  readonly functions: Map<string, FunctionBody>
  /** Variables that a file read by `source` may set. */
  sourced = false
  exportsAll = false
  readonly #variables = new Map<string, Variable>()
  /** Before each change since a branch began, the outermost first. */
  readonly #journals: Changes[] = []
  /** The shell that started this one: what it exports is seen here. */
  readonly #starter: Scope | undefined
  #environment: ReadonlyMap<string, readonly Piece[]> | undefined

  constructor(level: Level, starter?: Scope) {
    this.level = level
    this.functions = new Map()
    this.#starter = starter
  }

  get(name: string): Variable | undefined {
    const own = this.#variables.get(name)
    if (own || !this.#starter) return own
    const outer = this.#starter.get(name)
    return outer?.exported ? outer : undefined
  }
  /** Set by the script that starts this shell, and not exported. */
  isHidden(name: string): boolean {
    const outer = this.#starter?.get(name)
    return outer !== undefined && !outer.exported
  }

  set(name: string, variable: Variable): void {
    this.#note(name)
    this.#variables.set(name, this.exportsAll ? { ...variable, exported: true } : variable)
  }
  unset(name: string): void {
    this.#note(name)
    this.#variables.delete(name)
  }
  #note(name: string): void {
    this.#environment = undefined
    const journal = this.#journals.at(-1)
    if (journal && !journal.has(name)) journal.set(name, this.#variables.get(name))
  }

  /** Runs something, takes back what it changed, and gives the changes. */
  tried(run: () => void): Changes {
    const journal: Changes = new Map()
    this.#journals.push(journal)
    run()
    this.#journals.pop()
    const after: Changes = new Map()
    if (journal.size > 0) this.#environment = undefined
    for (const [name, before] of journal) {
      after.set(name, this.#variables.get(name))
      if (before) this.#variables.set(name, before)
      else this.#variables.delete(name)
    }
    return after
  }

  /** What holds after one of several ways; nobody knows which. `isDefault` says that the way is chosen because the variable is not set. */
  join(ways: readonly Changes[], isDefault: (name: string) => boolean): void {
    const names = new Set(ways.flatMap((way) => [...way.keys()]))
    for (const name of names) {
      const values = ways.map((way) => (way.has(name) ? way.get(name) : this.get(name)))
      const [first, ...others] = isDefault(name) ? values.filter((value) => value !== undefined) : values
      const exported = values.some((value) => value?.exported)
      if (first && others.every((other) => other !== undefined && same(first, other))) this.set(name, first)
      else this.set(name, { pieces: [unknownPiece(values, name, this.level)], exported })
    }
  }

  /** What a command that is started sees. */
  environment(): ReadonlyMap<string, readonly Piece[]> {
    if (this.#environment) return this.#environment
    const found = new Map(this.#starter?.environment())
    for (const [name, { exported, pieces }] of this.#variables) {
      if (exported && found.size < mostExported) found.set(name, pieces)
    }
    this.#environment = found
    return found
  }
  /** The scope of a shell that this one starts: it sees what is exported. */
  started(level: Level, more: ReadonlyMap<string, readonly Piece[]>): Scope {
    const inner = new Scope(level, this)
    for (const [name, pieces] of more) inner.set(name, { pieces, exported: true })
    inner.sourced = this.sourced
    return inner
  }
}

function same(one: Variable, other: Variable): boolean {
  if (one === other) return true
  const text = known(one.pieces)
  return text !== undefined && text === known(other.pieces) && !one.elements && !other.elements
}

function unknownPiece(values: readonly (Variable | undefined)[], name: string, level: Level): Piece {
  const piece = values.find((value) => value)?.pieces[0]
  return {
    text: undefined,
    start: piece?.start ?? 0,
    end: piece?.end ?? 0,
    exact: false,
    unknown: { why: 'choice', names: [name], level },
  }
}
