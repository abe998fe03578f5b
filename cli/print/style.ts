/** Colours of a stream: none where NO_COLOR, a pipe or a dumb terminal asks for none, and only the sixteen that every terminal themes. */
import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  /** The one accent: names that can be typed. */
  readonly accent: (text: string) => string
  readonly good: (text: string) => string
  readonly warning: (text: string) => string
  readonly bad: (text: string) => string
}

/** The style of a stream. */
export function styleOf(stream: NodeJS.WriteStream): Style {
  const plain = process.env.TERM === 'dumb' && !process.env.FORCE_COLOR
  const style = (format: Format) => (text: string) =>
    plain || text === '' ? text : styleText(format, text, { stream, validateStream: true })
  return {
    bold: style('bold'),
    dim: style('dim'),
    accent: style('cyan'),
    good: style('green'),
    warning: style('yellow'),
    bad: style('red'),
  }
}
