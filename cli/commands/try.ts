/** `try`: a rehearsal before the money: what the run needs is there, and it does what it should on a small model. */
import { join, resolve } from 'node:path'
import { modelById } from '../../shared/catalog/models.ts'
import { type Preflight, preflight } from '../../shared/rehearsal/preflight.ts'
import { neverShown } from '../../shared/rehearsal/verdicts.ts'
import { runOfFiles } from '../../shared/run-of-files.ts'
import { commandFor, filesOfOneRun } from '../files-of-a-run.ts'
import { gather } from '../gather-files.ts'
import { machineOf } from '../machine-of-a-run.ts'
import { preflightLines, preflightText, proofText, rehearsalLines, sentence } from '../print/rehearsal.ts'
import { styleOf } from '../print/style.ts'
import { type Rehearsal, rehearse } from '../rehearse.ts'
import { UserError } from '../user-error.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

/** Minutes that one launch may take where nobody says otherwise: the first one on a busy machine imports for long. */
const usualMinutes = 10

/** Bytes of a parameter in 16 bits. */
const each = 2

/** The run of a folder's files, and where it is. */
export async function runIn(call: Call) {
  const { host, words, positionals } = call
  const [path = '.'] = positionals
  const folder = resolve(host.folder, path)
  if (host.files.status(folder) === undefined) throw new UserError('file-missing', { path })
  if (host.files.status(join(folder, 'launch.sh')) === undefined)
    throw new UserError('nothing-to-start', { folder: path })
  const files = await gather(host, { paths: [path], ignore: [], root: host.folder, known: true })
  const chosen = filesOfOneRun(files, [path], words, (paths) => commandFor('try', paths))
  return { folder, path, run: runOfFiles(chosen) }
}

const bad = (found: readonly Preflight[]): boolean => found.some(({ standing }) => standing === 'bad')
const failed = ({ prepared, proofs }: Rehearsal): boolean =>
  prepared.problem !== undefined ||
  prepared.data_problem !== undefined ||
  proofs.some(({ verdict }) => verdict === 'contradicted')

/** What is wrong, each with the name of what was looked at. */
function findings(before: readonly Preflight[], rehearsal: Rehearsal | undefined, call: Call) {
  const { wording } = call
  const rehearsed = rehearsal
    ? [
        ...(rehearsal.prepared.problem
          ? [
              {
                rule: `rehearsal/${rehearsal.prepared.problem}`,
                message: sentence(wording, `problem-${rehearsal.prepared.problem}`, {
                  detail: rehearsal.prepared.detail ?? '',
                }),
              },
            ]
          : []),
        ...(rehearsal.prepared.data_problem
          ? [
              {
                rule: 'rehearsal/data',
                message: sentence(wording, 'problem-data', { detail: rehearsal.prepared.data_problem }),
              },
            ]
          : []),
        ...rehearsal.proofs
          .filter(({ verdict }) => verdict === 'contradicted')
          .map((proof) => ({ rule: `rehearsal/${proof.id}`, message: proofText(proof, wording) })),
      ]
    : []
  return [
    ...before
      .filter(({ standing }) => standing === 'bad' || standing === 'doubtful')
      .map((one) => ({
        rule: `preflight/${one.id}`,
        severity: one.standing === 'bad' ? 'error' : 'warning',
        message: preflightText(one, wording),
      })),
    ...rehearsed.map((one) => ({ ...one, severity: 'error' })),
  ]
}

async function onScratch(
  call: Call,
  python: string,
  run: Parameters<typeof rehearse>[1],
  folder: string,
  gpus: number,
) {
  const { host, wording } = call
  const minutes = Number(flagValue(call, 'timeout') ?? usualMinutes)
  if (!(minutes > 0))
    throw new UserError('flag-value', { flag: '--timeout', value: flagValue(call, 'timeout') ?? '', allowed: ['10'] })
  const scratch = join(host.environment.TMPDIR ?? '/tmp', `lora-wizard-try-${host.chance()}`)
  const quiet = has(call, 'json')
  try {
    return await rehearse(host, run, { folder, scratch, python, gpus, patience: minutes * 60_000 }, (step) => {
      if (!quiet) host.errors.write(`${sentence(wording, `step.${step}`)}\n`)
    })
  } finally {
    if (has(call, 'keep')) host.errors.write(`${sentence(wording, 'kept', { folder: scratch })}\n`)
    else await host.run(python, ['-c', 'import shutil, sys; shutil.rmtree(sys.argv[1], True)', scratch], 60_000)
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
    const { folder, run } = await runIn(call)
    const style = styleOf(host.output)
    const { machine, python } = await machineOf(host, run, folder)
    const gpus = has(call, 'cpu') ? 0 : machine.gpus
    const parameters = modelById(run.config['model.id'])?.parameters.total
    const before = preflight(run, { ...machine, gpus }, parameters === undefined ? undefined : parameters * each)
    const json = has(call, 'json')
    if (!json) host.output.write(`${preflightLines(before, wording, style).join('\n')}\n\n`)
    // A port that is taken or a full disk does not keep the small run from showing the rest.
    const possible =
      python !== undefined && !before.some(({ id, standing }) => standing === 'bad' && /^(?:script|packages)$/.test(id))
    const foreign = run.config['output.trainer'] === 'mlperf'
    const done =
      has(call, 'preflight') || !possible || foreign ? undefined : await onScratch(call, python, run, folder, gpus)
    const never = neverShown(run, gpus === 0)
    const wrong = bad(before) || (done !== undefined && failed(done))
    const ready = !wrong && done !== undefined
    if (json) {
      const report = {
        version: 1,
        ready,
        preflight: before,
        rehearsal: done && {
          proofs: done.proofs,
          overrides: done.overrides,
          data: done.prepared.data ?? null,
          said: done.said,
        },
        not_shown: never,
        findings: findings(before, done, call),
      }
      host.output.write(`${JSON.stringify(report, null, 2)}\n`)
    } else {
      if (done) host.output.write(`${rehearsalLines(done, never, wording, style).join('\n')}\n\n`)
      const id = ready ? 'ready' : wrong ? 'not-ready' : foreign ? 'foreign' : 'not-rehearsed'
      host.output.write(`${style.bold(sentence(wording, id))}\n`)
    }
    return wrong ? 1 : 0
  },
}
