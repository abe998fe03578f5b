/** The text of a file → the answers it means to the tool that reads it, and a sentence for whatever could not be taken. */
import { fill } from '../shared/pages.ts'
import { accelerate } from '../shared/readers/accelerate.ts'
import { readers } from '../shared/readers/index.ts'
import type { Reader } from '../shared/readers/reader.ts'
import { sampleOf } from '../shared/readers/recognise.ts'
import { refusalText } from '../shared/refusal-text.ts'
import type { Wording } from './face.ts'
import { clean } from './print/text.ts'
import type { FoundAnswers } from './read-answers.ts'
import { UserError } from './user-error.ts'
import { wordsOf } from './words/words.ts'

/** The reader that is surest of a text, if any is. */
function readerOf(text: string): Reader | undefined {
  const sample = sampleOf(text)
  const sure = readers.map((reader) => ({ reader, score: reader.recognise(sample) }))
  return sure.reduce((best, one) => (one.score > best.score ? one : best), { reader: undefined, score: 0 } as {
    readonly reader: Reader | undefined
    readonly score: number
  }).reader
}

export async function read(text: string, path: string, wording: Wording): Promise<FoundAnswers> {
  const words = await wordsOf(wording.language)
  const reading = (readerOf(text) ?? accelerate).read(text)
  const stop = reading.findings.find(({ refused }) => refused)
  if (stop) {
    const { line, column } = stop.at
    throw new UserError('file-not-understood', {
      path,
      problem: fill(words['at-place'], { line, column, problem: clean(stop.detail) }),
    })
  }
  if (reading.given.length === 0) throw new UserError('file-not-understood', { path, problem: words['nothing-known'] })
  const notes = [
    ...reading.unknown.map(({ path: key, at }) => fill(words['note-unknown'], { key: clean(key), line: at.line })),
    ...reading.refused.map(({ refusal, at }) =>
      fill(words['note-refused'], { line: at.line, problem: clean(refusalText(refusal, wording.sentences)) }),
    ),
  ]
  return { answers: { ...reading.implied, ...reading.answers }, notes }
}
