/** Files that were read → those of the one run that is asked about; what is of several runs, or of no kind, is the user's to mend. */
import { fileSets, inOrder } from '../shared/file-set.ts'
import { unknownKind } from '../shared/readers/unknown-kind.ts'
import type { Gathered } from './gather-files.ts'
import { clean } from './print/text.ts'
import { notUnderstood } from './read-file.ts'
import { UserError } from './user-error.ts'
import type { TerminalWords } from './words/words.ts'

/** A path as it is typed again. */
const typed = (path: string): string => (/^[\w./:=@%+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)
export const commandFor = (command: string, paths: readonly string[]): string =>
  ['lora-wizard', command, ...paths.map((path) => typed(clean(path)))].join(' ')

/** So many runs of a folder are named; whoever has more knows where they are. */
const mostRuns = 8

/** The files of the one run that is asked about: those that are named together, or those that belong to one. */
export function filesOfOneRun(
  files: readonly Gathered[],
  paths: readonly string[],
  words: TerminalWords,
  /** How one of several runs is named in the command that asks. */
  call: (paths: readonly string[]) => string,
): readonly Gathered[] {
  const [main] = files
  const [path = ''] = paths
  if (!main) throw new UserError('file-not-understood', { path, problem: words['nothing-known'] })
  const asked = files.filter((file) => file.asked)
  const sets = fileSets(files)
  if (paths.length === 1 && asked.length > 1 && sets.length > 1) {
    const list = sets
      .slice(0, mostRuns)
      .map((set) => `  ${call(inOrder(set).map((file) => file.path))}`)
      .join('\n')
    throw new UserError('argument-missing', { list })
  }
  for (const { reading, path: name } of asked) {
    if (reading.kind === unknownKind)
      throw new UserError('file-not-understood', { path: name, problem: words['nothing-known'] })
    const stop = reading.findings.find(({ refused }) => refused)
    if (stop) throw notUnderstood(name, stop.at, stop.detail, words)
  }
  if (paths.length > 1) return inOrder(files)
  const set = sets.find((one) => one.includes(main)) ?? [main]
  return inOrder(files.filter((file) => set.includes(file)))
}
