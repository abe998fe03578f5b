/** Every rule about files: its examples prove it, its fix changes what it promises and nothing else, and its pages say it. */
import { describe, expect, it } from 'vitest'
import { type CheckOptions, checkFiles } from '../../shared/check-files.ts'
import { fill, languages } from '../../shared/pages.ts'
import { edit } from '../../shared/python/yaml/edit.ts'
import { readerOfNamed } from '../../shared/read.ts'
import { ofUnknownKind } from '../../shared/readers/unknown-kind.ts'
import type { FileFinding, ReadFile } from '../../shared/rules/file-rule.ts'
import { rules } from '../../shared/rules/index.ts'
import type { FilesCheck, Rule } from '../../shared/rules/rule.ts'
import { pageText, parts, placeholders } from './words.ts'

type FilesRule = Rule & { readonly files: FilesCheck }
const aboutFiles = rules.filter((rule): rule is FilesRule => rule.files !== undefined)

type Texts = Readonly<Record<string, string>>

const filesOf = (texts: Texts): readonly ReadFile[] =>
  Object.entries(texts).map(([path, text]) => {
    const reading = readerOfNamed(text, path)?.read(text) ?? ofUnknownKind('', '')
    return { path, text, reading }
  })

const findings = (rule: FilesRule, texts: Texts): readonly FileFinding[] =>
  checkFiles(filesOf(texts), {
    profiles: rule.files.profile ? [rule.files.profile] : [],
    versions: releasesOf(rule),
    // What an example names is there, unless its name says otherwise.
    exists: (path) => !path.startsWith('not-'),
  })

/** A rule that holds for older releases is tried with the one before the first that it does not hold for. */
function releasesOf({ releases = {} }: Rule): CheckOptions['versions'] {
  const older = Object.entries(releases).flatMap(([tool, range]) => {
    const [, major, minor] = /<(\d+)\.(\d+)/.exec(range) ?? []
    return major === undefined ? [] : [[tool, `${major}.${Number(minor) - 1}.0`]]
  })
  return Object.fromEntries(older)
}

const about = new Set<string>(aboutFiles.map(({ id }) => id))
const ofFiles = (found: readonly FileFinding[]): readonly string[] => [
  ...new Set(found.map(({ rule }) => rule).filter((id) => about.has(id))),
]

/** The lines that a fix may touch are those of its finding; every other line stays, in its place. */
const linesLost = (before: string, after: string): number => {
  const left = after.split('\n')
  return before.split('\n').filter((line) => {
    const place = left.indexOf(line)
    if (place >= 0) left.splice(0, place + 1)
    return place < 0
  }).length
}

describe.each(aboutFiles.map((rule) => [rule.id, rule] as const))('%s in files', (id, rule) => {
  it('is the only rule about files that the bad example triggers', () => {
    expect(ofFiles(findings(rule, rule.files.example.bad))).toEqual([id])
  })

  it('has nothing to say about the good example, in which nothing is wrong', () => {
    const found = findings(rule, rule.files.example.good)
    expect(ofFiles(found)).toEqual([])
    expect(found.filter(({ severity }) => severity === 'error').map((one) => one.rule)).toEqual([])
  })

  it('points at a place in the file', () => {
    for (const one of findings(rule, rule.files.example.bad)) {
      expect(one.at.line).toBeGreaterThanOrEqual(1)
      expect(one.at.offset).toBeLessThanOrEqual(one.file.text.length)
      expect(one.end).toBeGreaterThanOrEqual(one.at.offset)
    }
  })

  it('is mended by its fix, which touches no other line', () => {
    const texts: Record<string, string> = { ...rule.files.example.bad }
    // Every fix makes one finding less, so that this ends.
    for (;;) {
      const found = findings(rule, texts).filter((one) => one.rule === id)
      const [first] = found.filter(({ fix }) => fix)
      if (!first?.fix) break
      const { path, text, reading } = first.file
      const edited = edit(text, first.fix, reading.language === 'json' ? 'json' : 'yaml')
      if (!('text' in edited)) throw new Error(`${path}: ${edited.problem}`)
      texts[path] = edited.text
      expect(linesLost(text, edited.text)).toBeLessThanOrEqual(1)
      expect(findings(rule, texts).filter((one) => one.rule === id).length).toBeLessThan(found.length)
    }
  })

  it.each(languages)('is put into words in %s, with facts that it gives', (language) => {
    const text = pageText(language, `rules/${id}`)
    expect(text, `docs/${language}/rules/${id}.md`).toBeDefined()
    const { front, body } = parts(text as string)
    for (const key of ['title', 'summary', 'message', 'fix']) expect(typeof front[key], key).toBe('string')
    expect(Object.keys(front).sort()).toEqual(['fix', 'message', 'summary', 'title'])
    expect(body.trim().length).toBeGreaterThan(60)
    for (const { rule: which, facts } of findings(rule, rule.files.example.bad)) {
      if (which !== id) continue
      expect(Object.values(facts)).not.toContain(undefined)
      for (const sentence of [front.message, front.fix] as string[]) {
        expect(placeholders(fill(sentence, facts)), sentence).toEqual([])
      }
    }
  })
})
