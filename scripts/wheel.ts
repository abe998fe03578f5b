/** `npm run package:wheel`: the built program as a Python wheel → `.cache/wheel/lora_wizard-VERSION-py3-none-any.whl`. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const out = join(root, '.cache/wheel')
const folder = join(out, 'source')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
cpSync(join(root, 'cli/python'), folder, { recursive: true })
for (const name of ['LICENSE', 'README.md']) cpSync(join(root, name), join(folder, name))
cpSync(join(root, 'dist'), join(folder, 'lora_wizard/program'), { recursive: true })
const project = join(folder, 'pyproject.toml')
writeFileSync(project, readFileSync(project, 'utf8').replace('version = "0.0.0"', `version = "${version}"`))

const python = process.platform === 'win32' ? 'python' : 'python3'
const args = ['-m', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', out, folder]
const { status } = spawnSync(python, args, { stdio: 'inherit' })
process.exitCode = status ?? 1
