/** `npm run bench`: how long the built program takes to start, as a ratio to bare Node, medians of one run in turns. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pty from '@lydell/node-pty'

const program = join(import.meta.dirname, '../dist/lora-wizard.js')
const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-bench-'))
const rounds = Number(process.argv[2] ?? 21)

/** Milliseconds until a program has ended. */
function whole(args: readonly string[]): number {
  const start = performance.now()
  spawnSync(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  return performance.now() - start
}

/** Milliseconds until a program in a pseudo-terminal has put its first bytes on screen. */
function firstFrame(args: readonly string[]): Promise<number> {
  const { CI: _ci, ...environment } = process.env
  return new Promise((resolve) => {
    const start = performance.now()
    const terminal = pty.spawn(process.execPath, [...args], {
      cwd: folder,
      cols: 80,
      rows: 24,
      env: { ...environment, TERM: 'xterm-256color', XDG_STATE_HOME: folder },
    })
    let shown = 0
    terminal.onData(() => {
      if (shown > 0) return
      shown = performance.now() - start
      terminal.kill('SIGKILL')
    })
    terminal.onExit(() => resolve(shown))
  })
}

const preset = ['init', '--preset', 'mlperf-llama2-70b-lora', '--yes', '--force']
const cases: readonly (readonly [name: string, goal: number | undefined, time: () => number | Promise<number>])[] = [
  ['node -e 0', undefined, () => whole(['-e', '0'])],
  ['--version', 1.2, () => whole([program, '--version'])],
  ['--help', undefined, () => whole([program, '--help'])],
  ['init --yes', 2, () => whole([program, ...preset])],
  ['first bytes of bare Node', undefined, () => firstFrame(['-e', 'process.stdout.write("x");setTimeout(()=>{},1e4)'])],
  ['first frame of the wizard', 1.15, () => firstFrame([program])],
]

const times = new Map<string, number[]>(cases.map(([name]) => [name, []]))
for (let round = 0; round < rounds; round++) for (const [name, , time] of cases) times.get(name)?.push(await time())
const median = (name: string): number =>
  (times.get(name) ?? []).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN

for (const [name, goal] of cases) {
  const base = name.startsWith('first') ? 'first bytes of bare Node' : 'node -e 0'
  const ratio = (median(name) / median(base)).toFixed(2)
  process.stdout.write(
    `${name.padEnd(28)}${median(name).toFixed(1).padStart(8)} ms  × ${ratio}${goal ? `  goal ${goal}` : ''}\n`,
  )
}
rmSync(folder, { recursive: true, force: true })
