/** A report about a training run → lines for a terminal, and the same as JSON. */
import type { Advice } from '../../shared/advice/advice.ts'
import type { Value } from '../../shared/fields/field.ts'
import { fill, type SentenceFacts } from '../../shared/pages.ts'
import type { History } from '../../shared/training/history.ts'
import type { Report } from '../../shared/training/report.ts'
import type { Wording } from '../face.ts'
import { shownValue } from '../finding-text.ts'
import { count, gib, rough } from './figures.ts'
import { plot, sideBySide } from './plot.ts'
import type { Style } from './style.ts'
import { clean, wrap } from './text.ts'

export interface TrainingDrawing {
  readonly style: Style
  readonly columns: number
  readonly ascii: boolean
  /** Rows of each plot. */
  readonly rows: number
  /** The file that `update` would change, if the configuration was read from one. */
  readonly file: string | undefined
}

/** `4 h 21 min`, `3 min 20 s`, `42 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

type Saying = (id: string, facts?: SentenceFacts) => string

const sayingOf =
  ({ sentences }: Wording): Saying =>
  (id, facts = {}) =>
    fill(sentences(`watch.${id}`) ?? id, facts)

/** Where the run is: one line. */
function progressLine({ history, progress, secondsLeft }: Report, say: Saying): string {
  const { step, totalSteps, secondsPerStep, ended, elapsed } = history
  const parts = [
    totalSteps === null
      ? say('step', { step: count(step) })
      : say('step-of', { step: count(step), total: count(totalSteps), percent: percent(progress ?? 0) }),
    ...(secondsPerStep === null ? [] : [say('pace', { seconds: rough(secondsPerStep) })]),
    ...(secondsLeft === null || ended ? [] : [say('left', { time: duration(secondsLeft) })]),
    ...(ended ? [elapsed === null ? say('ended') : say('ended-after', { time: duration(elapsed) })] : []),
  ]
  return parts.join(' · ')
}

/** What the numbers say, a line each; a line without numbers is left out. */
function figureLines({ loss, evaluation, clipping, memory, history }: Report, say: Saying): readonly string[] {
  const lines: string[] = []
  if (loss) lines.push(say('loss', { first: rough(loss.first), newest: rough(loss.newest) }))
  if (evaluation)
    lines.push(
      say('evaluation', {
        newest: rough(evaluation.newest),
        best: rough(evaluation.best),
        step: count(evaluation.bestStep),
      }),
    )
  if (clipping) lines.push(say('clipping', { percent: percent(clipping.share), threshold: String(clipping.threshold) }))
  if (memory.measured !== null)
    lines.push(
      [
        say(history.gpus.length > 0 ? 'memory' : 'memory-pytorch', { amount: gib(memory.measured) }),
        ...(memory.card === null ? [] : [say('memory-card', { amount: gib(memory.card) })]),
        ...(memory.predicted === null ? [] : [say('memory-predicted', { amount: gib(memory.predicted) })]),
      ].join(say('joint')),
    )
  else if (memory.predicted !== null) lines.push(say('memory-only-predicted', { amount: gib(memory.predicted) }))
  if (history.restarts > 0) lines.push(say('restarts', { count: history.restarts }))
  if (history.stepsCounted) lines.push(say('steps-counted'))
  if (history.thinning > 1) lines.push(say('thinned', { every: history.thinning }))
  return lines
}

interface Plotted {
  readonly title: string
  readonly lines: readonly string[]
}

/** The plots that there are numbers for. */
function plots(
  { history, clipping }: Report,
  say: Saying,
  drawing: TrainingDrawing,
  columns: number,
): readonly Plotted[] {
  const drawn = (name: 'loss' | 'gradNorm' | 'learningRate', title: string, line?: number): readonly Plotted[] => {
    const known = history.points.filter((point) => point[name] !== null)
    if (known.length < 2) return []
    const series = { x: known.map(({ step }) => step), y: known.map((point) => point[name] as number) }
    const { rows, ascii } = drawing
    return [{ title, lines: plot(series, { columns, rows, ascii, line }) }]
  }
  const evaluated = history.evaluations.filter(({ loss }) => loss !== null)
  const evaluations =
    evaluated.length < 2
      ? []
      : [
          {
            title: say('plot-evaluation'),
            lines: plot(
              { x: evaluated.map(({ step }) => step), y: evaluated.map(({ loss }) => loss as number) },
              { columns, rows: drawing.rows, ascii: drawing.ascii },
            ),
          },
        ]
  const norm = clipping ? say('plot-norm-clipped', { threshold: String(clipping.threshold) }) : say('plot-norm')
  return [
    ...drawn('loss', say('plot-loss')),
    ...drawn('gradNorm', norm, clipping?.threshold),
    ...evaluations,
    ...drawn('learningRate', say('plot-rate')),
  ]
}

function plotLines(report: Report, say: Saying, drawing: TrainingDrawing): readonly string[] {
  const two = drawing.columns >= 100
  const columns = two ? Math.floor((drawing.columns - 3) / 2) : drawing.columns
  const all = plots(report, say, drawing, columns)
  const block = ({ title, lines }: Plotted) => [title, ...lines]
  const rows: string[] = []
  for (let index = 0; index < all.length; index += two ? 2 : 1) {
    const [left, right] = [all[index], two ? all[index + 1] : undefined]
    if (!left) break
    rows.push('', ...(right ? sideBySide(block(left), block(right), columns + 3) : block(left)))
  }
  return rows
}

/** An advice as words: what was seen, how sure that is, and what to do. */
export function adviceText(
  { rule, facts }: Advice,
  wording: Wording,
): { readonly title: string; readonly message: string; readonly fix: string } {
  const words = wording.words(`advice/${rule}`)
  const told = wording.sentences(`watch.causes.${rule}.${String(facts.cause ?? facts.phase ?? '')}`)
  const phase = wording.sentences(`watch.phases.${String(facts.phase ?? '')}`) ?? ''
  const filled = { ...facts, phase }
  return {
    title: words?.title ?? rule,
    message: fill(words?.message ?? rule, filled),
    fix: told ? fill(told, filled) : fill(words?.fix ?? '', filled),
  }
}

/** The changes of an advice as one command line that can be pasted. */
export function changeCommand({ changes }: Advice, file: string | undefined): string {
  const flags = changes.map(({ key, value }) => `--set ${key}=${shownValue(value as Value)}`).join(' ')
  return file === undefined ? flags : `lora-wizard update ${file} ${flags}`
}

function adviceLines(
  report: Report,
  wording: Wording,
  { style, columns, file, ascii }: TrainingDrawing,
): readonly string[] {
  const say = sayingOf(wording)
  const marks = ascii ? { error: 'x', warning: '!', hint: 'i' } : { error: '✗', warning: '!', hint: 'i' }
  const tone = { error: style.bad, warning: style.warning, hint: style.accent }
  if (report.advice.length === 0) return ['', say(report.history.points.length < 40 ? 'too-few' : 'no-advice')]
  return report.advice.flatMap((advice) => {
    const { title, message, fix } = adviceText(advice, wording)
    return [
      '',
      `${tone[advice.severity](marks[advice.severity])} ${style.bold(title)}  ${style.dim(say(`certainty.${advice.certainty}`))}`,
      ...wrap(clean(message), columns - 2).map((line) => `  ${line}`),
      ...wrap(clean(fix), columns - 2).map((line) => `  ${line}`),
      ...(advice.changes.length > 0 ? [`  ${style.accent(changeCommand(advice, file))}`] : []),
      `  ${style.dim(`lora-wizard explain ${advice.rule}`)}`,
    ]
  })
}

function failureLines({ history }: Report, say: Saying, { style, columns }: TrainingDrawing): readonly string[] {
  if (history.failures.length === 0) return []
  return [
    '',
    style.bad(say('failed')),
    ...history.failures.slice(-3).flatMap((text) => wrap(clean(text), columns - 2).map((line) => `  ${line}`)),
  ]
}

/** Where the run is, and a line for each of its numbers. */
export function progressLines(report: Report, wording: Wording): readonly string[] {
  const say = sayingOf(wording)
  return [progressLine(report, say), ...figureLines(report, say)]
}

/** The whole report: where the run is, its numbers, its plots, what failed, and the advice. */
export function trainingLines(report: Report, wording: Wording, drawing: TrainingDrawing): readonly string[] {
  const say = sayingOf(wording)
  const { style, columns } = drawing
  return [
    style.bold(progressLine(report, say)),
    ...figureLines(report, say).flatMap((line) => wrap(line, columns)),
    ...plotLines(report, say, drawing),
    ...failureLines(report, say, drawing),
    ...adviceLines(report, wording, drawing),
  ]
}

/** Whether the log held nothing of a training run. */
export const isEmpty = ({ points, evaluations, gpus, shortages, failures, peakReserved, step }: History): boolean =>
  points.length + evaluations.length + gpus.length + shortages.length + failures.length + step === 0 &&
  peakReserved === null

/** JSON has no NaN and no infinity: they become texts. */
const jsonNumber = (number: number | null): number | string | null =>
  number === null || Number.isFinite(number) ? number : String(number)

export const trainingJson = (report: Report, wording: Wording) => ({
  version: 1,
  step: report.history.step,
  total_steps: report.history.totalSteps,
  seconds_per_step: report.history.secondsPerStep,
  seconds_left: report.secondsLeft,
  ended: report.history.ended,
  loss: report.loss,
  evaluation: report.evaluation && {
    best: report.evaluation.best,
    best_step: report.evaluation.bestStep,
    newest: report.evaluation.newest,
  },
  clipping: report.clipping,
  memory: {
    predicted_gib: report.memory.predicted,
    measured_gib: report.memory.measured,
    gpu_gib: report.memory.card,
  },
  cache_flushes: report.history.cacheFlushes.length,
  restarts: report.history.restarts,
  failures: report.history.failures,
  points: report.history.points.map(({ step, loss, gradNorm, learningRate, seconds }) => ({
    step,
    loss: jsonNumber(loss),
    grad_norm: jsonNumber(gradNorm),
    learning_rate: jsonNumber(learningRate),
    seconds,
  })),
  evaluations: report.history.evaluations.map(({ step, loss }) => ({ step, loss: jsonNumber(loss) })),
  advice: report.advice.map((advice) => {
    const { title, message, fix } = adviceText(advice, wording)
    const { rule, severity, certainty, changes } = advice
    return {
      rule,
      severity,
      certainty,
      title,
      message,
      fix,
      changes: Object.fromEntries(changes.map(({ key, value }) => [key, value])),
    }
  }),
})
