/** Files of one run → the answers they mean to the tools that read them, and a sentence for whatever is not taken over. */
import { fileSets, inOrder } from '../shared/file-set.ts'
import { imported, type Left } from '../shared/imported.ts'
import { fill } from '../shared/pages.ts'
import type { Place } from '../shared/python/yaml/node.ts'
import { accelerate } from '../shared/readers/accelerate.ts'
import { unknownKind } from '../shared/readers/unknown-kind.ts'
import { refusalText } from '../shared/refusal-text.ts'
import type { Wording } from './face.ts'
import { type Gathered, gather } from './gather-files.ts'
import type { Host } from './host.ts'
import { clean } from './print/text.ts'
import type { FoundAnswers } from './read-answers.ts'
import { UserError } from './user-error.ts'
import { type TerminalWords, wordsOf } from './words/words.ts'

/** A text that no parser gets through; what it says of it is quoted, since people look for it word by word. */
export function notUnderstood(path: string, { line, column }: Place, said: string, words: TerminalWords): UserError {
  const problem = fill(words['at-place'], { line, column, problem: clean(said) })
  return new UserError('file-not-understood', { path, problem })
}

/** What files say together, with the files that they name. */
export async function answersInFiles(host: Host, paths: readonly string[], wording: Wording): Promise<FoundAnswers> {
  const words = await wordsOf(wording.language)
  const gathered = await gather(host, { paths })
  const files = inOrder(ofOneRun(gathered))
  for (const { path, text, reading, asked } of files) {
    // A text that looks like nothing known is read as Accelerate would read it.
    const more = reading.kind === unknownKind ? accelerate.read(text).findings : []
    const stop = [...reading.findings, ...more].find(({ refused }) => refused)
    if (stop) throw notUnderstood(path, stop.at, stop.detail, words)
    const saysNothing = reading.given.length === 0 && !['lora-wizard', 'launch-script'].includes(reading.kind)
    if (asked && (reading.kind === unknownKind || saysNothing))
      throw new UserError('file-not-understood', { path, problem: words['nothing-known'] })
  }
  refuseInvalid(files, wording, words)
  const { answers, said, left } = imported(files)
  if (Object.keys(answers).length === 0 && !files.some(({ reading }) => reading.kind === 'lora-wizard'))
    throw new UserError('file-not-understood', { path: paths[0] ?? '', problem: words['nothing-known'] })
  const followed = files.filter(({ asked }) => !asked).map(({ path }) => clean(path))
  return {
    answers,
    said,
    notes: [
      ...(followed.length > 0 ? [fill(words['also-read'], { paths: followed })] : []),
      ...left.map((one) => leftText(one, words)),
    ],
  }
}

/** The files that are asked for, and those that belong to the same runs. */
function ofOneRun(files: readonly Gathered[]): readonly Gathered[] {
  const wanted = new Set(files.filter(({ asked }) => asked))
  const sets = fileSets(files).filter((set) => set.some((file) => wanted.has(file as Gathered)))
  return files.filter((file) => wanted.has(file) || sets.some((set) => set.includes(file)))
}

/** A value that no tool accepts is the user's to correct: a run with something else in its place is not what the file says. */
function refuseInvalid(files: readonly Gathered[], wording: Wording, words: TerminalWords): void {
  const several = files.length > 1
  const problems = files.flatMap(({ path, reading }) =>
    reading.refused.map(({ refusal, at }) => {
      const line = fill(words['note-refused'], {
        line: at.line,
        problem: clean(refusalText(refusal, wording.sentences)),
      })
      return several ? `${clean(path)}: ${line}` : line
    }),
  )
  if (problems.length > 0) throw new UserError('values-refused', { problems: problems.join('\n') })
}

/** So much of a value is shown. */
const longest = 60

function leftText({ file, line, key, value, why, by }: Left, words: TerminalWords): string {
  // As it is meant: quotes that only tell a text from a number are no part of it.
  const plain = value.replace(/^'(.*)'$/s, '$1')
  const shown = plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain
  return fill(words[`left-${why}`], {
    path: clean(file.path),
    line,
    key: clean(key),
    value: clean(shown),
    by: by ? `${clean(by.file.path)}:${by.line}` : '',
  })
}
