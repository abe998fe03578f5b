/** The code that pages show: every fenced block with what it says it is, and the commands in it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../shared/pages.ts'

const docs = join(import.meta.dirname, '..', 'docs')

/** Pages of a language, by folder and name. */
export const pagePaths = (language: Language): readonly string[] =>
  readdirSync(join(docs, language), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3).replaceAll('\\', '/'))
    .sort()
export const pageText = (language: Language, path: string): string =>
  readFileSync(join(docs, language, `${path}.md`), 'utf8')

export interface Block {
  /** The word behind the fence: `console`, `sh`, `yaml` … */
  readonly kind: string
  /** The file that the block is, if it says so: ```yaml [accelerate.yaml]. */
  readonly file: string | undefined
  /** The rule that the file breaks, where it is shown for that: ```yaml [accelerate.yaml] bad=trainer/clipping-disabled. */
  readonly bad: string | undefined
  readonly text: string
  /** The id of the heading that it stands under. */
  readonly under: string
}

export function blocksOf(text: string): readonly Block[] {
  const found: Block[] = []
  let under = ''
  for (const match of text.matchAll(
    /^#{2,4} .*?\{#([\w-]+)\}$|^ *```([\w-]*)(?: \[([^\]]+)\])?(?: bad=([\w/-]+))?[^\n]*\n([\s\S]*?)^ *```$/gm,
  )) {
    const [, heading, kind, file, bad, body] = match
    if (heading !== undefined) under = heading
    else found.push({ kind: kind ?? '', file, bad, text: body ?? '', under })
  }
  return found
}

export interface Command {
  readonly text: string
  /** The lines that the page says it prints; undefined where a page shows commands alone. */
  readonly shown: readonly string[] | undefined
}

/** Of a `console` block `$ command` and the lines until the next; of a block of shell each line, or the whole where lines belong together. */
export function commandsOf({ kind, text }: Block): readonly Command[] {
  if (kind === 'sh' || kind === 'bash') {
    const together = /<<|\\$/m.test(text)
    return (together ? [text] : text.split('\n'))
      .map((line) => ({ text: line.trimEnd(), shown: undefined }))
      .filter((command) => command.text !== '')
  }
  if (kind !== 'console') return []
  const found: { text: string; shown: string[] }[] = []
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('$ ')) found.push({ text: line.slice(2), shown: [] })
    else found.at(-1)?.shown.push(line)
  }
  return found
}

/** Commands of the program that a sentence names in passing: `lora-wizard explain lora.r`. */
export const inlineCommandsOf = (text: string): readonly string[] =>
  [...text.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/`(?:npx )?(lora-wizard(?: [^`\n]*)?)`/g)].map(
    ([, command]) => command as string,
  )

/** Whether lines are as shown; a line `…` stands for any number of lines, none included. */
export function matches(shown: readonly string[], printed: readonly string[]): boolean {
  const [head, ...rest] = shown
  if (head === undefined) return printed.length === 0
  if (head === '…') {
    for (let from = 0; from <= printed.length; from++) if (matches(rest, printed.slice(from))) return true
    return false
  }
  return printed[0] === head && matches(rest, printed.slice(1))
}
