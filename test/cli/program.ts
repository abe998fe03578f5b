/** The built program as a child process: what it printed, and how it ended. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(import.meta.dirname, '..', '..', 'dist', 'lora-wizard.js')

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

export interface Circumstances {
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
}

const cache = join(tmpdir(), `lora-wizard-test-cache-${process.getuid?.() ?? 'user'}`)
mkdirSync(cache, { recursive: true, mode: 0o700 })

/** An empty folder of its own. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'lora-wizard-'))

/** Runs the program with nobody at the keyboard. What the tests' own shell has set does not reach it. */
export function run(args: readonly string[], circumstances: Circumstances = {}): Promise<Ended> {
  const folder = circumstances.folder ?? emptyFolder()
  const { PATH = '', SystemRoot } = process.env
  const env = {
    PATH,
    ...(SystemRoot ? { SystemRoot } : {}),
    HOME: folder,
    // Compiled once for all of the tests.
    XDG_CACHE_HOME: cache,
    LANG: 'C.UTF-8',
    ...circumstances.environment,
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.on('close', (code) => resolve({ code, output, errors }))
  })
}
