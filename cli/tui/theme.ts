/** How things look: the signs, for terminals that can show them and for those that have ASCII alone. */
export interface Theme {
  readonly pointer: string
  readonly current: string
  readonly changed: string
  readonly bullet: string
  /** What differs from the recommendation. */
  readonly differs: string
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
  differs: '•',
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
  differs: '*',
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
