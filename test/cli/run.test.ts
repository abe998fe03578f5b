/** Programs that the command line runs: giving up on one that does not exist must not end anything else. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const host = JSON.stringify(join(import.meta.dirname, '..', '..', 'cli', 'host.ts'))

test('a program that does not exist is given up a hundred times, and nothing is sent a signal', () => {
  // In a process of its own: what this guards against ends the whole group.
  const script = `
    const { ChildProcess } = await import('node:child_process')
    let sent = 0
    ChildProcess.prototype.kill = () => { sent++; return false }
    process.kill = () => { sent++; return true }
    const { realHost } = await import(${host})
    for (let turn = 0; turn < 100; turn++) {
      const { code } = await realHost().run('no-such-program-here', [], 5000, turn % 2 ? AbortSignal.abort() : undefined)
      if (code !== null) sent = -1
    }
    process.stdout.write('signals: ' + sent)`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(stdout).toBe('signals: 0')
})
