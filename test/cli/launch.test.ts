/** `launch`: the checks before a run, its arguments, its signals, its log. The run itself is a script of the shell. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type FolderOfRun, folderOfRun } from './fake-python.ts'
import { run } from './program.ts'

const launch = (
  { folder, environment }: FolderOfRun,
  words: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
) => run(['launch', ...words], { folder, environment: { ...environment, ...more } })

const logsIn = ({ folder }: FolderOfRun) => readdirSync(folder).filter((name) => name.endsWith('.log'))
/** Says what it was given, and leaves a trace. */
const telling = 'touch started; printf "got"; printf " <%s>" "$@"; echo; echo "a warning" >&2'

describe('--dry-run', () => {
  test('shows the checks, the command and the environment, and starts nothing', async () => {
    const one = folderOfRun({}, {}, telling)
    const { code, output } = await launch(one, ['--dry-run', '--arg=--seed', '--arg=7'], {
      CUDA_VISIBLE_DEVICES: '0,1',
      HF_TOKEN: 'hf_secret',
      UNRELATED: 'x',
    })
    expect(code).toBe(0)
    expect(output).toContain('train.py')
    expect(output).toMatch(/bash \S+launch\.sh --seed 7/)
    expect(output).toContain('CUDA_VISIBLE_DEVICES=0,1')
    expect(output).toContain('HF_TOKEN=…')
    expect(output).not.toMatch(/hf_secret|UNRELATED/)
    expect(existsSync(join(one.folder, 'started'))).toBe(false)
    expect(logsIn(one)).toEqual([])
  })
  test('as JSON', async () => {
    const one = folderOfRun({}, { portIsFree: false }, telling)
    const { code, output } = await launch(one, ['--dry-run', '--json', '--arg=two words'])
    const report = JSON.parse(output)
    expect(code).toBe(0)
    expect(report.version).toBe(1)
    expect(report.log).toBeNull()
    expect(report.command).toEqual(['bash', join(one.folder, 'launch.sh'), 'two words'])
    expect(
      report.findings.map(({ rule, severity }: { rule: string; severity: string }) => [rule, severity]),
    ).toContainEqual(['preflight/port-in-use', 'warning'])
    for (const { message, fix } of report.findings) expect(`${message}${fix}`).not.toMatch(/\{\w+\}/)
  })
})

describe('what is wrong', () => {
  test.each([
    ['data', { 'data.dataset': 'nowhere.jsonl' }, {}, 'preflight/missing-data'],
    ['script', { 'output.script': 'nowhere.py' }, {}, 'preflight/missing-script'],
    ['packages', {}, { packages: { trl: null } }, 'preflight/missing-packages'],
    ['login', { 'model.id': 'meta-llama/Llama-3.1-8B' }, {}, 'preflight/gated-model'],
    [
      'port of several machines',
      { 'hardware.machines': 2, 'accelerate.main_process_ip': '10.0.0.1', 'accelerate.distributed_type': 'MULTI_GPU' },
      { portIsFree: false },
      'preflight/port-in-use',
    ],
  ] as const)('%s: keeps the run from starting, unless it is forced', async (_, answers, fake, rule) => {
    const one = folderOfRun(answers, fake, telling)
    const refused = await launch(one)
    expect(refused.code).toBe(1)
    expect(refused.output).toContain(rule)
    expect(refused.errors).toContain('--force')
    expect(existsSync(join(one.folder, 'started'))).toBe(false)
    expect(logsIn(one)).toEqual([])
    const forced = await launch(one, ['--force'])
    expect(forced.code).toBe(0)
    expect(existsSync(join(one.folder, 'started'))).toBe(true)
  })
  test('an old release is a warning', async () => {
    const one = folderOfRun({}, { packages: { trl: '0.24.0' } }, telling)
    const { code, output } = await launch(one)
    expect(output).toContain('trl 0.24.0')
    expect(code).toBe(0)
  })
  test('an error in the files keeps the run from starting, too', async () => {
    const one = folderOfRun()
    const path = join(one.folder, 'accelerate.yaml')
    writeFileSync(path, `${readFileSync(path, 'utf8')}unknown_key: 1\n`)
    const { code, output } = await launch(one, ['--dry-run'])
    expect(code).toBe(1)
    expect(output).toContain('accelerate/unknown-key')
  })
  test('a folder without launch.sh, and none at all', async () => {
    const one = folderOfRun()
    expect((await launch(one, ['.tools'])).code).toBe(2)
    expect((await launch(one, ['nowhere'])).code).toBe(2)
  })
  test('no Python', async () => {
    const one = folderOfRun({}, {}, telling)
    const bare = { folder: one.folder, environment: { PATH: join(one.folder, '.tools', 'temporary') } }
    const { code, output } = await launch(bare, ['--dry-run'])
    expect(code).toBe(1)
    expect(output).toContain('preflight/missing-python')
  })
})

describe('a run', () => {
  test('gets its arguments as they are, and its output appears and is kept', async () => {
    const one = folderOfRun({}, {}, telling)
    const { code, output, errors } = await launch(one, [
      '--arg=--resume_from_checkpoint',
      '--arg=last one',
      '--arg=$HOME',
    ])
    expect(code).toBe(0)
    expect(output).toContain('got <--resume_from_checkpoint> <last one> <$HOME>')
    expect(errors).toContain('a warning')
    const [log] = logsIn(one)
    expect(log).toMatch(/^launch-.+\.log$/)
    expect(
      readFileSync(join(one.folder, log as string), 'utf8')
        .split('\n')
        .sort(),
    ).toEqual(['', 'a warning', 'got <--resume_from_checkpoint> <last one> <$HOME>'].sort())
  })
  test('gives its exit code', async () => {
    const { code, errors } = await launch(folderOfRun({}, {}, 'exit 3'))
    expect(code).toBe(3)
    expect(errors).toContain('3')
  })
  test('keeps bytes that are no text', async () => {
    const one = folderOfRun({}, {}, "printf 'a\\377\\000b\\r'")
    await launch(one, ['--log', 'bytes.log'])
    expect([...readFileSync(join(one.folder, 'bytes.log'))]).toEqual([97, 255, 0, 98, 13])
  })
  test('never writes over a log', async () => {
    const one = folderOfRun({}, {}, telling)
    writeFileSync(join(one.folder, 'kept.log'), 'before')
    const { code } = await launch(one, ['--log', 'kept.log'])
    expect(code).toBe(2)
    expect(readFileSync(join(one.folder, 'kept.log'), 'utf8')).toBe('before')
    expect(existsSync(join(one.folder, 'started'))).toBe(false)
  })
  test.each([
    ['SIGTERM', 'TERM', 7],
    ['SIGHUP', 'HUP', 8],
  ] as const)('gets %s and ends in its own way', async (signal, trapped, status) => {
    const script = `trap 'echo heard; kill $waiting; exit ${status}' ${trapped}; sleep 60 & waiting=$!; echo ready; wait $waiting`
    const { folder, environment } = folderOfRun({}, {}, script)
    const program = join(import.meta.dirname, '..', '..', 'dist', 'lora-wizard.js')
    const child = spawn(process.execPath, [program, 'launch', '--log', 'run.log'], {
      cwd: folder,
      env: { ...environment, HOME: folder, LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    for await (const chunk of child.stdout) {
      said += String(chunk)
      if (/^ready$/m.test(said) && !child.killed) child.kill(signal)
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    expect(said).toContain('heard')
    expect(child.exitCode).toBe(status)
    expect(readFileSync(join(folder, 'run.log'), 'utf8')).toContain('heard')
  })
})
