/** What a rule looks at is what it declares: kinds of files and options; so a report can say which rules could not run, and for want of what. */
import { describe, expect, it } from 'vitest'
import type { Run } from '../../shared/config.ts'
import { fields } from '../../shared/fields/index.ts'
import { readerOfNamed } from '../../shared/read.ts'
import { readers } from '../../shared/readers/index.ts'
import type { Reading } from '../../shared/readers/reader.ts'
import { ofUnknownKind, unknownKind } from '../../shared/readers/unknown-kind.ts'
import { rulesAbout } from '../../shared/rules/about.ts'
import type { FileSet, ReadFile } from '../../shared/rules/file-rule.ts'
import { rules } from '../../shared/rules/index.ts'
import type { Rule } from '../../shared/rules/rule.ts'
import { meantRun } from '../../shared/run-of-files.ts'
import { newestReleases } from '../../shared/tools/index.ts'

const kinds = new Set([...readers.map(({ id }) => id), unknownKind, 'ms-swift'])
const ids = new Set(rules.map(({ id }) => id))

interface Looked {
  readonly kinds: Set<string>
  readonly options: Set<string>
}

const remembering = <T extends object>(target: T, remember: (name: string) => void): T =>
  new Proxy(target, {
    get: (from, name) => {
      if (typeof name === 'string') remember(name)
      return Reflect.get(from, name) as unknown
    },
    has: (from, name) => {
      if (typeof name === 'string') remember(name)
      return Reflect.has(from, name)
    },
  })

/** A file that remembers that somebody looked into it; its kind and its language are on the cover. */
function watched(file: ReadFile, looked: Looked): ReadFile {
  const open = () => looked.kinds.add(file.reading.kind)
  const reading: Reading = remembering(file.reading, (name) => {
    if (name !== 'kind' && name !== 'language') open()
  })
  return {
    path: file.path,
    told: file.told ?? false,
    reading,
    get text() {
      open()
      return file.text
    },
  }
}

const filesOf = (texts: Readonly<Record<string, string>>): readonly ReadFile[] =>
  Object.entries(texts).map(([path, text]) => ({
    path,
    text,
    reading: readerOfNamed(text, path)?.read(text) ?? ofUnknownKind('', ''),
  }))

const sets = rules.flatMap(({ files }) => (files ? [filesOf(files.example.bad), filesOf(files.example.good)] : []))

function setOf(files: readonly ReadFile[], looked: Looked): FileSet {
  const { run, claims, unknown } = meantRun(files, {})
  const option = (name: string) => {
    if (Object.hasOwn(fields, name)) looked.options.add(name)
  }
  const seen: Run = { answers: remembering(run.answers, option), config: remembering(run.config, option) }
  return {
    files: files.map((file) => watched(file, looked)),
    run: seen,
    claims,
    unknown,
    versions: newestReleases,
    rules: ids,
    exists: (path) => !path.startsWith('not-'),
  }
}

describe.each(rules.filter(({ files }) => files).map((rule) => [rule.id, rule] as const))('%s', (_, rule: Rule) => {
  it('looks only into files and at options that it declares', () => {
    const declared = rule.reads.files ?? []
    const looked: Looked = { kinds: new Set(), options: new Set() }
    for (const files of sets) for (const hit of rule.files?.check(setOf(files, looked)) ?? []) if (!hit) break
    if (declared !== 'any')
      expect([...looked.kinds].filter((kind) => !declared.some((one) => one === kind))).toEqual([])
    expect([...looked.options].filter((key) => !rule.reads.options.some((one) => one === key))).toEqual([])
    if (declared !== 'any') for (const kind of declared) expect(kinds).toContain(kind)
  })
})

describe('options', () => {
  it('are declared as they are called', () => {
    for (const { id, reads, run } of rules) {
      for (const key of reads.options) expect([id, Object.hasOwn(fields, key)]).toEqual([id, true])
      if (run) expect([id, reads.options.length > 0]).toEqual([id, true])
    }
  })
  it('lead to the rules that read them', () => {
    const about = rulesAbout('accelerate.num_processes').map(({ id }) => id)
    expect(about).toContain('launch/num-processes-mismatch')
    expect(about).toContain('launch/missing-num-processes')
  })
})
