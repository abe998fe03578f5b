/** Pieces of a log's text → the history of the run. Lines may end in the middle of a piece, and progress bars end with a carriage return. */
import { logFormats } from '../log-formats/index.ts'
import { type Fold, fold } from './fold.ts'
import type { History } from './history.ts'

export interface LogReader {
  readonly push: (text: string) => void
  /** Reads what is left of the last line. */
  readonly end: () => void
  readonly history: () => History
}

/** A line longer than this is no line of a log; its beginning is read and the rest is skipped. */
const longestLine = 65_536

/** The label that srun and torchrun put before each line: `3: `, `[rank3]: `, `[default3]:`. */
const label = /^(?:\[[^\]\s]{0,40}?(\d+)\]: ?|(\d{1,5}): )/

/** Ends of lines; tqdm ends a bar with a carriage return. */
const ends = /[\r\n]/g

const escapes = /\u001b\[[0-9;?]*[A-Za-z]/g

export function logReader(into: Fold = fold()): LogReader {
  const readers = logFormats.map(({ marks, reader }) => ({ marks, read: reader() }))
  let rest = ''
  /** The process whose steps count: several may log the same ones. */
  let speaker: string | undefined

  function line(text: string, formats: typeof readers): void {
    const marked = formats.filter(({ marks }) => marks.some((mark) => text.includes(mark)))
    if (marked.length === 0) return
    const said = text.includes('\u001b') ? text.replace(escapes, '') : text
    const labelled = label.exec(said)
    const who = labelled?.[1] ?? labelled?.[2] ?? ''
    const plain = labelled ? said.slice(labelled[0].length) : said
    for (const { read } of marked) {
      for (const record of read(plain)) {
        if (record.kind === 'step' || record.kind === 'evaluation') {
          speaker ??= who
          if (who !== speaker) continue
        }
        into.add(record)
      }
    }
  }

  return {
    push: (text) => {
      let begin = 0
      let first = true
      // Most formats appear in few pieces of a log: the others aren't searched for line by line.
      const formats = readers.filter(({ marks }) => marks.some((mark) => text.includes(mark)))
      for (const { index: at } of text.matchAll(ends)) {
        const whole = rest === '' ? text.slice(begin, at) : rest + text.slice(begin, at)
        rest = ''
        begin = at + 1
        const cut = whole.length > longestLine ? whole.slice(0, longestLine) : whole
        // A mark may lie across the end of the last piece.
        if (whole.length > 3) line(cut, first ? readers : formats)
        first = false
      }
      if (rest.length < longestLine) rest += text.slice(begin)
    },
    end: () => {
      if (rest.length > 3) line(rest, readers)
      rest = ''
    },
    history: into.history,
  }
}
