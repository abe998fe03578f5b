/** Files are written all or none, whichever step fails; shown by failing each step in turn, and by a disk that is really full. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realHost } from '../../cli/host.ts'
import { UserError } from '../../cli/user-error.ts'
import { standingOf, writeFiles } from '../../cli/write-files.ts'
import { type MemoryHost, memoryHost, systemError } from '../host.ts'

/** Sets or reads an extended attribute with Python, which has calls for it. */
function attribute(what: 'set' | 'get', path: string): string {
  const program =
    what === 'set'
      ? 'import os, sys; os.setxattr(sys.argv[1], "user.note", b"kept")'
      : 'import os, sys; print(os.getxattr(sys.argv[1], "user.note").decode())'
  return execFileSync('python3', ['-c', program, path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
const hasAttributes = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-attributes-'))
  try {
    writeFileSync(join(folder, 'x'), '')
    attribute('set', join(folder, 'x'))
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})()

const files = [
  { path: 'a.yaml', text: 'new a\n' },
  { path: 'b.sh', text: 'new b\n', executable: true },
  { path: 'c.yaml', text: 'new c\n' },
]
const old = { '/srv/run/a.yaml': 'old a\n', '/srv/run/b.sh': 'old b\n' }

/** How many changes of files a whole write makes; those that take something away cannot fail for want of room. */
function changes(counted: (change: string) => boolean = () => true): number {
  let count = 0
  const host = memoryHost(old, (change) => {
    if (counted(change)) count++
  })
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

  const writes = (change: string) => change !== 'remove'
  const steps = Array.from({ length: changes(writes) }, (_, place) => place)
  test.each(steps)('when step %i fails, everything is as it was', (failing) => {
    let step = 0
    const host = memoryHost(old, (change) => {
      if (writes(change) && step++ === failing) throw systemError('ENOSPC')
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

/** What a run leaves that is killed before its change of files of a number. */
function killed(start: Readonly<Record<string, string>>, moment: number): Readonly<Record<string, string>> {
  let step = 0
  let left: Readonly<Record<string, string>> | undefined
  const host = memoryHost(start, () => {
    if (step++ === moment) left = host.texts()
  })
  writeFiles(host, '/srv/run', standingOf(host, '/srv/run', files))
  return left ?? host.texts()
}

describe('a run that is killed', () => {
  const wanted = { '/srv/run/a.yaml': 'new a\n', '/srv/run/b.sh': 'new b\n', '/srv/run/c.yaml': 'new c\n' }
  const others = [
    { path: 'a.yaml', text: 'later a\n' },
    { path: 'd.yaml', text: 'later d\n' },
  ]
  const moments = Array.from({ length: changes() + 1 }, (_, place) => place)
  const next = (left: Readonly<Record<string, string>>) => {
    let names = 0
    let now = 0
    const sleep = (milliseconds: number) => {
      now += milliseconds
    }
    return { ...memoryHost(left), now: () => now, sleep, alive: () => false, chance: () => `next${names++}` }
  }
  // Only who writes clears the lock away.
  const withoutLocks = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).filter(([path]) => !/\.lora-wizard\.(lock|journal\.)/.test(path)))

  test.each(moments)('before change %i is finished or undone by the next one, at once', (moment) => {
    const host = next(killed(old, moment))
    // The next run looks before it writes.
    standingOf(host, '/srv/run', others)
    const settled = withoutLocks(host.texts())
    expect([old, wanted]).toContainEqual(settled)
    writeFiles(host, '/srv/run', standingOf(host, '/srv/run', others))
    expect(host.texts()).toEqual({ ...settled, '/srv/run/a.yaml': 'later a\n', '/srv/run/d.yaml': 'later d\n' })
  })

  test('loses to what the user has written since', () => {
    const ends = moments.map((moment) => {
      const left = killed(old, moment)
      const host = next({ ...left, '/srv/run/a.yaml': 'of the user\n' })
      standingOf(host, '/srv/run', files)
      return host.texts()['/srv/run/a.yaml']
    })
    expect(new Set(ends)).toEqual(new Set(['of the user\n']))
  })

  test('cannot be made up to lead out of the folder', () => {
    const evil = {
      version: 1,
      mark: 'x',
      complete: true,
      files: [{ name: '../.bashrc', existed: false, inPlace: false }],
    }
    const start = {
      '/srv/run/.lora-wizard.journal': JSON.stringify(evil),
      '/srv/run/.lora-wizard.../.bashrc.x.tmp': 'evil',
      '/srv/.lora-wizard.../.bashrc.x.tmp': 'evil',
    }
    const host = memoryHost(start)
    writeFiles(host, '/srv/run', standingOf(host, '/srv/run', files))
    expect(host.texts()['/srv/.bashrc']).toBeUndefined()
    expect(Object.keys(host.texts())).not.toContain('/srv/run/.lora-wizard.journal')
  })
})

test.skipIf(process.platform === 'win32')(
  'the program, killed three times (npm run test:kill: as often as wished)',
  () => {
    const script = join(import.meta.dirname, '../../scripts/kill-writes.ts')
    expect(execFileSync(process.execPath, [script, '3', '1'], { encoding: 'utf8' })).toContain('; 0 problems')
  },
)

describe('a lock', () => {
  const lock = '/srv/run/.lora-wizard.lock'
  const held = (holder: unknown, more: Partial<MemoryHost> = {}) => {
    let now = 0
    const clock = {
      now: () => now,
      sleep: (milliseconds: number) => {
        now += milliseconds
      },
    }
    return { ...memoryHost({ ...old, [lock]: JSON.stringify(holder) }), ...clock, ...more }
  }
  const write = (host: MemoryHost) => writeFiles(host, '/srv/run', standingOf(host, '/srv/run', files))

  test('of a process of this machine that is gone does not count', () => {
    let waited = 0
    const host = held({ pid: 77, machine: 'here' }, { alive: () => false, sleep: () => void waited++ })
    expect(write(host)).toHaveLength(3)
    expect(waited).toBe(0)
    expect(host.texts()[lock]).toBeUndefined()
  })
  test('of a process that lives is waited for, and left in place', () => {
    const host = held({ pid: 77, machine: 'here' })
    expect(() => write(host)).toThrow(
      expect.objectContaining({ code: 'busy-folder', facts: { path: '/srv/run', lock } }),
    )
    expect(Object.keys(host.texts()).sort()).toEqual([lock, '/srv/run/a.yaml', '/srv/run/b.sh'])
  })
  test.each([
    ['old', 60_000],
    ['dated in the future', -86_400_000],
  ])('of another machine that is %s does not count, whatever our own clock says', (_, age) => {
    const host = held({ pid: 77, machine: 'elsewhere' })
    const { status } = host.files
    const dated = (path: string) => {
      const found = status(path)
      return found && path === lock ? { ...found, changed: -age } : found
    }
    expect(write({ ...host, files: { ...host.files, status: dated } })).toHaveLength(3)
  })
  test('of another machine that is new is waited for', () => {
    expect(() => write(held({ pid: 77, machine: 'elsewhere' }))).toThrow(
      expect.objectContaining({ code: 'busy-folder' }),
    )
  })
})

describe.skipIf(process.platform === 'win32')('what a file is besides its text', () => {
  const changed = (prepare: (folder: string) => void, path = 'b.sh') => {
    const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-kept-'))
    prepare(folder)
    const host = realHost()
    const one = files.filter((file) => file.path === path)
    writeFiles(host, folder, standingOf(host, folder, one))
    expect(readFileSync(join(folder, path), 'utf8')).toBe(one[0]?.text)
    expect(readdirSync(folder).filter((name) => name.startsWith('.lora-wizard'))).toEqual([])
    return folder
  }
  const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8)

  test.each([
    ['600', '700'],
    ['644', '755'],
    ['640', '750'],
    ['664', '775'],
  ])('a script of mode %s becomes %s: who could not read it still cannot', (before, after) => {
    const folder = changed((inside) => {
      writeFileSync(join(inside, 'b.sh'), 'old\n')
      chmodSync(join(inside, 'b.sh'), Number.parseInt(before, 8))
    })
    expect(mode(join(folder, 'b.sh'))).toBe(after)
  })
  test.each(['600', '664', '646'])('a file of mode %s keeps it, whatever the umask', (before) => {
    const folder = changed((inside) => {
      writeFileSync(join(inside, 'a.yaml'), 'old\n')
      chmodSync(join(inside, 'a.yaml'), Number.parseInt(before, 8))
    }, 'a.yaml')
    expect(mode(join(folder, 'a.yaml'))).toBe(before)
  })
  test('its other names have the new text too', () => {
    const folder = changed((inside) => {
      writeFileSync(join(inside, 'other.yaml'), 'a much longer old text\n')
      linkSync(join(inside, 'other.yaml'), join(inside, 'a.yaml'))
    }, 'a.yaml')
    expect(readFileSync(join(folder, 'other.yaml'), 'utf8')).toBe('new a\n')
    expect(statSync(join(folder, 'a.yaml')).nlink).toBe(2)
  })
  test('a link stays one, also to a file that is not there yet', () => {
    const folder = changed((inside) => symlinkSync('there.yaml', join(inside, 'a.yaml')), 'a.yaml')
    expect(readlinkSync(join(folder, 'a.yaml'))).toBe('there.yaml')
    expect(readFileSync(join(folder, 'there.yaml'), 'utf8')).toBe('new a\n')
  })
  test.runIf(process.getuid?.() === 0)('its owner', () => {
    const folder = changed((inside) => {
      writeFileSync(join(inside, 'a.yaml'), 'old\n')
      chownSync(join(inside, 'a.yaml'), 1234, 1234)
    }, 'a.yaml')
    expect(statSync(join(folder, 'a.yaml')).uid).toBe(1234)
  })
  test.runIf(hasAttributes)('its extended attributes', () => {
    const folder = changed((inside) => {
      writeFileSync(join(inside, 'a.yaml'), 'old\n')
      attribute('set', join(inside, 'a.yaml'))
    }, 'a.yaml')
    expect(attribute('get', join(folder, 'a.yaml'))).toBe('kept')
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
