/** Files are written all or none, whichever step fails; shown by failing each step in turn, and by a disk that is really full. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realHost } from '../../cli/host.ts'
import { UserError } from '../../cli/user-error.ts'
import { standingOf, writeFiles } from '../../cli/write-files.ts'
import { memoryHost, systemError } from '../host.ts'

const files = [
  { path: 'a.yaml', text: 'new a\n' },
  { path: 'b.sh', text: 'new b\n', executable: true },
  { path: 'c.yaml', text: 'new c\n' },
]
const old = { '/srv/run/a.yaml': 'old a\n', '/srv/run/b.sh': 'old b\n' }

/** How many changes of files a whole write makes. */
function changes(): number {
  let count = 0
  const host = memoryHost(old, () => count++)
  writeFiles(host, '/srv/run', standingOf(host, '/srv/run', files))
  return count
}

describe('all or none', () => {
  test('a whole write leaves the new files and nothing else', () => {
    const host = memoryHost(old)
    writeFiles(host, '/srv/run', standingOf(host, '/srv/run', files))
    expect(host.texts()).toEqual({
      '/srv/run/a.yaml': 'new a\n',
      '/srv/run/b.sh': 'new b\n',
      '/srv/run/c.yaml': 'new c\n',
    })
  })

  const steps = Array.from({ length: changes() }, (_, place) => place)
  test.each(steps)('when step %i fails, everything is as it was', (failing) => {
    let step = 0
    const host = memoryHost(old, () => {
      if (step++ === failing) throw systemError('ENOSPC')
    })
    let error: unknown
    try {
      writeFiles(host, '/srv/run', standingOf(host, '/srv/run', files))
    } catch (thrown) {
      error = thrown
    }
    // A second name that cannot be made is replaced by a copy; every other step fails the write.
    if (error === undefined)
      expect(Object.keys(host.texts()).sort()).toEqual(['/srv/run/a.yaml', '/srv/run/b.sh', '/srv/run/c.yaml'])
    else {
      expect(error).toBeInstanceOf(UserError)
      expect((error as UserError).code).toBe('write-failed')
      expect(host.texts()).toEqual(old)
    }
  })

  test('what appeared since it was shown is not replaced', () => {
    const host = memoryHost()
    const shown = standingOf(host, '/srv/run', files)
    host.files.makeFolder('/srv/run')
    host.files.create('/srv/run/a.yaml', Buffer.from('of somebody else\n'), 0o644)
    expect(() => writeFiles(host, '/srv/run', shown)).toThrow(expect.objectContaining({ code: 'would-overwrite' }))
    expect(host.texts()).toEqual({ '/srv/run/a.yaml': 'of somebody else\n' })
  })
})

const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})()

describe.runIf(canMount)('a full disk', () => {
  test('leaves the old files whole and no temporary ones', () => {
    const disk = mkdtempSync(join(tmpdir(), 'lora-wizard-full-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    try {
      const folder = join(disk, 'run')
      mkdirSync(folder)
      writeFileSync(join(folder, 'a.yaml'), 'old a\n')
      const host = realHost()
      const large = [files[0], { path: 'd.yaml', text: 'x'.repeat(200_000) }].filter((one) => one !== undefined)
      expect(() => writeFiles(host, folder, standingOf(host, folder, large))).toThrow(
        expect.objectContaining({ code: 'write-failed', facts: expect.objectContaining({ reason: 'ENOSPC' }) }),
      )
      expect(readdirSync(folder)).toEqual(['a.yaml'])
      expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('old a\n')
    } finally {
      execFileSync('umount', [disk])
      rmSync(disk, { recursive: true, force: true })
    }
  })
})
