/** An estimate → lines: how full a card gets and of what, how fast it goes, what training it costs, and how sure that is. */
import type { Compared, Comparison } from '../../shared/estimate/measured.ts'
import { type Fits, type MemoryEstimate, parts, useOf } from '../../shared/estimate/memory.ts'
import type { Cost, SpeedEstimate } from '../../shared/estimate/speed.ts'
import type { Workload } from '../../shared/estimate/workload.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import { fill, type SentenceFacts, type Sentences } from '../../shared/pages.ts'
import type { Relief } from '../../shared/relief.ts'
import { shownValue } from '../finding-text.ts'
import { count, gib, range } from './figures.ts'
import type { Style } from './style.ts'
import { padded, width, wrap } from './text.ts'

/** What an estimate says, computed once and then printed or given as JSON. */
export interface Estimate {
  /** What is estimated, in a few words. */
  readonly title: string
  readonly work: Workload
  readonly memory: MemoryEstimate
  readonly speed: SpeedEstimate
  /** Tokens until the end, and the steps they are where the run counts steps; null where nothing says. */
  readonly tokens: number | null
  readonly steps: number | null
  readonly cost: Cost | null
  /** For one GPU and hour. */
  readonly price: number | null
  /** What would help most; empty where the run fits with a margin. */
  readonly reliefs: readonly Relief[]
  /** Options that the verdict depends on and that are not set. */
  readonly assumed: readonly FieldKey[]
  /** A measured run beside the estimate, where its log was named. */
  readonly measured: Comparison | undefined
}

/** GiB of a card that PyTorch can reserve and still leave room for the rest. */
export const limitOf = (card: number): number => 0.97 * card - 0.3

const fillings = { drawn: ['█', '▓', '▒', '░'], typed: ['#', '=', '+', '.'] } as const

export interface Drawing {
  readonly style: Style
  readonly columns: number
  /** Whether only ASCII can be shown. */
  readonly ascii: boolean
}

export const toneOf = (fits: Fits, { good, warning, bad }: Style): ((text: string) => string) =>
  ({ yes: good, tight: warning, no: bad })[fits]

const say =
  (sentences: Sentences) =>
  (id: string, facts: SentenceFacts = {}): string =>
    fill(sentences(id) ?? id, facts)

/** The whole card as one bar: what is used, by kind, and what is free. */
export function bar(memory: MemoryEstimate, card: number, columns: number, ascii: boolean): string {
  const used: [number, number, number] = [0, 0, memory.overhead.fragmentation]
  for (const part of parts) used[useOf[part]] += memory.parts[part]
  const scale = Math.max(card, memory.perGpu.reserved)
  const marks = ascii ? fillings.typed : fillings.drawn
  let sum = 0
  let text = ''
  used.forEach((amount, kind) => {
    sum += amount
    text += (marks[kind] as string).repeat(
      Math.max(0, Math.min(columns, Math.round((sum / scale) * columns)) - text.length),
    )
  })
  return text + marks[3].repeat(columns - text.length)
}

/** Names, amounts and what is said of them, in three columns. */
function table(
  rows: readonly (readonly [name: string, amount: string, more: string])[],
  style: Style,
): readonly string[] {
  const first = Math.max(...rows.map(([name]) => width(name)))
  const second = Math.max(...rows.map(([, amount]) => width(amount)))
  return rows.map(([name, amount, more]) =>
    `  ${padded(name, first)}  ${' '.repeat(second - width(amount))}${amount}  ${style.dim(more)}`.trimEnd(),
  )
}

export function estimateLines(estimate: Estimate, sentences: Sentences, drawing: Drawing): readonly string[] {
  const { style } = drawing
  return [
    ...wrap(estimate.title, drawing.columns).map(style.bold),
    style.dim(say(sentences)('memory.predicted')),
    '',
    ...memoryLines(estimate, sentences, drawing),
    '',
    ...speedLines(estimate, sentences, drawing),
    '',
    ...trustLines(estimate, sentences, drawing),
    ...measuredLines(estimate, sentences, drawing),
  ]
}

function memoryLines({ memory, work, reliefs }: Estimate, sentences: Sentences, drawing: Drawing): readonly string[] {
  const { style, columns, ascii } = drawing
  const text = say(sentences)
  const card = work.gpu.memoryGib
  const tone = toneOf(memory.fits, style)
  const { allocated, reserved, nvidiaSmi, low, high } = memory.perGpu
  const marks = ascii ? fillings.typed : fillings.drawn
  const shown = [
    ...parts.map((part) => [part as string, useOf[part], memory.parts[part]] as const),
    ['fragmentation', 2, memory.overhead.fragmentation] as const,
  ].filter(([, , amount]) => amount >= 0.05)
  const names = shown.map(([part]) => text(`memory.parts.${part}`))
  const left = Math.max(...names.map(width))
  const room = Math.min(40, columns - left - 18)
  const rows = shown.map(([, kind, amount], place) => {
    const length = Math.round((amount / Math.max(card, reserved)) * room)
    const name = padded(names[place] as string, left)
    return `  ${name}  ${gib(amount).padStart(10)}  ${tone((marks[kind] as string).repeat(length))}`.trimEnd()
  })
  const trainable = work.method === 'full' ? work.model.parameters.total : memory.trainable
  const percent = ((100 * trainable) / work.model.parameters.total).toFixed(
    trainable * 100 < work.model.parameters.total ? 3 : 1,
  )
  return [
    `${style.bold(text('memory.title'))}  ${tone(style.bold(text(`memory.fits.${memory.fits}`)))} ${text(`memory.worst.${memory.phase}`)}`,
    `  ${tone(bar(memory, card, Math.min(60, columns - 22), ascii))} ${reserved.toFixed(1)} / ${gib(card)}`,
    '',
    ...rows,
    '',
    ...table(
      [
        [text('memory.reserved'), gib(reserved), text('memory.between', { low: gib(low), high: gib(high) })],
        [text('memory.allocated'), gib(allocated), text(`memory.moments.${memory.moment}`)],
        [
          text('memory.nvidia-smi'),
          gib(nvidiaSmi),
          text('memory.card', { card: gib(card), limit: gib(limitOf(card)) }),
        ],
        ...hostRows(memory, work, text),
        ...(memory.nvme >= 0.05 ? [[text('memory.nvme'), gib(memory.nvme), ''] as const] : []),
      ],
      style,
    ),
    ...wrap(phasesText(memory, text), columns - 2).map((line) => `  ${line}`),
    `  ${text('memory.trainable', { count: count(trainable), percent, total: count(work.model.parameters.total) })}`,
    ...helpLines(memory, reliefs, sentences, drawing),
  ]
}

/** The machine's own memory: what is needed at the peak, and whether there is that much, if the size is known. */
function hostRows(
  { hostRam, host, hostFits }: MemoryEstimate,
  { hostMemoryGib }: Workload,
  text: ReturnType<typeof say>,
): readonly (readonly [name: string, amount: string, more: string])[] {
  if (hostMemoryGib === null) return hostRam >= 0.05 ? [[text('memory.host-ram'), gib(hostRam), '']] : []
  const most = Math.max(host.load, hostRam)
  const phase = host.load >= hostRam ? 'load' : host.save > host.step ? 'save' : 'step'
  const facts = { total: gib(hostMemoryGib), phase: text(`memory.phases.${phase}`) }
  return [[text('memory.host-ram'), gib(most), text(`memory.host-fits.${hostFits ?? 'yes'}`, facts)]]
}

/** What PyTorch reserves in every phase of the run. */
const phasesText = ({ phases }: MemoryEstimate, text: ReturnType<typeof say>): string =>
  text('memory.by-phase', {
    phases: phases.map(({ phase, reserved }) => `${text(`memory.phases.${phase}`)} ${gib(reserved)}`),
  })

/** The answers that would help, as they are typed. */
function helpLines(
  memory: MemoryEstimate,
  reliefs: readonly Relief[],
  sentences: Sentences,
  { style, columns }: Drawing,
): readonly string[] {
  const text = say(sentences)
  if (memory.fits === 'yes') return []
  if (reliefs.length === 0) return ['', text('memory.no-help')]
  const flags = reliefs.map(({ key, value }) => `--set ${key}=${shownValue(value)}`)
  const left = Math.max(...flags.map(width))
  return [
    '',
    style.bold(text('memory.helps')),
    ...reliefs.map(({ saves, fits }, place) => {
      const verdict = text(`memory.fits-short.${fits}`)
      return `  ${style.accent(padded(flags[place] as string, left))}  ${text('memory.saves', { amount: gib(saves), fits: verdict })}`
    }),
    ...(reliefs.every(({ fits }) => fits === 'no')
      ? wrap(text('memory.together'), columns - 2).map((line) => `  ${line}`)
      : []),
  ]
}

function speedLines(
  { speed, tokens, steps, cost, price }: Estimate,
  sentences: Sentences,
  { style, columns }: Drawing,
): readonly string[] {
  const text = say(sentences)
  const bound = text('speed.bound', { cause: text(`speed.causes.${speed.bound}`) })
  return [
    style.bold(text('speed.title')),
    ...table(
      [
        [text('speed.step'), text('speed.seconds', { range: range(speed.stepSeconds) }), bound],
        [text('speed.tokens'), range(speed.tokensPerSecond), ''],
      ],
      style,
    ),
    ...wrap(costText(text, tokens, steps, cost, price), columns - 2).map(
      (line) => `  ${cost ? line : style.dim(line)}`,
    ),
  ]
}

/** What finishing takes; without a known end, how to say it. */
function costText(
  text: ReturnType<typeof say>,
  tokens: number | null,
  steps: number | null,
  cost: Cost | null,
  price: number | null,
): string {
  if (!cost || tokens === null) return text('speed.no-end')
  const end =
    steps === null
      ? text('speed.finish', { tokens: count(tokens) })
      : text('speed.steps', { steps: count(steps), tokens: count(tokens) })
  const hours = range(cost.hours)
  if (!cost.price || price === null) return text('speed.hours', { end, hours })
  return text('speed.cost', { end, hours, range: range(cost.price), price: String(price) })
}

/** A measured run: figure by figure, what explains the difference, and what later estimates are corrected by. */
function measuredLines(
  { measured, memory, work }: Estimate,
  sentences: Sentences,
  { style, columns }: Drawing,
): readonly string[] {
  const text = say(sentences)
  const factors = (size: number | null, step: number | null) => ({
    memory: (size ?? 1).toFixed(2),
    step: (step ?? 1).toFixed(2),
  })
  const corrected =
    work.memoryFactor !== 1 || work.stepFactor !== 1
      ? wrap(text('measured.corrected', factors(work.memoryFactor, work.stepFactor)), columns)
      : []
  if (!measured) return corrected
  const { correction, explanation } = measured
  const said = explanation
    ? [text('measured.explained', { assumption: text(`measured.assumptions.${explanation.assumption}`) })]
    : correction
      ? [text('measured.correction', { ...factors(correction.memory, correction.step), gpu: correction.gpu })]
      : []
  return [
    ...corrected,
    ...(corrected.length > 0 || memory.unvalidated.length > 0 ? [''] : []),
    style.bold(text('measured.title')),
    ...table(
      measured.compared.map((one) => comparedRow(one, text)),
      style,
    ),
    ...said.flatMap((one) => wrap(one, columns - 2).map((line) => `  ${line}`)),
  ]
}

/** One figure: measured, and predicted with its error. */
function comparedRow(
  { figure, measured, predicted, atLeast }: Compared,
  text: ReturnType<typeof say>,
): readonly [name: string, amount: string, more: string] {
  const unit = (value: number) =>
    figure === 'step' ? text('speed.seconds', { range: value.toPrecision(3) }) : gib(value)
  const error = Math.round(100 * (predicted / measured - 1))
  return [
    text(`measured.figures.${figure}`),
    atLeast ? text('measured.at-least', { amount: unit(measured) }) : unit(measured),
    text('measured.predicted', { predicted: unit(predicted), error: error > 0 ? `+${error}` : String(error) }),
  ]
}

/** What no published run was found to check. */
function trustLines({ memory }: Estimate, sentences: Sentences, { style, columns }: Drawing): readonly string[] {
  const text = say(sentences)
  if (memory.unvalidated.length === 0) return []
  return [
    ...wrap(text('memory.unvalidated.title'), columns).map(style.warning),
    ...memory.unvalidated.map((one) => `  ${text(`memory.unvalidated.${one}`)}`),
  ]
}

/** The estimate as `--json` prints it: GiB, seconds and tokens a second, not rounded. */
export function estimateJson({
  work,
  memory,
  speed,
  tokens,
  steps,
  cost,
  price,
  reliefs,
  title,
  assumed,
  measured,
}: Estimate) {
  const { allocated, reserved, nvidiaSmi, low, high } = memory.perGpu
  return {
    version: 1,
    title,
    memory: {
      per_gpu_gib: { allocated, reserved, nvidia_smi: nvidiaSmi, low, high },
      parts: parts.map((part) => ({ part, gib: memory.parts[part] })),
      phases: memory.phases.map(({ phase, moment, allocated, reserved, nvidiaSmi }) => ({
        phase,
        moment,
        per_gpu_gib: { allocated, reserved, nvidia_smi: nvidiaSmi },
      })),
      host_ram_gib: memory.hostRam,
      host_gib: {
        load: memory.host.load,
        step: memory.host.step,
        save: memory.host.save,
        available: work.hostMemoryGib,
      },
      nvme_gib: memory.nvme,
      card_gib: work.gpu.memoryGib,
      phase: memory.phase,
      moment: memory.moment,
    },
    parameters: {
      total: work.model.parameters.total,
      trainable: work.method === 'full' ? work.model.parameters.total : memory.trainable,
    },
    assumed,
    fits: memory.fits,
    fits_by: { gpu: memory.gpuFits, host: memory.hostFits },
    speed: { step_seconds: speed.stepSeconds, tokens_per_second: speed.tokensPerSecond, bound: speed.bound },
    cost: cost && { tokens, steps, hours: cost.hours, price: cost.price, price_per_gpu_hour: price },
    helps: reliefs.map(({ key, value, saves, fits }) => ({ key, value, saves_gib: saves, fits })),
    not_validated: memory.unvalidated,
    corrected: { memory: work.memoryFactor, step: work.stepFactor },
    measured: measured
      ? {
          figures: measured.compared.map(({ atLeast, ...one }) => ({ ...one, at_least: atLeast })),
          explanation: measured.explanation ?? null,
          correction: measured.correction ?? null,
        }
      : null,
  }
}
