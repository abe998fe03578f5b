/** The built program as a child process: exit codes, what it says, and what it leaves behind. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'

const program = join(import.meta.dirname, '../../dist/lora-wizard.js')
const base = mkdtempSync(join(tmpdir(), 'lora-wizard-program-'))
let folder = base
let count = 0
beforeEach(() => {
  folder = mkdtempSync(join(base, `${count++}-`))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { FORCE_COLOR: _force, LORA_WIZARD_LANG: _language, LC_ALL: _all, ...rest } = process.env
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...rest, LANG: 'en_US.UTF-8', XDG_STATE_HOME: join(folder, '.state'), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    child.on('close', (code) => resolve({ code, output, errors }))
  })
}

const preset = ['--preset', 'qlora-8b-24gb', '--yes']
const left = () => readdirSync(folder).filter((name) => name !== 'given' && name !== 'taken')

interface Mistake {
  readonly what: string
  readonly args: readonly string[]
  readonly says: RegExp
  readonly page: string
}
const mistakes: readonly Mistake[] = [
  { what: 'an unknown command', args: ['innit'], says: /innit[\s\S]*init/, page: 'unknown-command' },
  { what: 'an unknown flag', args: ['init', '--pressed', 'x'], says: /--pressed[\s\S]*--preset/, page: 'unknown-flag' },
  {
    what: 'a misspelled option as a flag',
    args: ['init', '--lora.rr', '3'],
    says: /--lora\.r\b/,
    page: 'unknown-flag',
  },
  { what: 'a flag without its value', args: ['init', '--out'], says: /--out/, page: 'flag-without-value' },
  { what: 'a flag in place of a value', args: ['init', '--out', '--yes'], says: /--out/, page: 'flag-without-value' },
  { what: 'a value where none is taken', args: ['init', '--yes=1'], says: /--yes/, page: 'flag-value' },
  { what: 'an unknown language', args: ['init', '--lang', 'fr', '--yes'], says: /fr/, page: 'flag-value' },
  { what: 'an unknown level', args: ['init', '--level', 'bassic', '--yes'], says: /basic/, page: 'flag-value' },
  { what: 'a word too many', args: ['init', 'here', '--yes'], says: /here/, page: 'extra-argument' },
  { what: 'two beginnings', args: ['init', ...preset, '--from', 'x'], says: /--from/, page: 'flags-exclude' },
  {
    what: 'an unknown preset',
    args: ['init', '--preset', 'qlora-8b-24g', '--yes'],
    says: /qlora-8b-24gb\?/,
    page: 'unknown-preset',
  },
  {
    what: 'an unknown option',
    args: ['init', '--set', 'lora.rank=3', '--yes'],
    says: /lora\.rank/,
    page: 'values-refused',
  },
  {
    what: 'a wrong type',
    args: ['init', '--set', 'lora.r=many', '--yes'],
    says: /integer[\s\S]*many/,
    page: 'values-refused',
  },
  { what: 'half a number', args: ['init', '--set', 'lora.r=1.5', '--yes'], says: /1\.5/, page: 'values-refused' },
  { what: 'a negative number', args: ['init', '--lora.r', '-5', '--yes'], says: /-5/, page: 'values-refused' },
  { what: 'a huge number', args: ['init', '--set', 'lora.r=1e300', '--yes'], says: /1e\+300/, page: 'values-refused' },
  {
    what: 'an unknown choice',
    args: ['init', '--set', 'method.name=qlorra', '--yes'],
    says: /mean qlora/,
    page: 'values-refused',
  },
  {
    what: 'a pair without =',
    args: ['init', '--set', 'lora.r', '--yes'],
    says: /KEY=VALUE|lora\.r/,
    page: 'flag-value',
  },
  { what: 'an unknown GPU', args: ['init', '--gpu', 'Z9000X', '--yes'], says: /Z9000X/, page: 'unknown-gpu' },
  {
    what: 'an ambiguous GPU',
    args: ['init', '--gpu', 'A100', '--yes'],
    says: /40GB[\s\S]*80GB/,
    page: 'ambiguous-gpu',
  },
  {
    what: 'a GPU by --set',
    args: ['init', '--set', 'hardware.gpu=Z9000X', '--yes'],
    says: /Z9000X/,
    page: 'unknown-gpu',
  },
  {
    what: 'a file that is not there',
    args: ['init', '--from', 'nowhere.yaml', '--yes'],
    says: /nowhere/,
    page: 'file-missing',
  },
  { what: 'a folder as a file', args: ['init', '--from', '.', '--yes'], says: /EISDIR/, page: 'file-unreadable' },
  { what: 'nothing to explain', args: ['explain', 'lora.rr'], says: /lora\.r\b/, page: 'unknown-topic' },
  { what: 'no terminal and no --yes', args: ['init'], says: /--set model\.id=[\s\S]*--yes/, page: 'answers-missing' },
  {
    what: 'no terminal, a preset, no --yes',
    args: ['init', '--preset', 'qlora-8b-24gb'],
    says: /--yes/,
    page: 'answers-missing',
  },
]

describe('mistakes that only the user can mend', () => {
  test.each(mistakes)('$what', async ({ args, says, page }) => {
    const { code, output, errors } = await run(args)
    expect(code).toBe(2)
    expect(output).toBe('')
    expect(errors).toMatch(says)
    expect(errors).toContain(`explain ${page}`)
    expect(errors).not.toMatch(/\bat .*\.(m?js|ts):\d|undefined|\{\w+\}/)
    expect(left()).toEqual([])
    const chinese = await run(
      [...args, '--lang', 'zh'].filter((one, place) => (args.includes('--lang') ? place < args.length : one)),
    )
    expect(chinese.code).toBe(2)
  })

  const texts: readonly (readonly [what: string, bytes: Buffer, page: string])[] = [
    ['broken', Buffer.from('a: [1, 2\nb: }'), 'file-not-understood'],
    ['binary', Buffer.from([0, 255, 254, 128, 27, 91, 50, 74]), 'file-not-understood'],
    ['5 MB', Buffer.alloc(5_000_000, 'a: b\n'), 'file-unreadable'],
    ['empty', Buffer.alloc(0), 'file-not-understood'],
    ['prose', Buffer.from('just some words\n'), 'file-not-understood'],
  ]
  test.each(texts)('a %s file to start from', async (_what, bytes, page) => {
    writeFileSync(join(folder, 'given'), bytes)
    const { code, errors } = await run(['init', '--from', 'given', '--yes'])
    expect(code).toBe(2)
    expect(errors).toContain(`explain ${page}`)
    expect(errors).not.toContain('\u001b')
    expect(left()).toEqual([])
  })

  test.each([
    ['a: [1, 2\nb: }', /：第 2 行第 2 列解析错误：“[^”\n]*found ':'”。$/m],
    [Buffer.from([97, 58, 32, 255]), /：第 1 行第 4 列解析错误：“'utf-8' codec[^”\n]*”。$/m],
  ])('what a parser says of %j is quoted in a Chinese sentence', async (bytes, says) => {
    writeFileSync(join(folder, 'given'), bytes)
    const { code, errors } = await run(['init', '--from', 'given', '--yes', '--lang', 'zh'])
    expect(code).toBe(2)
    expect(errors).toMatch(says)
  })

  test('a folder that is a file, a parent that is one, and one that cannot be made', async () => {
    writeFileSync(join(folder, 'taken'), 'mine')
    for (const out of ['taken', 'taken/below', '/proc/nowhere/below']) {
      const { code, errors } = await run(['init', ...preset, '--out', out])
      expect(code).toBe(2)
      expect(errors).toContain('explain folder-unusable')
    }
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('mine')
  })

  test('the language of a mistake is that of its maker', async () => {
    expect((await run(['innit'], { LANG: 'zh_CN.UTF-8' })).errors).toContain('没有名为 innit 的命令')
    expect((await run(['innit', '--lang', 'en'], { LANG: 'zh_CN.UTF-8' })).errors).toContain('no command called innit')
  })
})

describe('init', () => {
  test('writes its files with their modes into a folder it makes, and again without complaint', async () => {
    const args = ['init', ...preset, '--out', 'new/run']
    const first = await run(args)
    expect(first.code).toBe(0)
    expect(first.output).toMatch(/requirements\.txt[\s\S]*launch\.sh/)
    expect(readdirSync(join(folder, 'new/run')).sort()).toEqual([
      'accelerate.yaml',
      'after.py',
      'launch.sh',
      'lora-wizard.yaml',
      'next.md',
      'requirements.txt',
      'train.py',
    ])
    expect(statSync(join(folder, 'new/run/launch.sh')).mode & 0o100).toBe(0o100)
    expect((await run(args)).code).toBe(0)
    expect(existsSync(join(folder, '.state'))).toBe(false)
  })

  test('shows what differs and leaves it alone until told to', async () => {
    await run(['init', ...preset])
    const before = readFileSync(join(folder, 'lora-wizard.yaml'), 'utf8')
    const args = ['init', ...preset, '--set', 'lora.r=64']
    const refused = await run(args)
    expect(refused.code).toBe(2)
    expect(refused.errors).toMatch(/-\s+r: 16[\s\S]*\+\s+r: 64/)
    expect(readFileSync(join(folder, 'lora-wizard.yaml'), 'utf8')).toBe(before)
    expect((await run([...args, '--force'])).code).toBe(0)
    expect(readFileSync(join(folder, 'lora-wizard.yaml'), 'utf8')).toContain('r: 64')
  })

  test('the order of values does not matter', async () => {
    const one = ['--set', 'accelerate.num_processes=16', '--set', 'hardware.machines=2', '--lora.r', '8']
    const other = ['--lora.r=8', '--set', 'hardware.machines=2', '--set', 'accelerate.num_processes=16']
    const json = ['init', '--preset', 'lora-70b-2x8', '--dry-run', '--json']
    const [a, b] = await Promise.all([run([...json, ...one]), run([...json, ...other])])
    expect(a.output).toBe(b.output)
    const { version, answers, files } = JSON.parse(a.output)
    expect(version).toBe(1)
    expect(answers).toMatchObject({ 'lora.r': 8, 'accelerate.num_processes': 16, 'hardware.gpus_per_machine': 8 })
    expect(files[0]).toMatchObject({ path: 'accelerate.yaml', written: false })
    expect(files[0].text).toMatch(/^num_processes: 16$/m)
  })

  test('an error finding is shown and nothing is written', async () => {
    const { code, output } = await run(['init', ...preset, '--json', '--set', 'lora.target_modules=nowhere_proj'])
    const { findings } = JSON.parse(output)
    expect(code).toBe(1)
    expect(findings[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('nowhere_proj') })
    expect(left()).toEqual([])
  })

  test('a configuration comes back from its own file and from Accelerate alone', async () => {
    await run(['init', '--preset', 'mlperf-llama2-70b-lora', '--yes', '--out', 'a'])
    await run(['init', '--from', 'a/lora-wizard.yaml', '--yes', '--out', 'b'])
    for (const name of ['accelerate.yaml', 'launch.sh', 'lora-wizard.yaml'])
      expect(readFileSync(join(folder, 'b', name), 'utf8')).toBe(readFileSync(join(folder, 'a', name), 'utf8'))
    await run(['init', '--from', 'a/accelerate.yaml', '--yes', '--out', 'c', '--force'])
    const lines = (path: string) =>
      readFileSync(join(folder, path), 'utf8')
        .split('\n')
        .filter((line) => !/^\s*#/.test(line))
        .sort()
    expect(lines('c/accelerate.yaml')).toEqual(lines('a/accelerate.yaml'))
  })

  test('the hash for the playground that is printed brings the same files back', async () => {
    const { output } = await run(['init', '--preset', 'qlora-8b-24gb', '--lora.r', '8', '--yes', '--out', 'a'])
    const address = /#c1:\S+/.exec(output)?.[0] ?? ''
    expect(address).toBe('#c1:qlora-8b-24gb?lora.r=8')
    await run(['init', '--from', address, '--yes', '--out', 'b'])
    for (const name of [
      'accelerate.yaml',
      'after.py',
      'launch.sh',
      'lora-wizard.yaml',
      'next.md',
      'requirements.txt',
      'train.py',
    ])
      expect(readFileSync(join(folder, 'b', name), 'utf8')).toBe(readFileSync(join(folder, 'a', name), 'utf8'))
  })

  test('a folder without permission', async () => {
    chmodSync(folder, 0o755)
    writeFileSync(join(folder, 'taken'), '')
    const { code } = await run(['init', ...preset, '--out', '/sys/kernel/below'])
    expect(code).toBe(2)
  })

  test('two instances at once: the files of one of them, whole, and nothing else', async () => {
    const all = await Promise.all(
      [8, 16, 32, 64].map((r) => run(['init', ...preset, '--lora.r', String(r), '--out', 'run', '--no-comments'])),
    )
    expect(all.filter(({ code }) => code === 0)).toHaveLength(1)
    expect(all.filter(({ code }) => code === 2)).toHaveLength(3)
    expect(readdirSync(join(folder, 'run')).sort()).toEqual([
      'accelerate.yaml',
      'after.py',
      'launch.sh',
      'lora-wizard.yaml',
      'next.md',
      'requirements.txt',
      'train.py',
    ])
    const r = /^ {2}r: (\d+)$/m.exec(readFileSync(join(folder, 'run/lora-wizard.yaml'), 'utf8'))?.[1]
    expect(readFileSync(join(folder, 'run/launch.sh'), 'utf8')).toContain(`--lora_r ${r} `)
  })

  test('--discard-draft says whether there was one', async () => {
    expect(await run(['init', '--discard-draft'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('no draft'),
    })
  })
})

describe('the rest', () => {
  test('a version, a help in two languages, no colours in a pipe', async () => {
    expect((await run(['--version'])).output).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await run(['--help'])).output).toMatch(/lora-wizard explain lora\.r/)
    expect((await run(['init', '--help', '--lang', 'zh'])).output).toMatch(/--preset ID/)
    expect((await run(['explain', 'lora.r'])).output).not.toContain('\u001b')
  })

  test('presets and explain as JSON', async () => {
    const { presets } = JSON.parse((await run(['presets', '--json'])).output)
    expect(presets[0]).toMatchObject({ id: 'mlperf-llama2-70b-lora-today', title: expect.any(String) })
    const { facts, page } = JSON.parse((await run(['explain', 'zero_stage', '--json'])).output)
    expect(facts.kind).toBe('choice')
    expect(page.title).not.toBe('')
  })
})
