/** `estimate`: whether a run fits, how fast it goes and what it costs, before anything is started. */
import type { Model } from '../../shared/catalog/model.ts'
import { type Run, resolve } from '../../shared/config.ts'
import { workloadOf } from '../../shared/estimate/from-run.ts'
import { memory } from '../../shared/estimate/memory.ts'
import { cost, speed } from '../../shared/estimate/speed.ts'
import { gpuCount, tokensPerMicroBatch, type Workload } from '../../shared/estimate/workload.ts'
import { fill } from '../../shared/pages.ts'
import { reliefs } from '../../shared/relief.ts'
import { beginningOf } from '../beginning.ts'
import { gpuAnswers } from '../gpu-answers.ts'
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

export const estimate: Command = {
  flags: [
    { name: 'preset', value: 'ID' },
    { name: 'from', value: 'FILE' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'set', value: 'KEY=VALUE' },
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
      reliefs: used.fits === 'yes' ? [] : reliefs(session.answers, found.model).slice(0, most),
    }
    for (const note of [...notes, ...found.notes, ...takenNotes(run, call)]) host.errors.write(`${note}\n`)
    if (has(call, 'json')) {
      host.output.write(`${JSON.stringify(estimateJson(result), null, 2)}\n`)
      return 0
    }
    const lines = estimateLines(result, wording.sentences, {
      style: styleOf(host.output),
      columns: columnsOf(host.output),
      ascii: !showsUnicode(host.environment),
    })
    host.output.write(`${lines.join('\n').trimEnd()}\n`)
    return 0
  },
}
