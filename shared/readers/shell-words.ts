/** Shell text → its commands, each word with its place; what only a running shell knows stays unknown. */
import { type Place, placeIn } from '../python/yaml/node.ts'

export interface ShellWord {
  /** Undefined where a variable, a substitution or a pattern decides. */
  readonly text: string | undefined
  /** As written. */
  readonly raw: string
  readonly start: number
  readonly end: number
}

export type ShellCommand = readonly ShellWord[]

/** A variable that is given a plain text once, and never anything else. */
type Variables = Map<string, string | undefined>

/** The simple commands of a script. Loops, conditions and functions are walked through as if every line ran; here-documents are left out. */
export function shellCommands(text: string): readonly ShellCommand[] {
  const scanner = new ShellScanner(text)
  return scanner.commands()
}

/** Places of many offsets, counted once. */
export function placer(text: string): (offset: number) => Place {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return (offset) => {
    if (offset < 0) return placeIn(text, 0)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { offset, line: low + 1, column: offset - starts[low]! + 1 }
  }
}

/** The shell's own blanks and operators; other white space is part of a word. */
const endsWord = /[ \t\r\n;&|()<>]/
const assignment = /^([A-Za-z_]\w*)=(.*)$/s

class ShellScanner {
  readonly #text: string
  #position = 0
  readonly #variables: Variables = new Map()
  readonly #hereDocuments: { readonly end: string; readonly tabs: boolean }[] = []

  constructor(text: string) {
    this.#text = text
  }

  commands(): readonly ShellCommand[] {
    const commands: ShellCommand[] = []
    let words: ShellWord[] = []
    const close = () => {
      if (words.length > 0) commands.push(words)
      this.#remember(words)
      words = []
    }
    while (this.#position < this.#text.length) {
      const character = this.#text[this.#position]!
      if (character === ' ' || character === '\t' || character === '\r') this.#position++
      else if (character === '\\' && /^\\\r?\n/.test(this.#text.slice(this.#position, this.#position + 3))) {
        this.#position += this.#text[this.#position + 1] === '\r' ? 3 : 2
      } else if (character === '#') this.#skipLine()
      else if (character === '\n') {
        this.#position++
        close()
        this.#skipHereDocuments()
      } else if (';&|(){}'.includes(character) && !this.#braceInWord(character)) {
        this.#position++
        close()
      } else if (character === '<' || character === '>') this.#redirection()
      else words.push(this.#word())
    }
    close()
    return commands
  }

  /** `{` is a word of its own only before white space. */
  #braceInWord(character: string): boolean {
    return character === '{' && !/^\s?$/.test(this.#text[this.#position + 1] ?? '')
  }
  #skipLine(): void {
    while (this.#position < this.#text.length && this.#text[this.#position] !== '\n') this.#position++
  }
  #redirection(): void {
    const here = /^<<(-?)[ \t]*(['"]?)([\w.-]+)\2/.exec(this.#text.slice(this.#position, this.#position + 200))
    if (here && this.#text[this.#position + 2] !== '<') {
      this.#hereDocuments.push({ end: here[3]!, tabs: here[1] === '-' })
      this.#position += here[0].length
      return
    }
    while (this.#position < this.#text.length && '<>&'.includes(this.#text[this.#position]!)) this.#position++
    while (this.#text[this.#position] === ' ') this.#position++
    const next = this.#text[this.#position]
    if (next !== undefined && !endsWord.test(next)) this.#word()
  }
  #skipHereDocuments(): void {
    for (const { end, tabs } of this.#hereDocuments.splice(0)) {
      while (this.#position < this.#text.length) {
        const start = this.#position
        this.#skipLine()
        const line = this.#text.slice(start, this.#position).replace(/\r$/, '')
        this.#position++
        if ((tabs ? line.replace(/^\t+/, '') : line) === end) break
      }
    }
    this.#position = Math.min(this.#position, this.#text.length)
  }

  /** Keeps `NAME=text`; a second value makes the variable unknown. */
  #remember(words: readonly ShellWord[]): void {
    const named = words.filter(
      ({ raw }) => raw !== 'export' && raw !== 'declare' && raw !== 'readonly' && raw !== 'local',
    )
    if (!named.every(({ raw }) => assignment.test(raw))) return
    for (const { text, raw } of named) {
      const name = assignment.exec(raw)![1]!
      const value = text === undefined ? undefined : assignment.exec(text)?.[2]
      this.#variables.set(name, this.#variables.has(name) ? undefined : value)
    }
  }

  #word(): ShellWord {
    const start = this.#position
    let text: string | undefined = ''
    const add = (more: string | undefined) => {
      text = text === undefined || more === undefined ? undefined : text + more
    }
    while (this.#position < this.#text.length) {
      const character = this.#text[this.#position]!
      if (endsWord.test(character)) break
      if (character === '\\') {
        const next = this.#text[this.#position + 1]
        if (next === '\n') this.#position += 2
        else if (next === '\r' && this.#text[this.#position + 2] === '\n') this.#position += 3
        else {
          add(next ?? '')
          this.#position += 2
        }
      } else if (character === "'") {
        const end = this.#text.indexOf("'", this.#position + 1)
        const stop = end < 0 ? this.#text.length : end
        add(this.#text.slice(this.#position + 1, stop))
        this.#position = stop + 1
      } else if (character === '"') add(this.#doubleQuoted())
      else if (character === '$') add(this.#expansion())
      else if (character === '`') {
        const end = this.#text.indexOf('`', this.#position + 1)
        this.#position = (end < 0 ? this.#text.length : end) + 1
        add(undefined)
      } else if (character === '*' || character === '?') {
        // A pattern becomes the names of files.
        this.#position++
        add(undefined)
      } else {
        add(character)
        this.#position++
      }
    }
    this.#position = Math.min(this.#position, this.#text.length)
    return { text, raw: this.#text.slice(start, this.#position), start, end: this.#position }
  }
  #doubleQuoted(): string | undefined {
    let text: string | undefined = ''
    this.#position++
    while (this.#position < this.#text.length && this.#text[this.#position] !== '"') {
      const character = this.#text[this.#position]!
      let more: string | undefined = character
      if (character === '\\' && /["\\$`\n]/.test(this.#text[this.#position + 1] ?? '')) {
        more = this.#text[this.#position + 1] === '\n' ? '' : this.#text[this.#position + 1]
        this.#position += 2
      } else if (character === '$') more = this.#expansion()
      else if (character === '`') {
        const end = this.#text.indexOf('`', this.#position + 1)
        this.#position = (end < 0 ? this.#text.length : end) + 1
        more = undefined
      } else this.#position++
      text = text === undefined || more === undefined ? undefined : text + more
    }
    this.#position++
    return text
  }
  /** `$name`, `${name}` and `${name:-otherwise}`; anything else only the shell knows. */
  #expansion(): string | undefined {
    const rest = this.#text.slice(this.#position, this.#position + 400)
    const simple = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([^}$`"'\\]*))?\})/.exec(rest)
    if (simple) {
      this.#position += simple[0].length
      return this.#variables.get(simple[1] ?? simple[2]!) ?? simple[3]
    }
    const opening = this.#text[this.#position + 1]
    if (opening === '(' || opening === '{') {
      const closing = opening === '(' ? ')' : '}'
      let depth = 0
      for (this.#position++; this.#position < this.#text.length; this.#position++) {
        const character = this.#text[this.#position]!
        if (character === "'" || character === '"') {
          const end = this.#text.indexOf(character, this.#position + 1)
          this.#position = end < 0 ? this.#text.length : end
          continue
        }
        if (character === opening) depth++
        if (this.#text[this.#position] === closing && --depth === 0) break
      }
      this.#position++
      return undefined
    }
    if (opening === undefined || /[\s"]/.test(opening)) {
      this.#position++
      return '$'
    }
    this.#position += 2
    return undefined
  }
}
