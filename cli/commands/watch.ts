/** `watch`: the log of a run → its progress, its plots, and advice with the change to the configuration. */
import { basename, dirname, resolve as resolvePath } from 'node:path'
import { type Run, resolve } from '../../shared/config.ts'
import type { History } from '../../shared/training/history.ts'
import { type Report, report } from '../../shared/training/report.ts'
import { beginningOf } from '../beginning.ts'
import { type Followed, followed, readInput } from '../follow-log.ts'
import { styleOf } from '../print/style.ts'
import { columnsOf } from '../print/text.ts'
import { isEmpty, type TrainingDrawing, trainingJson, trainingLines } from '../print/training.ts'
import { pageMark, trainingPage } from '../print/training-page.ts'
import { bytesOf } from '../read-answers.ts'
import { showsUnicode } from '../tui/paint.ts'
import { UserError } from '../user-error.ts'
import { writeFiles } from '../write-files.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

/** The configuration of the run, and the options that it states. */
interface Known {
  readonly run: Run | undefined
  readonly stated: ReadonlySet<string>
}

async function known(call: Call): Promise<Known> {
  const { session, notes, given } = await beginningOf(call)
  for (const note of notes) call.host.errors.write(`${note}\n`)
  return given
    ? { run: resolve(session.answers), stated: new Set(Object.keys(session.answers)) }
    : { run: undefined, stated: new Set() }
}

const reportOf = (history: History, { run, stated }: Known): Report => report({ history, run, stated })

function drawingOf(call: Call, columns: number, rows: number): TrainingDrawing {
  const { host } = call
  return {
    style: styleOf(host.output),
    columns,
    rows,
    ascii: !showsUnicode(host.environment),
    file: flagValue(call, 'from'),
  }
}

/** Rows of a plot in a window; all four plots and the first advice should be seen at once. */
const plotRows = (rows: number): number => Math.max(4, Math.min(10, Math.floor((rows - 10) / 2.5)))

function print(call: Call, found: Report, path: string): number {
  const { host, wording } = call
  if (isEmpty(found.history)) throw new UserError('nothing-to-watch', { path })
  const text = has(call, 'json')
    ? JSON.stringify(trainingJson(found, wording), null, 2)
    : trainingLines(found, wording, drawingOf(call, columnsOf(host.output, 160), 8)).join('\n')
  host.output.write(`${text.trimEnd()}\n`)
  const page = flagValue(call, 'html')
  if (page !== undefined) {
    writePage(call, resolvePath(host.folder, page), trainingPage(found, wording, flagValue(call, 'from')))
  }
  return found.advice.some(({ severity }) => severity === 'error') ? 1 : 0
}

/** Writes the page; a file that is no report of ours is left alone. */
function writePage({ host }: Call, path: string, text: string): void {
  const folder = dirname(path)
  const file = { path: basename(path), text }
  const before = host.files.status(path) ? new TextDecoder().decode(bytesOf(host, path)) : undefined
  if (before !== undefined && !before.includes(pageMark))
    throw new UserError('would-overwrite', { files: [file.path], folder })
  writeFiles(host, folder, [{ file, before }])
}

/** The live screen; leaves the report behind it. */
async function showLive(call: Call, log: Followed, configuration: Known): Promise<number> {
  const { live } = await import('../tui/watch.tsx')
  log.readOn()
  await live({
    input: call.host.input,
    output: call.host.output,
    look: log.readOn,
    keys: call.wording.sentences('watch.keys') ?? '',
    lines: (columns, rows) =>
      trainingLines(
        reportOf(log.history(), configuration),
        call.wording,
        drawingOf(call, columns, plotRows(rows)),
      ).flatMap((line) => line.split('\n')),
  })
  return print(call, reportOf(log.last(), configuration), log.path)
}

export const watch: Command = {
  flags: [
    { name: 'from', value: 'FILE' },
    { name: 'preset', value: 'ID' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'set', value: 'KEY=VALUE' },
    { name: 'once' },
    { name: 'html', value: 'FILE' },
    { name: 'json' },
  ],
  positionals: ['LOG|DIR|-'],
  takesOptions: true,
  run: async (call) => {
    const { host } = call
    const [given] = call.positionals
    if (given === undefined) throw new UserError('argument-missing', { list: '  lora-wizard watch LOG' })
    const configuration = await known(call)
    if (given === '-') return print(call, reportOf(await readInput(host, () => {}), configuration), '-')
    const log = followed(host, resolvePath(host.folder, given))
    const terminal = host.output.isTTY && host.input.isTTY && !has(call, 'json') && !has(call, 'once')
    if (terminal) return showLive(call, log, configuration)
    log.readOn()
    return print(call, reportOf(log.last(), configuration), log.path)
  },
}
