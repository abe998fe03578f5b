/** The text of a file → the answers it means to the tool that reads it, and a sentence for whatever could not be taken. */
import { fill } from '../shared/pages.ts'
import type { Place } from '../shared/python/yaml/node.ts'
import { read } from '../shared/read.ts'
import { refusalText } from '../shared/refusal-text.ts'
import type { Wording } from './face.ts'
import { clean } from './print/text.ts'
import type { FoundAnswers } from './read-answers.ts'
import { UserError } from './user-error.ts'
import { type TerminalWords, wordsOf } from './words/words.ts'

/** A text that no parser gets through; what it says of it is quoted, since people look for it word by word. */
export function notUnderstood(path: string, { line, column }: Place, said: string, words: TerminalWords): UserError {
  const problem = fill(words['at-place'], { line, column, problem: clean(said) })
  return new UserError('file-not-understood', { path, problem })
}

/** A text that looks like nothing known is read as Accelerate would read it. */
export async function answersIn(text: string, path: string, wording: Wording): Promise<FoundAnswers> {
  const words = await wordsOf(wording.language)
  const reading = read(text) ?? read(text, 'accelerate')
  const stop = reading?.findings.find(({ refused }) => refused)
  if (stop) throw notUnderstood(path, stop.at, stop.detail, words)
  if (!reading || (reading.given.length === 0 && reading.kind !== 'lora-wizard'))
    throw new UserError('file-not-understood', { path, problem: words['nothing-known'] })
  // A value that no tool accepts is the user's to correct: a run with something else in its place is not what the file says.
  if (reading.refused.length > 0) {
    const problems = reading.refused.map(({ refusal, at }) =>
      fill(words['note-refused'], { line: at.line, problem: clean(refusalText(refusal, wording.sentences)) }),
    )
    throw new UserError('values-refused', { problems: problems.join('\n') })
  }
  const notes = [
    ...reading.unknown.map(({ path: key, at }) => fill(words['note-unknown'], { key: clean(key), line: at.line })),
    ...(reading.passed ?? []).map(({ path: key, at }) =>
      fill(words['note-unknown'], { key: clean(key), line: at.line }),
    ),
  ]
  return { answers: { ...reading.implied, ...reading.answers }, said: reading.answers, notes }
}
