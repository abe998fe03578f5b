/** Reads the tab-separated tables under test/upstream: lines that begin with # say where they come from. */
import { readFileSync } from 'node:fs'

export type Row = Readonly<Record<string, string>>

export function readTable(path: string): readonly Row[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const names = (lines[0] ?? '').split('\t')
  return lines.slice(1).map((line) => {
    const cells = line.split('\t')
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))
  })
}

/** A table of test/upstream by its file name. */
export const upstream = (name: string): readonly Row[] =>
  readTable(new URL(`upstream/${name}`, import.meta.url).pathname)
