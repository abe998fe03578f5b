/** An empty folder in which the commands of a page are typed one after the other, as its reader would. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Language } from '../shared/pages.ts'

const program = join(import.meta.dirname, '..', 'dist', 'lora-wizard.js')

export interface Printed {
  readonly code: number | null
  readonly lines: readonly string[]
}

export interface PageFolder {
  readonly path: string
  readonly run: (command: string) => Printed
  readonly remove: () => void
}

/** `first` are folders that are searched for programs before the machine's own; `more` is added to the environment. */
export function pageFolder(
  language: Language,
  { first = [], more = {} }: { readonly first?: readonly string[]; readonly more?: NodeJS.ProcessEnv } = {},
): PageFolder {
  const home = mkdtempSync(join(tmpdir(), 'lora-wizard-page-'))
  const path = join(home, 'work')
  const programs = join(home, 'bin')
  mkdirSync(path)
  mkdirSync(programs)
  const install = (name: string, line: string) => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${line}\n`)
    chmodSync(join(programs, name), 0o755)
  }
  install('lora-wizard', `exec '${process.execPath}' '${program}' "$@"`)
  // What npx would fetch is what stands here already.
  install('npx', 'exec "$@"')
  const env = {
    PATH: [programs, ...first, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    LANG: 'C.UTF-8',
    LORA_WIZARD_LANG: language,
    NO_COLOR: '1',
    ...more,
  }
  return {
    path,
    run(command) {
      const { stdout, status } = spawnSync('bash', ['-e', '-c', `{ ${command}\n} 2>&1`], {
        cwd: path,
        encoding: 'utf8',
        env,
        timeout: 900_000,
        maxBuffer: 1 << 26,
      })
      return { code: status, lines: stdout.trimEnd() === '' ? [] : stdout.trimEnd().split('\n') }
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
