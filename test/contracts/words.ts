/** Reads the pages of docs/ the way the tests judge them: text, front matter, and the marks that both languages must share. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Language } from '../../shared/pages.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every file below a folder, as paths from the root of the project, sorted. */
export function filesUnder(folder: string, pattern = /./): readonly string[] {
  if (!existsSync(`${root}${folder}`)) return []
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length))
    .filter((path) => pattern.test(path))
    .sort()
}

/** A file of the project by its path from the root. */
export const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

/** A page of docs/ in one language, e.g. `fields/lora/r`; undefined where there is none. */
export function pageText(language: Language, path: string): string | undefined {
  const file = `docs/${language}/${path}.md`
  return existsSync(`${root}${file}`) ? read(file) : undefined
}

export interface Parts {
  readonly front: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Front matter and the rest. */
export function parts(text: string): Parts {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text)
  return match
    ? { front: parse(match[1] as string) as Parts['front'], body: match[2] as string }
    : { front: {}, body: text }
}

const outsideFences = (body: string): string => body.replace(/^```[\s\S]*?^```/gm, '')
const sorted = (found: Iterable<string>): readonly string[] => [...found].sort()

/** `{placeholders}` of a sentence. */
export const placeholders = (text: string): readonly string[] =>
  sorted(new Set([...text.matchAll(/\{([\w.-]+)\}/g)].map((match) => match[1] as string)))
/** Levels of the headings, in order. */
export const headings = (body: string): readonly number[] =>
  [...outsideFences(body).matchAll(/^(#{1,6}) /gm)].map((match) => (match[1] as string).length)
/** Code spans, each once. */
export const spans = (body: string): readonly string[] =>
  sorted(new Set([...outsideFences(body).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string)))
/** Targets of links and figures, without what names the language. */
export const links = (body: string): readonly string[] =>
  sorted(
    new Set(
      [...body.matchAll(/\]\(([^)\s]+)\)/g)].map((match) =>
        (match[1] as string).replace(/^\/zh(?=\/)/, '').replace(/\.(en|zh)\.svg$/, '.svg'),
      ),
    ),
  )
