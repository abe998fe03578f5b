/** Imports run one way, and nothing hides behind an empty name or an empty type. */
import { describe, expect, it } from 'vitest'
import { filesUnder, read } from './words.ts'

const floors = ['shared', 'cli', '.vitepress'] as const
const sources = floors
  .flatMap((floor) => filesUnder(floor, /\.(ts|tsx|vue)$/))
  .filter((path) => !/\/(dist|cache)\//.test(path))

/** Where an import leads: a path from the root, or the package's name. */
function imported(path: string): readonly string[] {
  const text = read(path)
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] as string)
  return found.map((target) => (target.startsWith('.') ? new URL(target, `file:///${path}`).pathname.slice(1) : target))
}

describe.each(sources)('%s', (path) => {
  const floor = path.split('/')[0] as string
  it('imports nothing from above or beside its floor', () => {
    const allowed = floor === 'shared' ? ['shared/'] : [`${floor}/`, 'shared/', 'docs/', 'package.json']
    const ours = imported(path).filter((target) =>
      /^(shared|cli|\.vitepress|docs|test|scripts|package\.json)(\/|$)/.test(target),
    )
    expect(ours.filter((target) => !allowed.some((start) => target.startsWith(start)))).toEqual([])
  })
  it('uses no Node in shared', () => {
    expect(floor === 'shared' ? imported(path).filter((target) => target.startsWith('node:')) : []).toEqual([])
  })
  it('names what it is', () => {
    expect(path).not.toMatch(/(^|\/)(utils?|helpers?|common|misc|manager)([./-]|$)/i)
  })
  it('has no any, no enum, no namespace', () => {
    const code = read(path)
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      .replace(/'[^'\n]*'|`[^`]*`/g, "''")
    expect(code).not.toMatch(
      /:\s*any\b(?!\s*\()|<any\b|\bas any\b|\bany\[\]|=> any\b|^\s*(export )?(const )?(enum|namespace) /m,
    )
  })
  it('opens with a sentence that says what it is', () => {
    if (path.endsWith('.vue')) return
    expect(read(path).replace(/^(#!.*\n|\/\/ biome-ignore.*\n)+/, '')).toMatch(/^\/\*\*[\s\S]{10,}?\*\//)
  })
})

describe('circles', () => {
  it('are none', () => {
    const visiting = new Set<string>()
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (path: string, trail: readonly string[]): void => {
      if (done.has(path)) return
      if (visiting.has(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
        return
      }
      visiting.add(path)
      // A type costs nothing at run time, so only imports of values can make a circle.
      const values = read(path).replace(/^import type [\s\S]*?from .*$/gm, '')
      const targets = [...values.matchAll(/^(?:import|export)\b[^'"(]*?['"](\.[^'"]+)['"]/gm)].map((match) =>
        new URL(match[1] as string, `file:///${path}`).pathname.slice(1),
      )
      for (const target of targets) if (sources.includes(target)) visit(target, [...trail, path])
      visiting.delete(path)
      done.add(path)
    }
    for (const path of sources) visit(path, [])
    expect(circles).toEqual([])
  })
})
