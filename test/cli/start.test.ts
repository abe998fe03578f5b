/** How the built program starts: on a Node that is too old, with its output closed, and what it loads for whom. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const program = join(import.meta.dirname, '../../dist/lora-wizard.js')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lora-wizard-start-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const environment = () => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  LANG: 'C.UTF-8',
  XDG_STATE_HOME: join(folder, '.state'),
})
const node = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...environment(), ...more } })

describe('a Node that is too old', () => {
  test.each(['0.12.18', '8.17.0', '18.20.8', '20.20.0', '22.12.0'])('%s gets a sentence and no stack', (version) => {
    const preload = join(folder, 'older.cjs')
    writeFileSync(
      preload,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`,
    )
    for (const args of [['--version'], ['init', '--yes'], []]) {
      const { status, stdout, stderr } = node(['--require', preload, program, ...args])
      expect(status).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).toBe(
        `lora-wizard needs Node.js 22.13 or newer; this is ${version}.\n` +
          `lora-wizard 需要 Node.js 22.13 或更新的版本；当前版本是 ${version}。\n`,
      )
    }
    expect(readdirSync(folder)).not.toContain('accelerate.yaml')
  })

  test('can read the file that says so: nothing in it is newer than ES2015', () => {
    const text = readFileSync(program, 'utf8')
    const as = (target: string) => transformSync(text, { target, minifyWhitespace: true, charset: 'ascii' }).code
    expect(as('es2015')).toBe(as('esnext'))
    expect(text).not.toMatch(/\?\.|\?\?|\basync\b|\bawait\b|\bimport\b/)
  })
})

describe('a reader who has seen enough', () => {
  const lines: readonly string[] = ['explain lora.r', 'explain', 'presets --json', '--help', 'init --dry-run']
  test.skipIf(process.platform === 'win32').each(lines)('%s | head -1 is quiet', (line) => {
    const shell = `set -o pipefail; '${process.execPath}' '${program}' ${line} | head -1; echo "ended \${PIPESTATUS[0]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', shell], { cwd: folder, encoding: 'utf8', env: environment() })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^.+\nended 0\n$/)
  })
  test.skipIf(process.platform === 'win32')('an output that is closed from the start', () => {
    const shell = `'${process.execPath}' '${program}' explain lora.r | true; echo "ended \${PIPESTATUS[0]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', shell], { cwd: folder, encoding: 'utf8', env: environment() })
    expect(stderr).toBe('')
    expect(stdout).toBe('ended 0\n')
  })
})

/** Which of the program's scripts V8 has run, by the names of their files. */
function loaded(args: readonly string[]): readonly string[] {
  const coverage = mkdtempSync(join(folder, 'coverage-'))
  const { status, stderr } = node([program, ...args], { NODE_V8_COVERAGE: coverage })
  expect([status, stderr]).toEqual([0, ''])
  const reports = readdirSync(coverage).map(
    (name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: readonly { url: string }[] },
  )
  const urls = reports.flatMap(({ result }) => result.map(({ url }) => url))
  return urls.filter((url) => url.includes('/dist/')).map((url) => basename(url))
}

describe('what is loaded while it runs', () => {
  const preset = ['--preset', 'qlora-8b-24gb', '--yes', '--force']
  const faceless: readonly (readonly string[])[] = [
    ['--help'],
    ['init', '--help'],
    ['presets'],
    ['explain', 'lora.r'],
    ['explain', 'deepspeed.zero_stage', '--lang', 'zh'],
    ['init', ...preset],
    ['init', ...preset, '--dry-run', '--json'],
  ]
  test.each(faceless.map((args) => [args.join(' '), args] as const))('%s: no face', (_line, args) => {
    const scripts = loaded(args)
    expect(scripts).toContain('main.cjs')
    expect(scripts.filter((name) => /^(plain|wizard)\.mjs$/.test(name))).toEqual([])
  })
  test('--version: the entry alone', () => expect(loaded(['--version'])).toEqual(['lora-wizard.js']))
})
