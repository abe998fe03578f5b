/** What `npm pack` would publish: the program, its words and the licences, and nothing that is only for building or testing it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
interface Packed {
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly mode: number }[]
}
let packed: Packed
beforeAll(() => {
  // The cache of npm is not ours to touch, and no script of the package may run.
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const answer = JSON.parse(said) as readonly Packed[] | Readonly<Record<string, Packed>>
  packed = Object.values(answer)[0] as Packed
})
const paths = () => packed.files.map(({ path }) => path)

test('the program, the words of both languages, the licences and the papers', () => {
  expect(paths()).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'README.zh.md',
      'CHANGELOG.md',
      'LICENSE',
      'dist/lora-wizard.js',
      'dist/main.cjs',
      'dist/plain.mjs',
      'dist/wizard.mjs',
      'dist/licences.txt',
      'dist/tools/accelerate.json',
      'dist/words/en.json',
      'dist/words/zh.json',
    ]),
  )
})

test('nothing else: no sources, no tests, no maps', () => {
  const other = paths().filter(
    (path) =>
      !/^(package\.json|README(\.zh)?\.md|CHANGELOG\.md|LICENSE|dist\/[\w-]+\.(c?js|mjs|json|txt)|dist\/(words|pages|tools)\/[\w/-]+\.json)$/.test(
        path,
      ),
  )
  expect(other).toEqual([])
  expect(paths().filter((path) => /test|\.ts|\.map$|node_modules/.test(path))).toEqual([])
})

test('the licence of every package whose code is inside stands in the file of licences', () => {
  const { inputs, outputs } = JSON.parse(readFileSync(join(root, '.cache/metafile.json'), 'utf8')) as {
    inputs: Record<string, unknown>
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>
  }
  expect(Object.keys(inputs).length).toBeGreaterThan(0)
  const used = Object.values(outputs).flatMap((one) =>
    Object.entries(one.inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? (/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? []) : [],
    ),
  )
  const licences = readFileSync(join(root, 'dist/licences.txt'), 'utf8')
  expect(used).toEqual(expect.arrayContaining(['react', 'ink', 'yoga-layout']))
  for (const name of new Set(used)) expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\S* \\(`, 'm'))
  expect(licences).not.toMatch(/\(undefined\)/)
})

test('it needs nothing else at run time, starts by its bin, and stays small', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  expect(manifest.dependencies).toBeUndefined()
  expect(manifest.peerDependencies).toBeUndefined()
  expect(manifest.bin).toEqual({ 'lora-wizard': 'dist/lora-wizard.js' })
  expect((packed.files.find(({ path }) => path === 'dist/lora-wizard.js')?.mode ?? 0) & 0o111).toBe(0o111)
  // The servers for editors and agents, with the libraries of their protocols, are 95 kB of it.
  expect(packed.size).toBeLessThan(1_600_000)
})
