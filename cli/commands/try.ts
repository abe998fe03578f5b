/** `try`: a rehearsal before the money: what the run needs is there, and it does what it should on a small model. */
import { join } from 'node:path'
import { modelById } from '../../shared/catalog/models.ts'
import { isError, preflight } from '../../shared/rehearsal/preflight.ts'
import { neverShown } from '../../shared/rehearsal/verdicts.ts'
import { machineOf } from '../machine-of-a-run.ts'
import { preflightLines, rehearsalLines, sentence, troubleLines } from '../print/rehearsal.ts'
import { styleOf } from '../print/style.ts'
import { columnsOf } from '../print/text.ts'
import { type Place, type Rehearsal, rehearse } from '../rehearse.ts'
import { type RunInFolder, runIn } from '../run-in-folder.ts'
import { ofFiles, ofPreflight, ofRehearsal, troubleJson } from '../trouble.ts'
import { UserError } from '../user-error.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

/** Minutes that one launch may take where nobody says otherwise: the first one on a busy machine imports for long. */
const usualMinutes = 10

/** Bytes of a parameter in 16 bits. */
const each = 2

export const bytesOfModel = ({ run }: Pick<RunInFolder, 'run'>): number | undefined => {
  const parameters = modelById(run.config['model.id'])?.parameters.total
  return parameters === undefined ? undefined : parameters * each
}

function minutesOf(call: Call): number {
  const said = flagValue(call, 'timeout')
  const minutes = Number(said ?? usualMinutes)
  if (!(minutes > 0 && minutes <= 24 * 60))
    throw new UserError('flag-value', { flag: '--timeout', value: said ?? '', allowed: ['10'] })
  return minutes
}

type Here = Pick<Place, 'python' | 'gpus'>

/** The rehearsal, in a folder that is gone afterwards. Ctrl-C ends it and still removes the folder. */
async function onScratch(call: Call, { folder, run, files }: RunInFolder, here: Here): Promise<Rehearsal | undefined> {
  const { host, wording } = call
  const scratch = join(host.environment.TMPDIR ?? '/tmp', `lora-wizard-try-${host.chance()}`)
  const quiet = has(call, 'json')
  const stopping = new AbortController()
  const hearing = host.onInterrupt(() => stopping.abort())
  const place = { ...here, folder, scratch, files, patience: minutesOf(call) * 60_000, signal: stopping.signal }
  try {
    const done = await rehearse(host, run, place, (step) => {
      if (!quiet) host.errors.write(`${sentence(wording, `step.${step}`)}\n`)
    })
    return stopping.signal.aborted ? undefined : done
  } finally {
    hearing.stop()
    if (has(call, 'keep')) host.errors.write(`${sentence(wording, 'kept', { folder: scratch })}\n`)
    else await host.run(here.python, ['-c', 'import shutil, sys; shutil.rmtree(sys.argv[1], True)', scratch], 60_000)
  }
}

export const rehearsal: Command = {
  flags: [
    { name: 'preflight' },
    { name: 'cpu' },
    { name: 'timeout', value: 'MINUTES' },
    { name: 'keep' },
    { name: 'json' },
  ],
  positionals: ['[FOLDER]'],
  run: async (call) => {
    const { host, wording } = call
    const minutes = minutesOf(call)
    const found = await runIn(call, 'try')
    const { folder, run } = found
    const style = styleOf(host.output)
    const columns = columnsOf(host.output)
    const { machine, python } = await machineOf(host, run, folder)
    const gpus = has(call, 'cpu') ? 0 : machine.gpus
    const before = preflight(run, { ...machine, gpus }, bytesOfModel(found))
    const json = has(call, 'json')
    const inFiles = ofFiles(host, found.gathered)
    if (!json) {
      const lines = [
        ...preflightLines(before, wording, style, columns),
        ...inFiles.flatMap((one) => troubleLines(one, wording, style, columns)),
      ]
      host.output.write(`${lines.join('\n')}\n\n`)
    }
    // A port that is taken or a full disk does not keep the small run from showing the rest.
    const possible = !before.some((one) => isError(one) && /^(?:python|script|packages)$/.test(one.id))
    const foreign = run.config['output.trainer'] === 'mlperf'
    const starts = python !== undefined && possible && !foreign && !has(call, 'preflight')
    const done = starts ? await onScratch(call, found, { python, gpus }) : undefined
    if (starts && !done) return 130
    const never = neverShown(run, gpus === 0)
    const troubles = done ? ofRehearsal(done, run.config['model.id'], minutes) : []
    const wrong = before.some(isError) || inFiles.length > 0 || troubles.length > 0
    const ready = !wrong && done !== undefined
    if (json) {
      const report = {
        version: 1,
        ready,
        preflight: before,
        rehearsal: done
          ? { proofs: done.proofs, overrides: done.overrides, data: done.prepared.data ?? null, said: done.said }
          : null,
        not_shown: never,
        findings: [...inFiles, ...ofPreflight(before), ...troubles].map((one) => troubleJson(one, wording)),
      }
      host.output.write(`${JSON.stringify(report, null, 2)}\n`)
      return wrong ? 1 : 0
    }
    if (done) host.output.write(`${rehearsalLines(done, troubles, never, wording, style, columns).join('\n')}\n\n`)
    const id = ready ? 'ready' : wrong ? 'not-ready' : foreign ? 'foreign' : 'not-rehearsed'
    host.output.write(`${style.bold(sentence(wording, id))}\n`)
    return wrong ? 1 : 0
  },
}
