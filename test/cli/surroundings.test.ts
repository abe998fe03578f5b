/** Surroundings that are not as one expects: paths that cannot be looked at, output that cannot be written, and endless input. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileCache } from '../../cli/compile-cache.ts'
import { isTooWide, readBytes } from '../../cli/gather-files.ts'
import { codeFrame } from '../../cli/print/code-frame.ts'
import { clean } from '../../cli/print/text.ts'
import { isSlip } from '../../shared/config.ts'
import { emptyFolder, run } from './program.ts'

const program = join(import.meta.dirname, '../../dist/lora-wizard.js')
const posix = process.platform !== 'win32'

/** A line of a shell, where the program is `$program`. */
function shell(line: string, folder = emptyFolder(), environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${line}`], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      LANG: 'C.UTF-8',
      HOME: folder,
      program: `${process.execPath} ${program}`,
      ...environment,
    },
  })
  return { code: status, output: stdout, errors: stderr }
}
const lines = (text: string): readonly string[] => text.trimEnd().split('\n')

describe('a path that cannot be looked at is a sentence and exit code 2', () => {
  const hard = (folder: string): Readonly<Record<string, string>> => {
    symlinkSync('loop', join(folder, 'loop'))
    return { loop: 'loop', 'a long name': 'x'.repeat(300), 'a path below a file': 'file/config.json' }
  }
  test.each(['loop', 'a long name', 'a path below a file'])('%s', async (name) => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'file'), '')
    const path = hard(folder)[name] ?? ''
    for (const args of [
      ['estimate', '--gpu', '2x4090', '--set', `model.config_file=${path}`],
      ['init', '--preset', 'qlora-8b-24gb', '--yes', '--out', path],
      ['check', path],
      ['init', '--from', path, '--yes'],
    ]) {
      const { code, errors } = await run(args, { folder })
      expect([args[0], code, lines(errors)[0]]).toEqual([args[0], 2, expect.stringMatching(/^Error: /)])
    }
  })
  test('nor does a name of a model have to be a name of a file', async () => {
    const { code, errors } = await run(['estimate', '--gpu', '2x4090', '--set', `model.id=${'x'.repeat(300)}`])
    expect([code, lines(errors)[0]]).toEqual([2, expect.stringMatching(/^Error: /)])
  })
  test('a folder in the place of a file', async () => {
    const folder = emptyFolder()
    mkdirSync(join(folder, 'accelerate.yaml'))
    const { code, errors } = await run(['init', '--preset', 'qlora-8b-24gb', '--yes'], { folder })
    expect(code).toBe(2)
    expect(errors).toContain('accelerate.yaml (EISDIR)')
  })
  test('no path at all', async () => {
    expect(await run(['check', ''])).toMatchObject({ code: 2, errors: expect.stringContaining("no file ''") })
  })
})

describe('patterns', () => {
  test.each(['{a,b}'.repeat(22), '{1..999999}', '*a'.repeat(13), '{a,{b,c}}'.repeat(11)])(
    '%s is not spelled out',
    async (pattern) => {
      expect(isTooWide(pattern)).toBe(true)
      expect((await run(['check', pattern])).code).toBe(2)
    },
  )
  test.each(['**/*.yaml', 'runs/{a,b,c}/*.{yaml,yml}', 'ds_{1..8}.json', '@(a|b)*.yaml'])('%s is', (pattern) => {
    expect(isTooWide(pattern)).toBe(false)
  })
})

describe.runIf(posix)('streams', () => {
  test('standard input that never ends is read as far as a file may be long', () => {
    const { code, errors } = shell('cat /dev/zero | $program check -')
    expect(errors).toContain('2.0 MB')
    expect(code).not.toBe(0)
  })
  test('closed standard input', () => {
    expect(shell('$program presets <&-').code).toBe(0)
  })
  test('a closed pipe is silent', () => {
    expect(shell('$program explain lora.r | true').errors).toBe('')
  })
  test
    .runIf(existsSync('/dev/full'))
    .each(['presets', 'check . --format sarif', 'init --preset qlora-8b-24gb --json --dry-run --yes'])(
    'a full disk behind the output of %s is one sentence and exit code 2',
    (command) => {
      const folder = emptyFolder()
      writeFileSync(join(folder, 'a.yaml'), 'distributed_type: MULTI_GPU\nnum_processes: 2\n')
      const { code, errors } = shell(`$program ${command} > /dev/full`, folder)
      expect(lines(errors)).toEqual([expect.stringContaining('ENOSPC')])
      expect(code).toBe(2)
    },
  )
})

describe.runIf(posix)('odd files', () => {
  test.runIf(existsSync('/dev/full')).each(['--version', '-V'])('a full disk behind %s is no stack of Node', (flag) => {
    const { code, errors } = shell(`$program ${flag} > /dev/full`)
    expect([code, lines(errors).length]).toEqual([2, 2])
    expect(errors).toContain('ENOSPC')
  })
  test.each(['pretty', 'compact'])('a line break in the name of a file begins no line in %s', (format) => {
    const folder = emptyFolder()
    writeFileSync(
      join(folder, 'a\nerror: all is lost.yaml'),
      'distributed_type: MULTI_GPU\nmixed_precision: no\nnum_processes: 8\n',
    )
    const { output } = shell(`$program check . --format ${format}`, folder)
    expect(output).toContain('a\\nerror: all is lost.yaml')
    expect(lines(output).filter((line) => line.startsWith('error: all'))).toEqual([])
  })
  // Only the superuser may open it; it waits until the kernel has something to tell.
  test.runIf(existsSync('/proc/kmsg') && process.getuid?.() === 0)('a file of the kernel that waits for ever', () => {
    const { code, errors } = shell('timeout --signal=KILL 60 $program check /proc/kmsg')
    expect(errors).not.toMatch(/^\s+at /m)
    expect(code).not.toBe(137)
  })
})

describe.runIf(posix)('where the program runs', () => {
  test('in a folder that was removed, it says so or does what needs none', () => {
    const gone = (command: string) => shell(`mkdir gone; cd gone; rmdir ../gone; $program ${command}`)
    expect(gone('presets')).toMatchObject({ code: 0, errors: '' })
    const { code, errors } = gone('check')
    expect([code, lines(errors)[0]]).toEqual([2, expect.stringMatching(/^Error: /)])
  })
  test('without a home', () => {
    expect(shell('unset HOME; $program presets')).toMatchObject({ code: 0, errors: '' })
  })
  test.each<Readonly<Record<string, string>>>([
    { TMPDIR: '/proc' },
    { TMPDIR: '/nowhere' },
    { HOME: '/proc' },
    { HOME: '/nowhere' },
    { XDG_CACHE_HOME: '/proc/1' },
  ])('with %j', (environment) => {
    expect(shell('$program presets', emptyFolder(), environment)).toMatchObject({ code: 0, errors: '' })
  })
})

describe.runIf(posix)('what is compiled is kept', () => {
  test('below the cache of the user, for them alone', () => {
    const home = emptyFolder()
    expect(compileCache({ HOME: home }, 'linux')).toBe(`${home}/.cache/lora-wizard`)
    expect(compileCache({ HOME: home, XDG_CACHE_HOME: `${home}/x` }, 'linux')).toBe(`${home}/x/lora-wizard`)
    expect(compileCache({ HOME: home }, 'darwin')).toBe(`${home}/Library/Caches/lora-wizard`)
    expect(statSync(`${home}/.cache/lora-wizard`).mode & 0o777).toBe(0o700)
  })
  test('nowhere, where others may write to it or it cannot be made', () => {
    const home = emptyFolder()
    mkdirSync(join(home, '.cache/lora-wizard'), { recursive: true })
    spawnSync('chmod', ['777', join(home, '.cache/lora-wizard')])
    expect(compileCache({ HOME: home }, 'linux')).toBeUndefined()
    expect(compileCache({ HOME: '/proc' }, 'linux')).toBeUndefined()
    expect(compileCache({ HOME: 'relative' }, 'linux')).toBeUndefined()
    expect(compileCache({}, 'linux')).toBeUndefined()
  })
})

describe('what a terminal would obey', () => {
  test('is not said, whether it is in a file or in an argument', async () => {
    expect(clean('a\u2028b\u2029c\u001b[31md\u202ee')).toBe('abc[31mde')
    const { output, code } = await run(['init', '--preset', 'qlora-8b-24gb', '--yes', '--out', '\u001b[31mred\u2028'])
    expect(code).toBe(0)
    expect(output).not.toMatch(/[\u001b\u2028]/)
  })
  test('a line of megabytes is framed at each of its places', () => {
    const plain = (text: string): string => text
    const style = { bold: plain, dim: plain, accent: plain, good: plain, warning: plain, bad: plain }
    const text = '"k": 1, '.repeat(250_000)
    for (let offset = 0; offset < text.length; offset += 100) {
      const frame = codeFrame(text, { offset, line: 1, column: offset + 1 }, offset + 3, 80, style, plain)
      expect(frame.every((line) => line.length <= 82)).toBe(true)
    }
  })
})

describe('--fix', () => {
  test('takes no file', async () => {
    expect((await run(['check', '-', '--fix'])).errors).toContain('explain fix-needs-file')
  })
  test.each([
    ['bf8', 'fp8', false],
    ['fp4', 'fp8', false],
    ['npu', 'cpu', false],
    ['bf6', 'bf16', false],
    ['fp61', 'fp16', false],
    ['cpuu', 'cpu', true],
    ['nme', 'nvme', true],
    ['pf16', 'fp16', true],
    ['MULTIGPU', 'MULTI_GPU', true],
  ])('%s for %s: %s', (value, meant, slip) => expect(isSlip(value, meant)).toBe(slip))
  test('leaves a value alone that may be another thing', async () => {
    const folder = emptyFolder()
    const text = 'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: bf8\n'
    writeFileSync(join(folder, 'a.yaml'), text)
    expect((await run(['check', 'a.yaml', '--fix'], { folder })).code).toBe(1)
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(text)
  })
  test('a file of CRLF is read with its line ends', () => {
    const bytes = new TextEncoder().encode('distributed_type: MULTI_GPU\r\nnum_processes: 8\r\n')
    expect(readBytes(bytes, 'a.yaml', true)?.reading.answers).toMatchObject({
      'accelerate.distributed_type': 'MULTI_GPU',
    })
  })
})
