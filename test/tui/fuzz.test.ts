/**
 * Random keys and sizes in a real pseudo-terminal: after every key the screen is the frame of the same state drawn anew, no
 * row is wider than the terminal, and Ctrl-C always leaves. `npm run test:free` tries 2,000 sequences of 100 keys.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frame, isWide, pageRows } from '../../cli/tui/frame.ts'
import { displayWidth } from '../../cli/tui/line.ts'
import type { State } from '../../cli/tui/screen.ts'
import { press } from '../../cli/tui/state.ts'
import { check } from '../../shared/check.ts'
import { resolve } from '../../shared/config.ts'
import type { Language } from '../../shared/pages.ts'
import { read } from '../../shared/read.ts'
import { begin, type Session, step } from '../../shared/session.ts'
import { freeSeed } from '../runs.ts'
import { keys, open } from '../terminal.ts'
import { fresh, keysOf, world } from './world.ts'

interface Size {
  readonly columns: number
  readonly rows: number
}

const sizes: readonly Size[] = [
  { columns: 40, rows: 8 },
  { columns: 60, rows: 12 },
  { columns: 79, rows: 24 },
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 131, rows: 40 },
  { columns: 140, rows: 40 },
]

const begun = (session: Session): Session => ({ ...session, trail: [{ at: 'start' }], past: [] })
const preset = step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' })

/** How a session begins: what is on the command line, and the session that it means. */
const starts: readonly (readonly [args: readonly string[], session: Session])[] = [
  [[], begin()],
  [['--preset', 'mlperf-llama2-70b-lora'], begun(preset)],
  [
    ['--gpu', '1x4090'],
    begun(step(begin(), { type: 'adopt', answers: { 'hardware.gpu': 'RTX 4090', 'hardware.gpus_per_machine': 1 } })),
  ],
  [['--level', 'expert'], begin({}, 'expert')],
]

/** Keys by how often a person presses them; `resize` stands for another size. */
const pressed: readonly string[] = [
  ...Array.from({ length: 6 }, () => [keys.down, keys.enter]).flat(),
  ...[keys.up, keys.up, keys.escape, keys.left, keys.tab, keys.tab, keys.pageDown, '\u001B[Z', '\u001B[5~'],
  ...[keys.backspace, keys.undo, keys.go, keys.review, keys.fix, keys.language, keys.palette, '\u001BOP', '\u001B[F'],
  ...['q', 'w', 's', 'y', 'n', '?', '/', ' ', '0', '1', '2', '3', '7', 'l', 'a', '4', '汉', 'x', '.'],
  ...Array.from({ length: 6 }, () => 'resize'),
]

const sequence = fc.record({
  start: fc.nat(starts.length - 1),
  language: fc.constantFrom<Language>('en', 'zh'),
  sizes: fc.array(fc.constantFrom(...sizes), { minLength: 8, maxLength: 8 }),
  keys: fc.array(fc.constantFrom(...pressed), {
    minLength: freeSeed === undefined ? 20 : 100,
    maxLength: freeSeed === undefined ? 30 : 100,
  }),
})

/** Blanks at the ends of rows are not seen. */
const trimmed = (text: string): string =>
  text
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n')
    .trimEnd()

const textOf = (state: State, size: Size): string =>
  trimmed(
    frame(state, world, size)
      .lines.map((line) => line.map(({ text }) => text).join(''))
      .join('\n'),
  )

/** The state after a key, as the loop of the wizard makes it. */
function next(state: State, bytes: string, size: Size): State {
  const { shown } = frame(state, world, size)
  const view = { wide: isWide(size, state.session.step), page: pageRows(size, state.session.step), shown }
  let now = state
  for (const key of keysOf(bytes)) now = press({ ...now, ...view }, key, world)
  return now
}

test(
  'whatever is pressed, the screen is right and there is a way out',
  async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async (one) => {
        const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
        const [args, session] = starts[one.start] ?? [[], begin()]
        let size = one.sizes[0] as Size
        const screen = open({ folder, state: join(folder, '.state'), args: ['--lang', one.language, ...args], ...size })
        const told: string[] = []
        const right = async (state: State) => {
          const wanted = textOf(state, size)
          for (const row of wanted.split('\n')) expect(displayWidth(row)).toBeLessThanOrEqual(size.columns)
          await screen
            .until((text) => trimmed(text) === wanted)
            .catch(() =>
              expect(`${JSON.stringify(told)}\n${trimmed(screen.text())}`).toBe(`${JSON.stringify(told)}\n${wanted}`),
            )
        }
        try {
          let state = fresh(one.language, session)
          await right(state)
          let resized = 0
          for (const bytes of one.keys) {
            told.push(bytes)
            if (bytes === 'resize') {
              size = one.sizes[++resized % one.sizes.length] ?? size
              screen.resize(size.columns, size.rows)
            } else {
              state = next(state, bytes, size)
              screen.write(bytes)
            }
            // What the world does then is another test's.
            if (state.request) break
            await right(state)
          }
          if (state.request?.type !== 'write') screen.write(keys.interrupt)
          await screen.exit
          expect(screen.alternate()).toBe(false)
          const files = readdirSync(folder).filter((name) => name !== '.state')
          if (state.request?.type !== 'write') expect(files).toEqual([])
          for (const name of files.filter((file) => file === 'lora-wizard.yaml')) {
            const answers = read(readFileSync(join(folder, name), 'utf8'))?.answers ?? {}
            expect(check(resolve(answers)).filter(({ severity }) => severity === 'error')).toEqual([])
          }
        } finally {
          await screen.stop()
          rmSync(folder, { recursive: true, force: true })
        }
      }),
      { numRuns: freeSeed === undefined ? 3 : 2000, endOnFailure: true, seed: freeSeed ?? 20_261_201 },
    )
  },
  freeSeed === undefined ? 600_000 : 0,
)
