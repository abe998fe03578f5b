/** `npm run package:vscode`: the extension of VS Code with the built program in it → `.cache/vscode/lora-wizard-VERSION.vsix`. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const from = join(root, 'cli/editors/vscode')
const out = join(root, '.cache/vscode')
const folder = join(out, 'extension')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

rmSync(out, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const name of ['README.md', 'package.nls.json', 'package.nls.zh-cn.json'])
  cpSync(join(from, name), join(folder, name))
for (const name of ['LICENSE', 'CHANGELOG.md']) cpSync(join(root, name), join(folder, name))
const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as object
writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`)
cpSync(join(root, 'dist'), join(folder, 'program'), { recursive: true })
await build({
  absWorkingDir: root,
  entryPoints: [join(from, 'extension.ts')],
  outfile: join(folder, 'extension.js'),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
})

/** The packager is no part of what is installed here: it brings two hundred packages. */
const packager = '@vscode/vsce@4.1.0'
const name = `lora-wizard-${version}.vsix`
const args = ['package', '--no-dependencies', '--allow-missing-repository', '--out', join(out, name)]
const { status } = spawnSync('npx', ['--yes', packager, ...args], { cwd: folder, stdio: 'inherit' })
process.exitCode = status ?? 1
