/** The first thing on screen: drawn before React and Ink are even read, so that something stands there within a blink. */

/** What the painter needs of a terminal. */
export interface Terminal {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Alternate screen, cleared, cursor hidden, pasted text bracketed, no automatic line wrap: when the window becomes narrower,
 * the frame of the old width is drawn once more before the new one, and its rows would wrap and push the others down.
 */
const enterScreen = '\u001B[?1049h\u001B[2J\u001B[H\u001B[?25l\u001B[?2004h\u001B[?7l'
/** Everything back as it was. */
const leaveScreen = '\u001B[?7h\u001B[?2004l\u001B[?25h\u001B[?1049l'

/** Whether the terminal can show more than ASCII: the Linux console and locales that are not UTF-8 cannot. */
export function showsUnicode(environment: Terminal['environment']): boolean {
  if (environment.TERM === 'linux') return false
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG
  return !locale || /utf-?8/i.test(locale)
}

/** What was taken over and not given back yet. */
let painted: Pick<Terminal, 'input' | 'output'> | undefined

/** A signal without a listener would end the process without a word, and leave the terminal as it is. */
const signals = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const

/** Takes the terminal over and draws the frame of the wizard; nothing more where that was done. Keys typed from here on are kept by the terminal until the wizard reads them. */
export function paint({ input, output, environment }: Terminal): void {
  if (painted) return
  const { columns = 80, rows = 24 } = output
  const rule = (showsUnicode(environment) ? '─' : '-').repeat(columns)
  painted = { input, output }
  // However the process ends before the wizard is up, the terminal is given back.
  process.on('exit', restore)
  for (const [signal, code] of signals) process.once(signal, () => process.exit(code))
  // Raw mode first: otherwise the terminal echoes what is typed before the wizard listens.
  if (input.isTTY) input.setRawMode(true)
  output.write(`${enterScreen} lora-wizard\r\n${rule}\u001B[${Math.max(rows - 2, 3)};1H${rule}\u001B[H`)
}

/** Gives the terminal back, where it was taken over. */
export function restore(): void {
  if (!painted) return
  const { input, output } = painted
  painted = undefined
  process.off('exit', restore)
  output.write(leaveScreen)
  if (input.isTTY) input.setRawMode(false)
}
