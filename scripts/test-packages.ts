/**
 * `npm run test:packages [-- npm|wheel]`: what would be published, installed into empty folders, and every command of it called.
 * The npm package runs on the oldest and the newest supported Node, the wheel on the Node that it depends on.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commands } from '../cli/commands/index.ts'

const root = join(import.meta.dirname, '..')
const cache = join(root, '.cache/packages')
const wanted = process.argv.slice(2)
const wants = (name: string) => wanted.length === 0 || wanted.includes(name)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
let failures = 0

/** Runs what must work for anything else to be tried. */
function must(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    shell: program === 'npm.cmd',
  })
  if (status === 0) return stdout
  throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`)
}

interface Tried {
  readonly args: readonly string[]
  /** Exit codes that are right. */
  readonly codes: readonly number[]
  /** What must be printed. */
  readonly says: RegExp
  readonly input?: string
  /** Whether the input stays open until the answer is there, as with an editor. */
  readonly stays?: boolean
}
const says = (args: string, text: RegExp, codes: readonly number[] = [0], input?: string): Tried => ({
  args: args.split(' '),
  codes,
  says: text,
  ...(input !== undefined && { input }),
})
const hello = (body: object) => {
  const text = JSON.stringify({ jsonrpc: '2.0', id: 1, ...body })
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

/** A call of every command, one after the other in one folder. */
const calls: Readonly<Record<string, readonly Tried[]>> = {
  init: [
    says('init --preset mlperf-llama2-70b-lora --yes', /accelerate\.yaml/),
    says('init --gpu 2x4090 --set model.id=Qwen/Qwen3-8B --dry-run --json', /"version": 1/),
  ],
  presets: [says('presets --json', /"mlperf-llama2-70b-lora"/)],
  explain: [says('explain lora.r', /LoRA/i), says('explain accelerate.yaml launch.sh --lang zh', /[\u4e00-\u9fff]/)],
  check: [
    says('check', /./, [0, 1]),
    says('check --format sarif', /"2\.1\.0"/, [0, 1]),
    says(
      'check -',
      /unquoted-mixed-precision/,
      [1],
      'distributed_type: MULTI_GPU\nmixed_precision: no\nnum_processes: 8\n',
    ),
  ],
  diff: [says('diff accelerate.yaml --preset mlperf-llama2-70b-lora --json', /"version": 1/, [0, 1])],
  update: [says('update lora-wizard.yaml --set lora.r=32 --dry-run', /32/)],
  schema: [says('schema accelerate', /json-schema\.org/)],
  estimate: [says('estimate --preset lora-8b-80gb --json', /"nvidia_smi"/)],
  plan: [says('plan --model Qwen/Qwen3-8B --gpu 2x4090 --json', /"version": 1/)],
  try: [says('try --preflight --json', /"version": 1/, [0, 1])],
  launch: [says('launch --dry-run', /launch\.sh|accelerate/, [0, 1])],
  watch: [
    says('watch - --once', /./, [0, 1], "{'loss': 1.5, 'grad_norm': 0.4, 'learning_rate': 0.0002, 'epoch': 0.1}\n"),
  ],
  detect: [says('detect --json', /"version": 1/)],
  lsp: [
    {
      ...says(
        'lsp',
        /"hoverProvider":true/,
        [0],
        hello({ method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }) +
          hello({ id: 2, method: 'shutdown' }) +
          hello({ id: undefined, method: 'exit' }),
      ),
      stays: true,
    },
  ],
  mcp: [
    says(
      'mcp',
      /"serverInfo":\{"name":"lora-wizard"/,
      [0],
      `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } })}\n`,
    ),
  ],
  completion: [says('completion bash', /_lora_wizard/)],
}

/** Without a network where the system can take it away. */
const alone = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : []

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; whatever hangs is ended. */
function ended(
  line: readonly string[],
  { input = '', stays = false }: Tried,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  const [start = '', ...rest] = line
  return new Promise((resolve) => {
    const child = spawn(start, rest, { cwd: folder, env, timeout: 120_000 })
    const said = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text
    })
    child.on('error', (error) => resolve({ status: null, stdout: '', stderr: error.message }))
    child.on('close', (status) => resolve({ status, ...said }))
    // Who does not read its input may have ended before it is written.
    child.stdin.on('error', () => {})
    if (stays) child.stdin.write(input)
    else child.stdin.end(input)
  })
}

async function tryAll(name: string, program: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-tried-'))
  mkdirSync(join(folder, 'home'))
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    ...(process.env.SystemRoot && { SystemRoot: process.env.SystemRoot }),
  }
  const first = says('--version', new RegExp(`^${version.replaceAll('.', '\\.')}\\s*$`))
  const own = commands.flatMap((one) => [
    ...(calls[one.name] ?? [{ args: [one.name], codes: [], says: /a call in scripts\/test-packages\.ts/ }]),
    says(`${one.name} --help`, new RegExp(one.name)),
  ])
  const all = [first, says('--help', /lora-wizard/), ...own]
  let right = 0
  for (const one of all) {
    const { args, codes, says: text } = one
    const { status, stdout, stderr } = await ended([...alone, ...program, ...args], one, folder, env)
    const sound = codes.includes(status ?? -1) && text.test(stdout) && !/\n\s+at .*:\d+:\d+/.test(stderr)
    if (sound) right++
    else
      console.log(
        `  ${args.join(' ')}: exit ${status}, expected ${codes}\n${stdout.slice(0, 400)}\n${stderr.slice(0, 800)}`,
      )
  }
  failures += all.length - right
  console.log(`${name}: ${right} of ${all.length} calls${alone.length > 0 ? ', without a network' : ''}`)
  rmSync(folder, { recursive: true, force: true })
}

/** The program of a Node release, as npm has it for this system. */
function nodeOf(release: string): string {
  const folder = join(cache, `node-${release}`)
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${system}-${process.arch}`
  const program = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private": true}\n')
    must(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${release}`], folder)
  }
  return program
}

async function tryNpm(): Promise<void> {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } }
  const lowest = /\d+\.\d+\.\d+/.exec(engines.node)?.[0] ?? ''
  const newest = must(npm, ['view', 'node', 'version'], root).trim()
  const packed = join(cache, 'packed')
  rmSync(packed, { recursive: true, force: true })
  mkdirSync(packed, { recursive: true })
  must(npm, ['pack', '--ignore-scripts', '--pack-destination', packed], root)
  const tarball = join(packed, readdirSync(packed)[0] ?? '')
  for (const release of [lowest, newest]) {
    const node = nodeOf(release)
    const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-installed-'))
    writeFileSync(join(folder, 'package.json'), '{"private": true}\n')
    must(npm, ['install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', tarball], folder)
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
    if (installed.join() !== 'lora-wizard') throw new Error(`More was installed: ${installed}`)
    await tryAll(`npm package on Node ${release}`, [node, join(folder, 'node_modules/lora-wizard/dist/lora-wizard.js')])
    rmSync(folder, { recursive: true, force: true })
  }
}

async function tryWheel(): Promise<void> {
  must(process.execPath, [join(root, 'scripts/wheel.ts')], root)
  const built = join(root, '.cache/wheel')
  const wheel = readdirSync(built).find((name) => name.endsWith('.whl')) ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-venv-'))
  const windows = process.platform === 'win32'
  must(windows ? 'python' : 'python3', ['-m', 'venv', folder], root)
  const programs = join(folder, windows ? 'Scripts' : 'bin')
  must(join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', join(built, wheel)], root)
  await tryAll('wheel', [join(programs, 'lora-wizard')])
  rmSync(folder, { recursive: true, force: true })
}

if (wants('npm')) await tryNpm()
if (wants('wheel')) await tryWheel()
process.exitCode = failures > 0 ? 1 : 0
