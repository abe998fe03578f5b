/** `--from`: a file that somebody else wrote, or a configuration copied from the playground, → answers. */
import { resolve } from 'node:path'
import type { Answers } from '../shared/config.ts'
import { answersOf, isHash } from '../shared/hash.ts'
import type { ReadAnswers, Wording } from './face.ts'
import type { Host } from './host.ts'
import { UserError } from './user-error.ts'

/** Bytes; a configuration is a few kilobytes. */
const largest = 2_000_000

export interface FoundAnswers {
  readonly answers: Answers
  /** What the file says itself; the rest of the answers is what its silence means. */
  readonly said: Answers
  /** Whole sentences: what was not taken, and why. */
  readonly notes: readonly string[]
}

export async function answersFrom(host: Host, from: string, wording: Wording): Promise<FoundAnswers> {
  const hash = from.slice(Math.max(0, from.indexOf('#')))
  if (isHash(hash)) {
    const { refusalText } = await import('../shared/refusal-text.ts')
    const { answers, refusals, unknownPreset } = answersOf(hash)
    if (unknownPreset !== null) {
      const { presets } = await import('../shared/presets/index.ts')
      throw new UserError('unknown-preset', { preset: unknownPreset, presets: presets.map(({ id }) => id) })
    }
    return { answers, said: answers, notes: refusals.map((refusal) => refusalText(refusal, wording.sentences)) }
  }
  return answersFromFiles(host, [from], wording)
}

/** Files that say parts of one run, with the files that they name. */
export async function answersFromFiles(host: Host, paths: readonly string[], wording: Wording): Promise<FoundAnswers> {
  // What is no file is told with its whole path, since that may differ from what was meant.
  const places = paths.map((path) => resolve(host.folder, path))
  for (const place of places) bytesOf(host, place)
  const { answersInFiles } = await import('./read-file.ts')
  return answersInFiles(host, paths, wording)
}

/** The bytes of a small file. */
export function bytesOf(host: Host, path: string): Uint8Array {
  const reason = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error)
  let size: number
  try {
    const standing = host.files.status(path)
    if (!standing) throw new UserError('file-missing', { path })
    if (standing.kind === 'folder') throw new UserError('file-unreadable', { path, reason: 'EISDIR' })
    // Opening a named pipe waits for somebody to write, and a device may never end; `<(command)` is neither.
    if (standing.kind === 'other' && !/^\/(?:dev|proc\/self)\/(?:fd\/|stdin)/.test(path))
      throw new UserError('file-unreadable', { path, reason: 'ENOTSUP' })
    size = standing.size
    if (size <= largest) return host.files.read(path)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError('file-unreadable', { path, reason: reason(error) })
  }
  throw new UserError('file-unreadable', { path, reason: `${(size / 1e6).toFixed(1)} MB` })
}

/** The same for a face, which shows the problem and goes on asking. */
export async function tryAnswersFrom(host: Host, from: string, wording: Wording): Promise<ReadAnswers> {
  try {
    return await answersFrom(host, from, wording)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { problemLines } = await import('./print/problem.ts')
    const { wordsOf } = await import('./words/words.ts')
    const lines = problemLines(error, wording, await wordsOf(wording.language), host.errors)
    return { problem: lines.slice(0, -1).join(' ') }
  }
}
