/** Follows a script as the shell would, without running anything: every command that it comes to, with its words. */
import type {
  AndOr,
  ArithmeticFor,
  Assignment,
  Case,
  Command,
  CommandArgument,
  CompoundList,
  For,
  If,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  Word,
} from 'unbash'
import type { ShellCommand, ShellWord, Wrapper } from './command.ts'
import { Expander, type Ledger } from './expand.ts'
import { known, type Piece, PiecedText } from './piece.ts'
import { Scope } from './scope.ts'
import { parsed } from './syntax.ts'
import { joined, levels, startedBy } from './wrappers.ts'

/** No script that somebody wrote comes near these limits; behind them, loops run once and calls are not followed. */
const mostSteps = 50_000
const mostRounds = 64
const deepestCall = 12
const mostInnerShells = 200
const mostKept = 50
/** What a command is shows in its first words. */
const mostFirstWords = 12
/** Of all texts that variables are replaced by. */
const mostCharacters = 4_000_000

export interface FollowOptions {
  /** What a batch system sets before the script begins. */
  readonly variables?: ReadonlyMap<string, string>
  /** Whether a text that an inner shell reads is worth reading. */
  readonly worthReading?: (text: string) => boolean
}

/** Where the follower is. */
interface Here {
  readonly text: PiecedText
  readonly scope: Scope
  readonly wrappers: readonly Wrapper[]
  readonly loops: readonly string[]
  readonly background: boolean
  readonly depth: number
  /** Nothing that we can follow runs the text. */
  readonly guessed?: true
}

/** What a script does with its variables. */
export interface Variables {
  /** Used, and set nowhere in the script. */
  readonly unset: ReadonlySet<string>
  /** Set to the name of a script or to flags, and used nowhere. */
  readonly unread: readonly { readonly name: string; readonly isScript: boolean }[]
}

/** Goes through a script and hands over each command. */
export function follow(file: string, visit: (command: ShellCommand) => void, options: FollowOptions = {}): Variables {
  const scope = new Scope('script')
  for (const [name, text] of options.variables ?? [])
    scope.set(name, { pieces: [{ text, start: 0, end: 0, exact: false }], exported: true })
  const follower = new Follower(file, visit, options)
  follower.script(PiecedText.ofFile(file), scope)
  return follower.variables(options.variables)
}

class Follower {
  readonly #file: string
  readonly #visit: (command: ShellCommand) => void
  readonly #worthReading: (text: string) => boolean
  /** Also looks into quoted words that no known program reads. */
  readonly #looksEverywhere: boolean
  #steps = 0
  #innerShells = 0
  /** A body is followed first to see what it changes; nothing is told meanwhile. */
  #silent = false
  readonly #budget: Ledger = { characters: mostCharacters, read: new Set() }
  readonly #assigned = new Map<string, string>()
  #sourced = false
  readonly #called = new Set<string>()
  /** Commands that are kept in variables. */
  readonly #kept: { readonly word: ShellWord; readonly scope: Scope; used: boolean }[] = []

  constructor(file: string, visit: (command: ShellCommand) => void, options: FollowOptions) {
    this.#file = file
    this.#visit = visit
    this.#worthReading = options.worthReading ?? (() => true)
    this.#looksEverywhere = options.worthReading !== undefined
  }

  script(text: PiecedText, scope: Scope): void {
    const here: Here = { text, scope, wrappers: [], loops: [], background: false, depth: 0 }
    this.#statements(parsed(text.text).commands, here)
    // A command may be kept in a variable for something that we cannot follow.
    for (const kept of this.#kept)
      if (!kept.used) this.#inner(kept.word, kept.scope.started('script', new Map()), [], here)
    // Nobody calls them here: another script may.
    for (const [name, body] of scope.functions) {
      if (this.#called.has(name)) continue
      scope.tried(() => this.#node(bodyOf(body.node), { ...here, text: body.text, depth: 1 }))
    }
  }

  variables(given: ReadonlyMap<string, string> | undefined): Variables {
    const { read } = this.#budget
    const unset = [...read].filter((name) => !this.#assigned.has(name) && !given?.has(name) && !fromOutside.test(name))
    const unread = [...this.#assigned].filter(([name, text]) => !read.has(name) && (isScript(text) || isFlags(text)))
    return {
      unset: new Set(this.#sourced ? [] : unset),
      unread: unread.map(([name, text]) => ({ name, isScript: isScript(text) })),
    }
  }

  #statements(statements: readonly Statement[], here: Here): void {
    for (const { command, background } of statements) this.#node(command, background ? { ...here, background } : here)
  }
  #list(list: CompoundList, here: Here): void {
    this.#statements(list.commands, here)
  }

  #node(node: PipelineNode | AndOr | CompoundList, here: Here): void {
    if (++this.#steps > mostSteps * 20) return
    switch (node.type) {
      case 'Command':
        this.#command(node, here)
        return
      case 'Pipeline':
        this.#pipeline(node, here)
        return
      case 'AndOr':
        this.#andOr(node, here)
        return
      case 'CompoundList':
        this.#list(node, here)
        return
      case 'BraceGroup':
        this.#list(node.body, here)
        return
      case 'Subshell':
        here.scope.tried(() => this.#list(node.body, here))
        return
      case 'Redirected':
        this.#node(node.command, here)
        return
      case 'Coproc':
        this.#node(node.body, { ...here, background: true })
        return
      case 'Function':
        here.scope.functions.set(node.name.text, { node, text: here.text })
        return
      case 'If':
        this.#if(node, here)
        return
      case 'Case':
        this.#case(node, here)
        return
      case 'For':
      case 'Select':
        this.#for(node.name.text, node.type === 'For' ? node.wordlist : undefined, node, here)
        return
      case 'ArithmeticFor':
        this.#count(node, here)
        return
      case 'While':
        this.#list(node.clause, here)
        this.#repeated(node.body, [], here)
        return
      case 'ArithmeticCommand': {
        const name = /^\s*([A-Za-z_]\w*)\s*(?:[-+*/%]?=[^=]|\+\+|--)/.exec(node.body)?.[1]
        if (name) this.#forget(name, here, node.pos)
        return
      }
      default:
        return
    }
  }

  #pipeline(node: Pipeline, here: Here): void {
    const [only, ...others] = node.commands
    if (only && others.length === 0) {
      this.#node(only, here)
      return
    }
    // Each part runs in a shell of its own.
    for (const part of node.commands) here.scope.tried(() => this.#node(part, here))
  }

  #andOr(node: AndOr, here: Here): void {
    const [first, ...others] = node.commands
    if (first) this.#node(first, here)
    const condition = first ? here.text.text.slice(first.pos, first.end) : ''
    for (const [index, other] of others.entries()) {
      // What stands behind `&&` runs as a rule, unless the command before it only asks.
      if (node.operators[index] === '&&' && !/^\s*(?:!\s*)?(?:\[|test\b|\(\()/.test(condition)) {
        this.#node(other, here)
        continue
      }
      const after = here.scope.tried(() => this.#node(other, here))
      here.scope.join([new Map(), after], (name) => condition.includes(name))
    }
  }

  #if(node: If, here: Here): void {
    const { scope } = here
    this.#list(node.clause, here)
    const condition = here.text.text.slice(node.clause.pos, node.clause.end)
    const ways = [scope.tried(() => this.#list(node.then, here))]
    for (const { clause, then } of node.elif) {
      ways.push(
        scope.tried(() => {
          this.#list(clause, here)
          this.#list(then, here)
        }),
      )
    }
    const { else: otherwise } = node
    if (otherwise) ways.push(scope.tried(() => this.#list(otherwise, here)))
    else ways.push(new Map())
    scope.join(ways, (name) => !otherwise && node.elif.length === 0 && condition.includes(name))
  }

  #case(node: Case, here: Here): void {
    const ways = node.items.map(({ body }) => here.scope.tried(() => this.#list(body, here)))
    here.scope.join([new Map(), ...ways], () => false)
  }

  /** A loop over words: once for each, where all are known. */
  #for(name: string, words: readonly Word[] | undefined, node: Pick<For, 'body' | 'pos'>, here: Here): void {
    const expander = this.#expander(here)
    const values = words?.flatMap((word) => expander.words(word))
    this.#steps += values?.length ?? 0
    const isKnown = values?.every(({ text }) => text !== undefined)
    if (!values || !isKnown || values.length > mostRounds || this.#steps > mostSteps) {
      this.#forget(name, here, node.pos)
      this.#repeated(node.body, [name], here)
      return
    }
    for (const value of values) {
      if (this.#steps > mostSteps) break
      this.#assigned.set(name, '')
      here.scope.set(name, { pieces: value.pieces, exported: here.scope.get(name)?.exported ?? false })
      this.#list(node.body, { ...here, loops: [...here.loops, name] })
    }
  }

  /** `for ((i=0; i<4; i++))` */
  #count(node: ArithmeticFor, here: Here): void {
    const written = (part: { pos: number; end: number } | undefined) =>
      part ? here.text.text.slice(part.pos, part.end) : ''
    const begin = /^\s*(\w+)\s*=/.exec(written(node.initialize))?.[1]
    const expander = this.#expander(here)
    const first = node.initialize?.type === 'ArithmeticBinary' ? expander.number(node.initialize.right) : undefined
    const { test } = node
    const last = test?.type === 'ArithmeticBinary' ? expander.number(test.right) : undefined
    const inclusive = test?.type === 'ArithmeticBinary' && test.operator === '<='
    const simple = test?.type === 'ArithmeticBinary' && /^<=?$/.test(test.operator) && /\+\+/.test(written(node.update))
    if (!begin || first === undefined || last === undefined || !simple || last - first > mostRounds) {
      if (begin) this.#forget(begin, here, node.pos)
      this.#repeated(node.body, begin ? [begin] : [], here)
      return
    }
    const at = here.text.source(node.pos)
    for (let value = first; value < last + (inclusive ? 1 : 0) && this.#steps < mostSteps; value++) {
      const pieces = [{ text: String(value), start: at, end: at, exact: false }]
      this.#assigned.set(begin, '')
      here.scope.set(begin, { pieces, exported: false })
      this.#list(node.body, { ...here, loops: [...here.loops, begin] })
    }
  }

  /** A body that runs nobody knows how often: what it sets is not known in it. */
  #repeated(body: CompoundList, loops: readonly string[], here: Here): void {
    const inside = { ...here, loops: [...here.loops, ...loops] }
    if (!this.#silent) {
      const { scope } = here
      this.#silent = true
      const seen = scope.tried(() => this.#list(body, inside))
      this.#silent = false
      for (const [name, after] of seen) {
        const before = scope.get(name)
        // What the body sets to the same text in each round is known from its first line on.
        if (
          before ? !after || known(before.pieces) !== known(after.pieces) : !after || known(after.pieces) === undefined
        )
          this.#forget(name, here, body.pos)
      }
    }
    this.#list(body, inside)
  }

  #forget(name: string, here: Here, pos: number): void {
    this.#assigned.set(name, this.#assigned.get(name) ?? '')
    const at = here.text.source(pos)
    const unknown = { why: 'choice', names: [name], level: here.scope.level } as const
    here.scope.set(name, {
      pieces: [{ text: undefined, start: at, end: at, exact: false, unknown }],
      exported: here.scope.get(name)?.exported ?? false,
    })
  }

  #expander(here: Here): Expander {
    return new Expander(here.text, here.scope, this.#file, this.#budget)
  }

  #command(node: Command, here: Here): void {
    const { scope } = here
    const expander = this.#expander(here)
    const assigned = node.prefix.filter((one) => one.type === 'Assignment')
    if (!node.name) {
      for (const one of assigned) this.#assign(one, expander, here, false)
      return
    }
    const name = node.name.text
    const values = node.suffix.filter((one): one is CommandArgument => one.type === 'Word' || one.type === 'Assignment')
    if (this.#builtin(name, values, expander, here)) return
    const words = [
      ...expander.words(node.name),
      ...values.flatMap((one) =>
        one.type === 'Word' ? expander.words(one) : [this.#assignmentWord(one, expander, here)],
      ),
    ]
    const own = new Map<string, readonly Piece[]>()
    for (const one of assigned) if (one.value.type === 'Word') own.set(one.name, expander.value(one.value))
    if (scope.functions.has(name) && here.depth < deepestCall && this.#steps < mostSteps) {
      this.#call(name, words.slice(1), here)
      return
    }
    if (name === 'eval') {
      if (words.length > 1) this.#inner(joined(words.slice(1)), scope, here.wrappers, here)
      return
    }
    this.#started(words, own, node, here)
  }

  /** A command of words that are expanded: what runs it, and what it is. */
  #started(words: readonly ShellWord[], own: ReadonlyMap<string, readonly Piece[]>, node: Command, here: Here): void {
    let rest = words
    let wrappers = here.wrappers
    const assignments = new Map(own)
    for (let rounds = 0; rounds < 4; rounds++) {
      rest = withoutEnv(rest, assignments)
      const started = startedBy(rest)
      if (!started) break
      wrappers = [...wrappers, started.wrapper]
      const level = levels[started.wrapper.program]
      if (started.script) {
        const inner = level === 'host' ? new Scope('host') : here.scope.started(levelOf(wrappers), assignments)
        inner.positional = started.parameters ?? []
        this.#inner(started.script, inner, wrappers, here)
        // The words are a command of this shell as well: only what it starts is another's.
        return
      }
      if (started.rest.length === 0) break
      rest = started.rest
    }
    const document = [...node.prefix, ...node.suffix].find(
      (one): one is Extract<Redirection, { type: 'HereDoc' }> => one.type === 'HereDoc',
    )
    if (document && readsScript(rest, wrappers)) {
      this.#document(document, wrappers, assignments, here)
      return
    }
    if (this.#silent || rest.length === 0) return
    const { scope } = here
    this.#use(rest)
    if (this.#looksEverywhere && !/^(?:echo|printf)$/.test(rest[0]?.text ?? '')) {
      // `run "accelerate launch train.py"`: something else starts it.
      for (const word of rest)
        if (/\s/.test(word.raw) && this.#worthReading(word.text ?? word.raw))
          this.#inner(word, scope.started(scope.level, new Map()), wrappers, { ...here, guessed: true })
    }
    this.#visit({
      words: rest,
      at: here.text.source(node.pos),
      level: scope.level,
      wrappers,
      background: here.background,
      guessed: here.guessed === true,
      loops: here.loops,
      assignments,
      environment: () =>
        assignments.size === 0 ? scope.environment() : new Map([...scope.environment(), ...assignments]),
    })
  }

  /** Notes which of the commands that are kept in variables a command is made of. */
  #use(words: readonly ShellWord[]): void {
    for (const kept of this.#kept) {
      if (kept.used) continue
      const from = kept.word.pieces[0]?.start ?? 0
      const to = kept.word.pieces.at(-1)?.end ?? 0
      kept.used = words.slice(0, mostFirstWords).some(({ pieces }) => {
        const [first] = pieces
        return first !== undefined && first.start >= from && first.end <= to
      })
    }
  }
  #keep(pieces: readonly Piece[], scope: Scope): void {
    const text = known(pieces) ?? pieces.map((piece) => piece.text ?? ' ').join('')
    if (
      this.#silent ||
      !this.#looksEverywhere ||
      !/\s/.test(text) ||
      !this.#worthReading(text) ||
      this.#kept.length >= mostKept
    )
      return
    const word: ShellWord = { text: undefined, raw: '', start: 0, end: 0, pieces, many: false }
    this.#kept.push({ word, scope, used: false })
  }

  /** A text that another shell reads. */
  #inner(script: ShellWord, scope: Scope, wrappers: readonly Wrapper[], here: Here): void {
    const text = new PiecedText(script.pieces)
    if (!this.#worthReading(text.text) || here.depth >= deepestCall || ++this.#innerShells > mostInnerShells) return
    const inside: Here = { ...here, text, scope, wrappers, depth: here.depth + 1 }
    this.#statements(parsed(text.text).commands, inside)
  }

  #document(
    document: Extract<Redirection, { type: 'HereDoc' }>,
    wrappers: readonly Wrapper[],
    assignments: ReadonlyMap<string, readonly Piece[]>,
    here: Here,
  ): void {
    const { body, delimiter } = document
    const isHost = wrappers.some(({ program }) => program === 'ssh')
    const scope = isHost ? new Scope('host') : here.scope.started(levelOf(wrappers), assignments)
    const pieces = delimiter?.quoted
      ? here.text.slice(body.pos, body.end)
      : this.#expander(here).value({
          type: 'Word',
          text: body.text,
          value: body.text,
          pos: body.pos,
          end: body.end,
          parts: body.parts,
        })
    const word: ShellWord = { text: undefined, raw: '', start: 0, end: 0, pieces, many: false }
    this.#inner(word, scope, wrappers, here)
  }

  #call(name: string, words: readonly ShellWord[], here: Here): void {
    const { scope } = here
    const body = scope.functions.get(name)!
    this.#called.add(name)
    const before = scope.positional
    scope.positional = words
    this.#node(bodyOf(body.node), { ...here, text: body.text, depth: here.depth + 1 })
    scope.positional = before
  }

  #assignmentWord(one: Assignment, expander: Expander, here: Here): ShellWord {
    const pieces = [
      ...here.text.slice(one.pos, one.value.pos),
      ...(one.value.type === 'Word' ? expander.value(one.value) : here.text.slice(one.value.pos, one.value.end)),
    ]
    const start = here.text.source(one.pos)
    const end = here.text.sourceEnd(one.end)
    return { text: known(pieces), raw: this.#file.slice(start, end), start, end, pieces, many: false }
  }

  #assign(one: Assignment, expander: Expander, { scope }: Here, exported: boolean): void {
    const before = scope.get(one.name)
    this.#assigned.set(one.name, one.value.type === 'Word' ? one.value.value : '')
    const exports = exported || (before?.exported ?? false)
    if (one.index) {
      this.#forgetElement(one, scope, exports)
      return
    }
    if (one.value.type === 'ArrayValue') {
      const more = one.value.elements.flatMap((word) => expander.words(word).map(({ pieces }) => pieces))
      const elements = one.append ? [...(before?.elements ?? (before ? [before.pieces] : [])), ...more] : more
      const pieces = elements[0] ?? []
      scope.set(one.name, { pieces, elements: elements.slice(0, 10_000), exported: exports })
      return
    }
    const value = expander.value(one.value)
    const pieces = one.append && before ? bounded([...before.pieces, ...value]) : value
    this.#keep(pieces, scope)
    scope.set(one.name, { pieces, exported: exports })
  }
  #forgetElement(one: Assignment, scope: Scope, exported: boolean): void {
    const unknown = { why: 'choice', names: [one.name], level: scope.level } as const
    scope.set(one.name, { pieces: [{ text: undefined, start: 0, end: 0, exact: false, unknown }], exported })
  }

  /** Commands that change the shell itself. */
  #builtin(name: string, values: readonly CommandArgument[], expander: Expander, here: Here): boolean {
    const { scope } = here
    switch (name) {
      case 'export':
      case 'declare':
      case 'typeset':
      case 'local':
      case 'readonly':
        this.#declare(name, values, expander, here)
        return true
      case 'unset':
        for (const one of values) if (one.type === 'Word' && !one.text.startsWith('-')) scope.unset(one.text)
        return true
      case 'read':
      case 'mapfile':
      case 'readarray':
      case 'getopts':
        for (const one of values) if (/^[A-Za-z_]\w*$/.test(one.text)) this.#forget(one.text, here, one.pos)
        return true
      case 'set': {
        const words = values.flatMap((one) => (one.type === 'Word' ? expander.words(one) : []))
        const texts = words.map(({ text }) => text)
        if (texts.includes('-a') || texts.includes('allexport')) scope.exportsAll = true
        const at = texts.indexOf('--')
        if (at >= 0) scope.positional = words.slice(at + 1)
        return true
      }
      case 'shift':
        scope.positional = scope.positional?.slice(Number(values[0]?.text ?? 1) || 1)
        return true
      case 'source':
      case '.':
        scope.sourced = true
        this.#sourced = true
        return true
      default:
        return false
    }
  }

  #declare(name: string, values: readonly CommandArgument[], expander: Expander, here: Here): void {
    const { scope } = here
    const flags = values.filter((one) => one.type === 'Word' && one.text.startsWith('-')).map(({ text }) => text)
    const exported = name === 'export' || flags.some((flag) => /^-\w*x/.test(flag))
    for (const one of values) {
      if (one.type === 'Assignment') {
        this.#assign(one, expander, here, exported)
        continue
      }
      if (!/^[A-Za-z_]\w*$/.test(one.text)) continue
      const before = scope.get(one.text)
      if (before) scope.set(one.text, { ...before, exported: exported || before.exported })
    }
  }
}

/** Set by systems around the script, or by whoever calls it. */
const fromOutside =
  /^(?:SLURM|PBS|PMI|PMIX|OMPI|MPI|LSB|SGE|NVIDIA|CUDA|NCCL|KUBERNETES|PET|TORCH|HF|WANDB)_|^(?:HOME|USER|PATH|PWD|HOSTNAME|SHELL|TMPDIR|SCRATCH|WORK|LD_LIBRARY_PATH|PYTHONPATH|BASH_SOURCE|RANDOM|SECONDS|\d+|[@*#?$!-])$/
const isScript = (text: string): boolean => /^[\w./-]+\.py$/.test(text.trim())
const isFlags = (text: string): boolean => /^\s*--[a-z]/i.test(text)

/** A text that doubles itself in a loop ends as an unknown one. */
function bounded(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces[0]
  if (pieces.length <= 20_000 || !first) return pieces
  return [{ ...first, text: undefined, unknown: { why: 'choice', names: [], level: 'script' } }]
}

const bodyOf = (node: { readonly body: PipelineNode | CompoundList }): PipelineNode | CompoundList => node.body

const levelOf = (wrappers: readonly Wrapper[]) => {
  const programs = wrappers.map(({ program }) => levels[program])
  return programs.includes('host') ? 'host' : programs.includes('task') ? 'task' : 'script'
}

/** Whether a here-document is a script for what reads it. */
const readsScript = (words: readonly ShellWord[], wrappers: readonly Wrapper[]): boolean =>
  /^(?:ba|da|z|k)?sh$/.test(words[0]?.text?.split('/').at(-1) ?? '') ||
  (words.length <= 1 && wrappers.at(-1)?.program === 'ssh')

/** Takes `env NAME=value …` from the front of a command. */
function withoutEnv(words: readonly ShellWord[], assignments: Map<string, readonly Piece[]>): readonly ShellWord[] {
  if (words[0]?.text?.split('/').at(-1) !== 'env') return words
  let index = 1
  while (index < words.length) {
    const { text, raw, pieces } = words[index]!
    if (/^-(?:u|C|S|-unset|-chdir)$/.test(text ?? '')) index += 2
    else if (text?.startsWith('-')) index++
    else {
      const name = /^([A-Za-z_]\w*)=/.exec(text ?? raw)?.[1]
      if (!name) break
      assignments.set(name, withoutPrefix(pieces, name.length + 1))
      index++
    }
  }
  return words.slice(index)
}

function withoutPrefix(pieces: readonly Piece[], length: number): readonly Piece[] {
  let left = length
  const rest: Piece[] = []
  for (const piece of pieces) {
    if (left === 0 || piece.text === undefined) {
      rest.push(piece)
      continue
    }
    const away = Math.min(left, piece.text.length)
    left -= away
    if (away < piece.text.length)
      rest.push({ ...piece, text: piece.text.slice(away), start: piece.exact ? piece.start + away : piece.start })
  }
  return rest
}

/** The commands of a script, in the order in which they are come to. */
export function shellCommands(text: string, options: FollowOptions = {}): readonly ShellCommand[] {
  const commands: ShellCommand[] = []
  follow(text, (command) => commands.push(command), options)
  return commands
}
