/** The run that the launch.sh of a folder starts: its files, and what they mean. */
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Run } from '../shared/config.ts'
import { runOfFiles } from '../shared/run-of-files.ts'
import type { Call } from './commands/command.ts'
import { commandFor, filesOfOneRun } from './files-of-a-run.ts'
import { type Gathered, gather } from './gather-files.ts'
import type { Place } from './rehearse.ts'
import { UserError } from './user-error.ts'

export interface RunInFolder {
  /** Absolute. */
  readonly folder: string
  readonly run: Run
  readonly gathered: readonly Gathered[]
  /** The Accelerate and DeepSpeed files. */
  readonly files: Place['files']
}

/** A file as a script in the folder names it. */
const fromFolder = (folder: string, place: string): string => {
  const path = relative(folder, place)
  return path.startsWith('..') || isAbsolute(path) ? place : path
}

export async function runIn(call: Call, command: string): Promise<RunInFolder> {
  const { host, words, positionals } = call
  const [path = '.'] = positionals
  const folder = resolve(host.folder, path)
  if (host.files.status(folder) === undefined) throw new UserError('file-missing', { path })
  if (host.files.status(join(folder, 'launch.sh')) === undefined)
    throw new UserError('nothing-to-start', { folder: path })
  const found = await gather(host, { paths: [path], ignore: [], root: host.folder, known: true })
  const gathered = filesOfOneRun(found, [path], words, (paths) => commandFor(command, paths))
  const files = gathered.flatMap(({ place, reading: { kind } }) =>
    place !== '' && (kind === 'accelerate' || kind === 'deepspeed')
      ? [{ path: fromFolder(folder, place), place, kind } as const]
      : [],
  )
  return { folder, run: runOfFiles(gathered), gathered, files }
}
