/** How things look: signs and colours. Colours are the terminal's own sixteen and the background is never relied on, so that light and dark terminals both work. */
import type { Colour } from './line.ts'

export interface Theme {
  readonly pointer: string
  readonly current: string
  readonly changed: string
  readonly bullet: string
  readonly ellipsis: string
  readonly separator: string
  readonly dot: string
  readonly rule: string
  readonly done: string
  readonly caret: string
  readonly arrows: string
  readonly enter: string
  readonly up: string
  readonly down: string
  readonly error: string
  readonly warning: string
  readonly hint: string
  /** What fills a bar: three kinds of use, and what is free. */
  readonly bars: readonly [string, string, string]
  readonly free: string
}

export const unicode: Theme = {
  pointer: '❯',
  current: '✓',
  changed: '▌',
  bullet: '•',
  ellipsis: '…',
  separator: '│',
  dot: '·',
  rule: '─',
  done: '━',
  caret: '▏',
  arrows: '↑↓',
  enter: '⏎',
  up: '↑',
  down: '↓',
  error: '✗',
  warning: '!',
  hint: 'i',
  bars: ['█', '▓', '▒'],
  free: '░',
}

export const ascii: Theme = {
  pointer: '>',
  current: '*',
  changed: '|',
  bullet: '-',
  ellipsis: '~',
  separator: '|',
  dot: '-',
  rule: '-',
  done: '=',
  caret: '_',
  arrows: 'j/k',
  enter: 'Enter',
  up: '^',
  down: 'v',
  error: 'x',
  warning: '!',
  hint: 'i',
  bars: ['#', '=', '+'],
  free: '.',
}

export const colours: Readonly<Record<Colour, string>> = {
  accent: 'cyan',
  error: 'red',
  warning: 'yellow',
  hint: 'blue',
  added: 'green',
  removed: 'red',
}
