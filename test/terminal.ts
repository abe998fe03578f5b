/** The built program in a real pseudo-terminal, seen through a terminal emulator: what stands on the screen, and keys as bytes. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pty from '@lydell/node-pty'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import xterm from '@xterm/headless'

const program = join(import.meta.dirname, '..', 'dist', 'lora-wizard.js')

/** The bytes that keys send. */
export const keys = {
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  pageDown: '\u001B[6~',
  enter: '\r',
  escape: '\u001B',
  tab: '\t',
  backspace: '\u007F',
  interrupt: '\u0003',
  undo: '\u0019',
  go: '\u0007',
  review: '\u0012',
  fix: '\u0006',
  language: '\u0014',
  save: '\u0013',
  palette: '\u0010',
  /** To the line that takes another value: behind the last one of the list. */
  line: '\u001B[F\u001B[B',
} as const

/** What tells a program that nobody looks, and what forces colours: none of it belongs to the terminal that is tested. */
const notOfATerminal = [
  'CI',
  'CONTINUOUS_INTEGRATION',
  'GITHUB_ACTIONS',
  'VITEST',
  'NODE_ENV',
  'FORCE_COLOR',
  'NO_COLOR',
  'ACCESSIBLE',
  'INK_SCREEN_READER',
  'LC_ALL',
  'LC_CTYPE',
  'LC_MESSAGES',
  'LORA_WIZARD_LANG',
  'TMUX',
  'COLUMNS',
  'LINES',
]

export interface Opening {
  /** The folder the program runs in. */
  readonly folder: string
  /** Where drafts are kept. */
  readonly state: string
  readonly args?: readonly string[]
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
}

export interface Screen {
  /** The rows as text, without blanks at their ends. */
  readonly rows: () => readonly string[]
  readonly text: () => string
  /** The rows with their colours, as escape sequences of style alone. */
  readonly coloured: () => readonly string[]
  /** Where the cursor stands, counted from 0. */
  readonly cursor: () => { readonly x: number; readonly y: number }
  /** Whether the alternate screen is shown. */
  readonly alternate: () => boolean
  /** Every byte that was written, as text. */
  readonly raw: () => string
  readonly write: (bytes: string) => void
  readonly resize: (columns: number, rows: number) => void
  readonly signal: (name: string) => void
  /** Resolves with the screen's text as soon as it holds a text, or a condition is true of it. */
  readonly until: (wanted: string | ((text: string) => boolean), patience?: number) => Promise<string>
  /** Resolves with the exit code when the program has ended and all of its output is on the screen. */
  readonly exit: Promise<number>
  /** Ends the program where it still runs. */
  readonly stop: () => Promise<void>
}

/** The style of a cell as the numbers of an escape sequence: the sixteen colours, bold, dim, italic, underlined, inverse. */
function styleOf(cell: xterm.IBufferCell): string {
  const colour = (palette: boolean, number: number, dark: number, bright: number) =>
    palette ? [number < 8 ? dark + number : bright + number - 8] : []
  return [
    ...(cell.isBold() ? [1] : []),
    ...(cell.isDim() ? [2] : []),
    ...(cell.isItalic() ? [3] : []),
    ...(cell.isUnderline() ? [4] : []),
    ...(cell.isInverse() ? [7] : []),
    ...colour(cell.isFgPalette(), cell.getFgColor(), 30, 90),
    ...colour(cell.isBgPalette(), cell.getBgColor(), 40, 100),
  ].join(';')
}

export function open({ folder, state, args = [], columns = 80, rows = 24, environment = {} }: Opening): Screen {
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`)
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 })
  terminal.loadAddon(new UnicodeGraphemesAddon())
  const inherited = Object.entries(process.env).filter(([name]) => !notOfATerminal.includes(name))
  const child = pty.spawn(process.execPath, [program, ...args], {
    cols: columns,
    rows,
    cwd: folder,
    name: environment.TERM ?? 'xterm-256color',
    env: {
      ...Object.fromEntries(inherited),
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      XDG_STATE_HOME: state,
      ...environment,
    } as Record<string, string>,
  })
  let raw = ''
  let height = rows
  let ended = false
  const watchers = new Set<() => void>()
  const notify = () => {
    for (const watch of watchers) watch()
  }
  child.onData((data) => {
    raw += data
    terminal.write(data, notify)
  })
  // The terminal answers what it is asked.
  terminal.onData((data) => {
    if (!ended) child.write(data)
  })
  const exit = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => {
      ended = true
      terminal.write('', () => {
        notify()
        resolve(exitCode)
      })
    })
  })
  const shown = () => {
    const buffer = terminal.buffer.active
    return Array.from(
      { length: height },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    )
  }
  const text = () => shown().join('\n').trimEnd()
  const coloured = () => {
    const buffer = terminal.buffer.active
    return shown().map((row, place) => {
      const line = buffer.getLine(buffer.viewportY + place)
      let written = ''
      let style = ''
      for (let column = 0, seen = 0; line && seen < row.length; column++) {
        const cell = line.getCell(column)
        if (!cell || cell.getWidth() === 0) continue
        const glyphs = cell.getChars() || ' '
        seen += glyphs.length
        const next = styleOf(cell)
        if (next !== style) written += `${style ? '\u001B[0m' : ''}${next ? `\u001B[${next}m` : ''}`
        style = next
        written += glyphs
      }
      return style ? `${written}\u001B[0m` : written
    })
  }
  return {
    rows: shown,
    text,
    coloured,
    cursor: () => ({ x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY }),
    alternate: () => terminal.buffer.active.type === 'alternate',
    raw: () => raw,
    write: (bytes) => child.write(bytes),
    resize: (toColumns, toRows) => {
      height = toRows
      terminal.resize(toColumns, toRows)
      child.resize(toColumns, toRows)
    },
    signal: (name) => child.kill(name),
    until: (wanted, patience = Number(process.env.SCREEN_PATIENCE ?? 120_000)) =>
      new Promise((resolve, reject) => {
        const holds = typeof wanted === 'string' ? (seen: string) => seen.includes(wanted) : wanted
        const look = () => {
          const seen = text()
          if (!holds(seen)) return
          watchers.delete(look)
          clearTimeout(timer)
          resolve(seen)
        }
        const timer = setTimeout(() => {
          watchers.delete(look)
          const sought = typeof wanted === 'string' ? wanted : wanted.toString()
          reject(new Error(`Not seen: ${sought}\nThe screen:\n${text()}`))
        }, patience)
        watchers.add(look)
        look()
      }),
    exit,
    stop: async () => {
      if (!ended) child.kill('SIGKILL')
      await exit
      terminal.dispose()
    },
  }
}
