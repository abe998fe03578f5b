/** The VS Code extension: its settings are flags of the server, and everything it says is said in both languages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lsp } from '../../cli/commands/lsp.ts'

const folder = join(import.meta.dirname, '../../cli/editors/vscode')
const text = readFileSync(join(folder, 'package.json'), 'utf8')
interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { enum?: string[] }>> }
  }
}
const { properties } = (JSON.parse(text) as Manifest).contributes.configuration
const words = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>

test.each(['package.nls.json', 'package.nls.zh-cn.json'])('%s has every text, and no other', (name) => {
  const used = [...text.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key)
  expect(Object.keys(words(name)).sort()).toEqual([...new Set(used)].sort())
  for (const one of Object.values(words(name))) expect(/[\u4e00-\u9fff]/.test(one)).toBe(name.includes('zh'))
})

test('a setting is a flag of the command, its language, or about the program itself', () => {
  const own = ['command', 'language', 'trace.server']
  const flags = Object.keys(properties)
    .map((name) => name.slice('lora-wizard.'.length))
    .filter((name) => !own.includes(name))
  expect(flags.sort()).toEqual(
    lsp.flags
      .map(({ name }) => name)
      .filter((name) => name !== 'stdio')
      .sort(),
  )
  const profile = lsp.flags.find(({ name }) => name === 'profile')
  expect(properties['lora-wizard.profile']?.enum).toEqual(['', ...(profile?.words ?? [])])
})

test('what the extension reads is a setting', () => {
  const source = readFileSync(join(folder, 'extension.ts'), 'utf8')
  const names = [...source.matchAll(/get<string>\('(\w+)'\)/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(1)
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(names.map((name) => `lora-wizard.${name}`)))
})
