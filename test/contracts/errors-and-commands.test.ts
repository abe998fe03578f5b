/** Every error has pages and somebody who throws it; every command has pages and a sentence for each flag; light commands stay light. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commands } from '../../cli/commands/index.ts'
import { errorCodes } from '../../cli/user-error.ts'
import { languages, parsePage } from '../../shared/pages.ts'

const root = join(import.meta.dirname, '../..')
const page = (language: string, path: string) =>
  parsePage(readFileSync(join(root, 'docs', language, `${path}.md`), 'utf8'))
const sources = readdirSync(join(root, 'cli'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(root, 'cli', name), 'utf8'))
  .join('\n')
const holes = (text: string | undefined) => [...(text ?? '').matchAll(/\{(\w+)\}/g)].map(([whole]) => whole).sort()

describe.each(errorCodes)('error %s', (code) => {
  test('is thrown', () => expect(sources).toContain(`UserError('${code}'`))
  test.each(languages)('has a page in %s', (language) => {
    const { title, summary, message, fix } = page(language, `errors/${code}`)
    expect([title, summary, message, fix].every(Boolean)).toBe(true)
  })
  test('asks for the same facts in both languages', () => {
    expect(holes(page('zh', `errors/${code}`).message)).toEqual(holes(page('en', `errors/${code}`).message))
  })
})

test.each(languages)('no page in %s tells of an error that does not exist', (language) => {
  const names = readdirSync(join(root, 'docs', language, 'errors')).filter((name) => name !== 'index.md')
  expect(names.map((name) => name.replace(/\.md$/, '')).sort()).toEqual([...errorCodes].sort())
})

describe.each(commands.map(({ name, load }) => ({ name, load })))('command $name', ({ name, load }) => {
  test.each(languages)('has a page in %s with a sentence for each flag', async (language) => {
    const { summary, choices } = page(language, `commands/${name}`)
    expect(summary).not.toBe('')
    expect(Object.keys(choices ?? {}).sort()).toEqual((await load()).flags.map((flag) => flag.name).sort())
  })
})

describe('what is loaded', () => {
  const { outputs } = JSON.parse(readFileSync(join(root, '.cache/metafile.json'), 'utf8')) as {
    outputs: Record<
      string,
      { inputs: Record<string, unknown>; imports: readonly { path: string; kind: string; external?: boolean }[] }
    >
  }
  /** A file of the build and the chunks that it loads at once; what it imports later is not among them. */
  const loadedWith = (path: string, later = false, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(path) || !outputs[path]) return seen
    seen.add(path)
    for (const { path: other, kind } of outputs[path].imports)
      if (later || kind !== 'dynamic-import') loadedWith(other, later, seen)
    return seen
  }
  const chunks = (name: string, later = false) => [
    ...loadedWith(Object.keys(outputs).find((path) => path.endsWith(`/${name}`)) ?? name, later),
  ]
  const inside = (name: string) => Object.assign({}, ...chunks(name).map((path) => outputs[path]?.inputs))
  const packages = (name: string) => [
    ...new Set(Object.keys(inside(name)).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [])),
  ]
  test('the commands hold neither React, Ink, Inquirer nor yaml', () => {
    expect(packages('main.cjs').filter((name) => /^(react|ink|yoga|@inquirer|yaml)/.test(name))).toEqual([])
  })
  test('the plain questions hold no React and no Ink', () => {
    expect(packages('plain.mjs').filter((name) => /^(react|ink|yoga)/.test(name))).toEqual([])
  })
  test('the wizard holds no fetch of its WebAssembly and no developer tools', () => {
    const text = chunks('wizard.mjs', true)
      .map((path) => readFileSync(join(root, 'dist', basename(path)), 'utf8'))
      .join('\n')
    expect(text.includes('instantiateWasm')).toBe(true)
    expect(packages('wizard.mjs')).not.toContain('react-devtools-core')
    expect(text.match(/AGFzbQ/g)).toHaveLength(1)
  })
})
