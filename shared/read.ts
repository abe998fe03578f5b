/** A file that exists → what it says. */

import { close } from './lookup/unknown-keys.ts'
import { readers } from './readers/index.ts'
import { isNextGeneration } from './readers/llama-factory.ts'
import type { Reader, Reading } from './readers/reader.ts'
import { looksLikeJson, sampleOf } from './readers/recognise.ts'
import { clusterKeys, deepspeedKeys } from './tools/names.ts'

/** The reader that is surest of a text; undefined if none knows it. */
export function recognise(text: string): Reader | undefined {
  const sample = sampleOf(text)
  if (isNextGeneration(sample)) return undefined
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

/** One name that many kinds of file have proves nothing. */
const leastSure = 2
/** With so many names that a tool does not know, a few that it does know are chance. */
const manyStrangers = 12

/**
 * The reader of a file that somebody named by itself. Where no name in it tells, the end of the path does, as long as some name
 * is one that the tool knows, or almost; undefined for a text that is about something else.
 */
export function readerOfNamed(text: string, path: string): Reader | undefined {
  const sample = sampleOf(text)
  const of = (kind: string) => readers.find(({ id }) => id === kind)
  const sure = recognise(text)
  const names = [...sample.names]
  const knows = (known: ReadonlySet<string>) => names.filter((name) => known.has(name)).length
  if (sure && sure.recognise(sample) >= leastSure) {
    const chance =
      sure.id === 'accelerate' &&
      names.length > manyStrangers &&
      knows(clusterKeys()) * 4 < names.length &&
      !sample.json
    return chance ? undefined : sure
  }
  if (/\.(?:sh|bash|slurm|sbatch)$/i.test(path)) return of('launch-script')
  const [kind, known] =
    /\.json$/i.test(path) && looksLikeJson(text) ? ['deepspeed', deepspeedKeys()] : ['accelerate', clusterKeys()]
  const almost = () => names.some((name) => name.length > 5 && [...known].some((one) => close(name, one)))
  return names.length === 0 || knows(known) * 4 >= names.length || almost() ? of(kind) : undefined
}

/** Reads a text as the kind that is given, or that it looks like; undefined if it is of no known kind. */
export function read(text: string, kind?: string): Reading | undefined {
  const reader = kind === undefined ? recognise(text) : readers.find(({ id }) => id === kind)
  return reader?.read(text)
}
