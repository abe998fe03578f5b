/** Shell text → its syntax tree. A text that is broken, or made to be hard, gives as much of a tree as there is. */
import { type ParsedScript, parse } from 'unbash'

/** The parser's time grows with the square of the here-documents that begin on one line. */
const mostHereDocuments = 64
const hereDocuments = new RegExp(`^(?:[^\\n<]*<<){${mostHereDocuments}}`, 'm')

export function parsed(text: string): ParsedScript {
  try {
    return parse(hereDocuments.test(text) ? text.replaceAll('<<', '  ') : text)
  } catch (error) {
    // Definitions inside definitions have no limit of their own.
    if (!(error instanceof RangeError)) throw error
    return { type: 'Script', pos: 0, end: 0, shebang: undefined, commands: [] }
  }
}
