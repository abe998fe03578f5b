/** A file that exists → what it says. */
import { readers } from './readers/index.ts'
import type { Reader, Reading } from './readers/reader.ts'
import { sampleOf } from './readers/recognise.ts'

/** The reader that is surest of a text; undefined if none knows it. */
export function recognise(text: string): Reader | undefined {
  const sample = sampleOf(text)
  let best: Reader | undefined
  let most = 0
  for (const reader of readers) {
    const score = reader.recognise(sample)
    if (score > most) {
      best = reader
      most = score
    }
  }
  return best
}

/** Reads a text as the kind that is given, or that it looks like; undefined if it is of no known kind. */
export function read(text: string, kind?: string): Reading | undefined {
  const reader = kind === undefined ? recognise(text) : readers.find(({ id }) => id === kind)
  return reader?.read(text)
}
