/** `estimate`: whether a run fits, how fast it goes and what it costs, before anything is started. */
import type { Model } from '../../shared/catalog/model.ts'
import { type Run, resolve } from '../../shared/config.ts'
import { workloadOf } from '../../shared/estimate/from-run.ts'
import { type Comparison, compare, together } from '../../shared/estimate/measured.ts'
import { memory } from '../../shared/estimate/memory.ts'
import { cost, speed } from '../../shared/estimate/speed.ts'
import { gpuCount, tokensPerMicroBatch, type Workload } from '../../shared/estimate/workload.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import { fill } from '../../shared/pages.ts'
import { reliefs } from '../../shared/relief.ts'
import { beginningOf } from '../beginning.ts'
import { followed } from '../follow-log.ts'
import { gpuAnswers } from '../gpu-answers.ts'
import { keepCorrection } from '../keep-correction.ts'
import { modelOf } from '../model-of.ts'
import { amountIn, count } from '../print/figures.ts'
import { type Estimate, estimateJson, estimateLines } from '../print/memory.ts'
import { styleOf } from '../print/style.ts'
import { clean, columnsOf } from '../print/text.ts'
import { wayText } from '../print/way.ts'
import { showsUnicode } from '../tui/paint.ts'
import { UserError } from '../user-error.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

/** How many answers that would help are named. */
const most = 3

/** A positive amount that a flag was given. */
export function amount(call: Call, flag: string): number | null {
  const value = flagValue(call, flag)
  if (value === undefined) return null
  const found = amountIn(value)
  if (found === undefined)
    throw new UserError('flag-value', {
      flag: `--${flag}`,
      value,
      allowed: flag === 'price' ? ['2.5'] : ['250M', '1e9'],
    })
  return found
}

/** The workload of a run whose model is known; a GPU that nobody knows is the user's to mend. */
export function workloadFor(run: Run, model: Model): Workload {
  const found = workloadOf(run, model)
  if ('workload' in found) return found.workload
  gpuAnswers(run.config['hardware.gpu'])
  throw new Error(`no workload: ${found.unknown.join(', ')}`)
}

function titleOf(
  run: Run,
  { model, gpu, machines, gpusPerMachine, microBatch, sequenceLength }: Workload,
  call: Call,
): string {
  const { sentences } = call.wording
  const cards = `${gpusPerMachine} × ${gpu.name}`
  return [
    clean(model.id),
    wayText(run, sentences),
    machines > 1 ? `${machines} × ${cards}` : cards,
    fill(sentences('memory.batch') ?? '', { micro: microBatch, tokens: count(sequenceLength) }),
  ].join(' · ')
}

/** A GPU that nobody named is told, since the verdict is about it. */
export const takenNotes = ({ answers, config }: Run, { wording }: Call): readonly string[] =>
  answers['hardware.gpu'] === undefined
    ? [fill(wording.sentences('memory.taken') ?? '', { gpu: config['hardware.gpu'] })]
    : []

/** The logs that `--measured` names, held against the estimate without any correction. */
function measuredOf(call: Call, work: Workload): Comparison | undefined {
  const paths = call.flags.get('measured') ?? []
  const histories = paths.map((path) => {
    const log = followed(call.host, path)
    while (log.readOn()) {}
    return log.last()
  })
  const history = together(histories)
  if (!history) return undefined
  const found = compare({ ...work, memoryFactor: 1, stepFactor: 1 }, history)
  if (found.compared.length === 0) throw new UserError('nothing-to-watch', { path: paths.join(', ') })
  return found
}

/** Options that the verdict depends on and that are not set: the model, the GPU, the length. */
const assumedIn = ({ answers }: Run): readonly FieldKey[] => [
  ...(answers['model.id'] === undefined && answers['model.config_file'] === undefined ? (['model.id'] as const) : []),
  ...(['hardware.gpu', 'data.sequence_length'] as const).filter((key) => answers[key] === undefined),
]

export const estimate: Command = {
  flags: [
    { name: 'preset', value: 'ID' },
    { name: 'from', value: 'FILE' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'set', value: 'KEY=VALUE' },
    { name: 'lengths', value: 'FILE' },
    { name: 'measured', value: 'LOG' },
    { name: 'keep' },
    { name: 'price', value: 'PER_GPU_HOUR' },
    { name: 'tokens', value: 'N' },
    { name: 'json' },
  ],
  takesOptions: true,
  run: async (call) => {
    const { host, wording } = call
    const { session, notes } = await beginningOf(call)
    const price = amount(call, 'price')
    const asked = amount(call, 'tokens')
    const run = resolve(session.answers)
    const found = modelOf(host, run, wording)
    const work = workloadFor(run, found.model)
    const used = memory(work)
    const fast = speed(work)
    const steps = run.config['training.max_steps']
    const counted = asked === null && steps !== null && steps > 0 ? steps : null
    const each = tokensPerMicroBatch(work) * work.fill * work.accumulation * gpuCount(work)
    const tokens = asked ?? (counted === null ? null : counted * each)
    const result: Estimate = {
      title: titleOf(run, work, call),
      work,
      memory: used,
      speed: fast,
      tokens,
      steps: counted,
      cost: tokens === null ? null : cost(work, fast, tokens, price),
      price,
      measured: measuredOf(call, work),
      assumed: assumedIn(run),
      reliefs: used.fits === 'yes' ? [] : reliefs(session.answers, found.model).slice(0, most),
    }
    for (const note of [...notes, ...found.notes, ...takenNotes(run, call)]) host.errors.write(`${note}\n`)
    const correction = has(call, 'keep') ? result.measured?.correction : undefined
    const kept = correction && keepCorrection(host, session.answers, correction)
    const code = used.fits === 'no' ? 1 : 0
    if (has(call, 'json')) {
      host.output.write(`${JSON.stringify({ ...estimateJson(result), kept: kept?.path ?? null }, null, 2)}\n`)
      return code
    }
    const lines = estimateLines(result, wording.sentences, {
      style: styleOf(host.output),
      columns: columnsOf(host.output),
      ascii: !showsUnicode(host.environment),
    })
    host.output.write(`${lines.join('\n').trimEnd()}\n`)
    if (kept) host.output.write(`\n${fill(wording.sentences('measured.kept') ?? '', { ...kept })}\n`)
    return code
  },
}
