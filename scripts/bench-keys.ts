/** `node scripts/bench-keys.ts`: how long the built wizard takes from a key to the end of the frame it changes, beside a bare program that echoes keys, in turns of one run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pty from '@lydell/node-pty'

const program = join(import.meta.dirname, '../dist/lora-wizard.js')
const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-keys-'))
const count = Number(process.argv[2] ?? 180)
/** Milliseconds between the end of a frame and the next key: as fast as keys repeat. */
const pause = 33
/** What a program writes when a frame is whole. */
const frameEnd = '\u001B[?2026l'
const echo = `process.stdin.setRawMode(true);process.stdin.on('data',()=>process.stdout.write('x${frameEnd.replace('\u001B', '\\u001B')}'))`

interface Typed {
  readonly times: number[]
  bytes: number
  readonly key: (bytes: string) => Promise<void>
  readonly end: () => void
}

/** A program in a pseudo-terminal, ready for keys. */
async function opened(args: readonly string[], before: readonly string[], keys: readonly string[]): Promise<Typed> {
  const { CI: _ci, NO_COLOR: _none, FORCE_COLOR: _forced, ...environment } = process.env
  const terminal = pty.spawn(process.execPath, [...args], {
    cols: 120,
    rows: 40,
    cwd: folder,
    env: { ...environment, TERM: 'xterm-256color', LANG: 'C.UTF-8', XDG_STATE_HOME: folder },
  })
  let seen = ''
  let whole = (): void => {}
  terminal.onData((data) => {
    seen += data
    if (seen.endsWith(frameEnd)) whole()
  })
  const quiet = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  const times: number[] = []
  const typed: Typed = {
    times,
    bytes: 0,
    key: async (bytes) => {
      await quiet(pause)
      seen = ''
      const done = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No frame after ${JSON.stringify(bytes)}`)), 10_000)
        whole = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      const start = performance.now()
      terminal.write(bytes)
      await done
      times.push(performance.now() - start)
      typed.bytes += seen.length
    },
    end: () => terminal.kill('SIGKILL'),
  }
  await quiet(2_500)
  for (const bytes of before) await typed.key(bytes)
  // The first presses warm the program up.
  for (let turn = 0; turn < 20; turn++) await typed.key(keys[turn % keys.length] as string)
  times.length = 0
  typed.bytes = 0
  return typed
}

const preset = ['--preset', 'mlperf-llama2-70b-lora', '--lang', 'en']
/** Five times down the list, and five times up. */
const upAndDown = [...new Array<string>(5).fill('\u001B[B'), ...new Array<string>(5).fill('\u001B[A')]
const cases: readonly (readonly [
  name: string,
  args: readonly string[],
  before: readonly string[],
  keys: readonly string[],
])[] = [
  ['echo of bare Node', ['-e', echo], [], ['j', 'k']],
  [
    'the ZeRO stage, card beside',
    [program, ...preset],
    ['\u001B[B', '\r', '\u0007', 'zero stage', '\r'],
    ['\u001B[A', '\u001B[B'],
  ],
  ['the model, 80 in the list', [program, ...preset], ['\u001B[B', '\r'], upAndDown],
  ['the review, files beside', [program, ...preset], ['\r'], upAndDown],
  ['the review, in Chinese', [program, ...preset.slice(0, 3), 'zh'], ['\r'], upAndDown],
]
const typed: Typed[] = []
for (const [, args, before, keys] of cases) typed.push(await opened(args, before, keys))
for (let turn = 0; turn < count; turn++)
  for (const [at, [, , , keys]] of cases.entries()) await typed[at]?.key(keys[turn % keys.length] as string)

const part = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(Math.floor(times.length * share), times.length - 1)] ?? Number.NaN
const floor = part(typed[0]?.times ?? [], 0.5)
process.stdout.write(`${count} keys each, 120 × 40, the next key ${pause} ms after a frame\n`)
for (const [at, [name]] of cases.entries()) {
  const { times = [], bytes = 0 } = typed[at] ?? {}
  const [half, most] = [part(times, 0.5), part(times, 0.99)]
  process.stdout.write(
    `${name.padEnd(32)} p50 ${half.toFixed(1).padStart(6)} ms (× ${(half / floor).toFixed(1)})  p99 ${most.toFixed(1).padStart(6)} ms  ${Math.round(bytes / count)} bytes a key\n`,
  )
}
for (const one of typed) one.end()
rmSync(folder, { recursive: true, force: true })
