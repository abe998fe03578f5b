/** What Ink does by itself and the program must not: run without a terminal, and run as a development build. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asker } from '../../cli/asker.ts'

const dist = join(import.meta.dirname, '..', '..', 'dist')
const stream = (isTTY: boolean) => ({ isTTY }) as NodeJS.ReadStream & NodeJS.WriteStream

test.each([
  [true, true, 'wizard'],
  [false, true, 'nobody'],
  [true, false, 'nobody'],
  [false, false, 'nobody'],
] as const)('keys from a terminal: %s, a screen to show them on: %s → %s', (reads, shows, who) => {
  expect(asker([], { input: stream(reads), output: stream(shows), environment: {} })).toBe(who)
  expect(asker(['--preset', 'x'], { input: stream(reads), output: stream(shows), environment: { CI: '1' } })).toBe(who)
})

test('keys that no terminal types write nothing: what is missing is named, and the end is not taken for success', () => {
  const folder = mkdtempSync(join(tmpdir(), 'traps-'))
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'lora-wizard.js')], {
      cwd: folder,
      input: '\r\r\r\r',
      encoding: 'utf8',
      env: { ...process.env, XDG_STATE_HOME: folder },
    })
    expect(status).toBe(2)
    expect(stdout).not.toContain('\u001B[?1049h')
    expect(stderr).toContain('--set model.id=')
    expect(readdirSync(folder)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the wizard is built for use: no React for developers, nothing is decided by NODE_ENV or DEV when it runs', () => {
  const text = readFileSync(join(dist, 'wizard.mjs'), 'utf8')
  expect(text).not.toMatch(/process\.env\.(NODE_ENV|DEV)\b|process\.env\[["'](NODE_ENV|DEV)["']\]/)
  // Sentences of React's development build alone.
  expect(text).not.toContain('Invalid hook call. Hooks can only be called inside')
})
