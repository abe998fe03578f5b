/** What a search found → lines: the best runs, and why not the others. */
import type { FittingCards } from '../../shared/cards-that-fit.ts'
import { type Answers, resolve } from '../../shared/config.ts'
import type { DistinctRun } from '../../shared/distinct-runs.ts'
import { fill, type SentenceFacts } from '../../shared/pages.ts'
import { type Alternative, type Candidate, type Goal, type Search, tokensPerSecond } from '../../shared/search.ts'
import type { Wording } from '../face.ts'
import { costText, differsText, runName, settingsText, strengthTexts } from '../run-text.ts'
import { count, gib, range } from './figures.ts'
import { limitOf, bar as memoryBar } from './memory.ts'
import type { Style } from './style.ts'
import { padded, width, wrap } from './text.ts'
import { wayText } from './way.ts'

/** Columns of the bar of a run. */
const barColumns = 16

/** What a plan says, computed once and then printed or given as JSON. */
export interface Found {
  readonly title: string
  readonly goal: Goal
  readonly search: Search
  /** The best runs, those that would fail for another reason taken out. */
  readonly best: readonly DistinctRun[]
  /** Runs that fit and would fail for another reason, with the rules that say so. */
  readonly refused: readonly { readonly candidate: Candidate; readonly rules: readonly string[] }[]
  /** GiB of one card. */
  readonly card: number
  /** GPUs that would do where nothing fits. */
  readonly cards: readonly FittingCards[]
  /** Turns a rate into hours and money; null if not set. */
  readonly tokens: number | null
  readonly price: number | null
}

/** Why a way is not among the best; facts only. */
export type Why =
  | { readonly why: 'best'; readonly place: number }
  | { readonly why: 'fails' | 'tight' | 'same' | 'same-less' | 'larger'; readonly gib: number }
  | { readonly why: 'slower'; readonly percent: number }
  | { readonly why: 'refused'; readonly rules: readonly string[] }

/** What rules a way out. */
export function whyNot({ way, memory, speed }: Alternative, { best, refused, goal, card }: Found): Why {
  const limit = limitOf(card)
  if (!speed) {
    const { reserved, high } = memory.perGpu
    return memory.fits === 'no' ? { why: 'fails', gib: reserved - limit } : { why: 'tight', gib: high - limit }
  }
  const place = best.findIndex((one) => one.way === way)
  if (place >= 0) return { why: 'best', place: place + 1 }
  const failing = refused.find(({ candidate }) => candidate.way === way)
  if (failing) return { why: 'refused', rules: failing.rules }
  const [first] = best
  const more = first ? memory.perGpu.nvidiaSmi - first.memory.perGpu.nvidiaSmi : 0
  if (goal === 'memory') return { why: 'larger', gib: more }
  const percent = first ? 100 * (1 - tokensPerSecond(speed) / tokensPerSecond(first.speed)) : 0
  if (percent >= 0.5) return { why: 'slower', percent }
  return more < 0 ? { why: 'same-less', gib: -more } : { why: 'same', gib: more }
}

interface Drawing {
  readonly wording: Wording
  readonly style: Style
  readonly columns: number
  readonly explain: boolean
  readonly writes: boolean
  /** Whether only ASCII can be shown. */
  readonly ascii: boolean
}

export function searchLines(found: Found, drawing: Drawing): readonly string[] {
  const { style, columns, wording, explain, writes } = drawing
  const { best, search, card, goal } = found
  const text = (id: string, facts: SentenceFacts = {}) => fill(wording.sentences(`search.${id}`) ?? id, facts)
  const head = [
    ...wrap(found.title, columns).map(style.bold),
    ...wrap(text('predicted', { goal: text(`goals.${goal}`) }), columns).map(style.dim),
    '',
  ]
  const considered = wrap(
    text('considered', { considered: count(search.considered), computed: count(search.computed) }),
    columns,
  ).map(style.dim)
  const rows = best.flatMap((one, place) => [...runLines(one, place + 1, found, text, drawing)])
  const last = search.alternatives.find(({ speed }) => !speed)
  const none = last
    ? [
        style.bad(text('none')),
        ...wrap(
          text('nearest', {
            way: wayText(resolve(last.answers), wording.sentences),
            reserved: gib(last.memory.perGpu.reserved),
            high: gib(last.memory.perGpu.high),
            limit: gib(limitOf(card)),
          }),
          columns,
        ),
        ...cardLines(found, text, drawing),
      ]
    : [style.bad(text('none'))]
  return [
    ...head,
    ...(best.length > 0 ? rows : none),
    '',
    ...considered,
    ...(explain
      ? [
          '',
          style.bold(text('others')),
          ...wrap(text('limit', { limit: gib(limitOf(card)), card: gib(card) }), columns).map(style.dim),
          ...otherLines(found, text, drawing),
        ]
      : []),
    ...(explain ? [] : [style.dim(text('why-not'))]),
    ...(best.length > 0 && !writes ? [style.dim(text('write'))] : []),
  ]
}

type Text = (id: string, facts?: SentenceFacts) => string

/** The GPUs on which the smallest run would fit. */
function cardLines({ cards }: Found, text: Text, { columns, style }: Drawing): readonly string[] {
  if (cards.length === 0) return []
  const names = cards.map(({ gpu, count: number }) => `${number} × ${gpu}`)
  const left = Math.max(...names.map(width))
  return [
    '',
    ...wrap(text('cards'), columns).map(style.bold),
    ...cards.map(({ card, reserved }, place) => {
      const used = text('memory', { amount: gib(reserved), card: gib(card) })
      return `  ${padded(names[place] as string, left)}  ${style.dim(used)}`
    }),
  ]
}

/** One run: what it is best at and how fast; its memory against the card and what finishing takes; what sets it apart. */
function runLines(
  run: DistinctRun,
  place: number,
  { card, tokens, price }: Found,
  text: Text,
  { style, columns, wording, ascii }: Drawing,
): readonly string[] {
  const { memory, speed } = run
  const [, second] = strengthTexts(run, wording.sentences)
  const rate = text('rate', { range: range(speed.tokensPerSecond) })
  const name = runName(run, wording.sentences)
  const number = `${String(place).padStart(2)}  `
  const tag = second ? `  ${second}` : ''
  const gap = columns - width(number) - width(name) - width(rate)
  const tagged = gap - width(tag) >= 2 ? tag : ''
  const title =
    gap >= 2
      ? [`${number}${style.bold(name)}${style.dim(tagged)}${' '.repeat(gap - width(tagged))}${style.good(rate)}`]
      : [
          ...wrap(name, columns - 4).map((one, at) => `${at === 0 ? number : '    '}${style.bold(one)}`),
          `    ${style.good(rate)}`,
        ]
  const used = text('memory', { amount: gib(memory.perGpu.reserved), card: gib(card) })
  const cost = costText(run, { tokens, price }, wording.sentences)
  const line = `${memoryBar(memory, card, barColumns, ascii)} ${used} · ${cost}`
  const settings = place === 1 ? settingsText(run, wording.sentences) : differsText(run, wording.sentences)
  const host = memory.host.step >= 0.05 ? text('host', { amount: gib(memory.host.step) }) : ''
  const details = [settings, ...(place === 1 ? targetTexts(run.answers) : []), host].filter(Boolean).join(' · ')
  return [
    ...title,
    ...wrap(line, columns - 4).map((one) => `    ${one}`),
    ...(details ? wrap(details, columns - 4).map((one) => `    ${style.dim(one)}`) : []),
  ]
}

/** The modules that a run trains, where it names them. */
const targetTexts = ({ 'lora.target_modules': targets }: Answers): readonly string[] =>
  targets === undefined || targets === 'all-linear' ? [] : [String(targets)]

/** Every other way, with what rules it out. */
function otherLines(found: Found, text: Text, { style, columns, wording }: Drawing): readonly string[] {
  const ways = found.search.alternatives
    .map((one) => ({
      way: [wayText(resolve(one.answers), wording.sentences), ...targetTexts(one.answers)].join(' · '),
      why: whyNot(one, found),
    }))
    .filter(({ why }) => why.why !== 'best')
    .map(({ way, why }) => ({ way, why: whyText(why, text, wording) }))
  const left = Math.min(28, Math.max(...ways.map(({ why }) => width(why)), 0))
  return ways.flatMap(({ way, why }) => {
    const [first = '', ...rest] = wrap(why, left)
    const [start = '', ...more] = wrap(way, columns - left - 4)
    return [
      `  ${style.dim(padded(first, left))}  ${start}`,
      ...more.map((line) => `  ${' '.repeat(left)}  ${line}`),
      ...rest.map((line) => `  ${style.dim(line)}`),
    ]
  })
}

function whyText(why: Why, text: Text, wording: Wording): string {
  switch (why.why) {
    case 'best':
      return text('why.best', { place: why.place })
    case 'slower':
      return text('why.slower', { percent: why.percent.toFixed(why.percent < 10 ? 1 : 0) })
    case 'refused':
      return text('why.refused', { rule: why.rules.map((id) => wording.words(`rules/${id}`)?.title ?? id) })
    default:
      return text(`why.${why.why}`, { amount: gib(why.gib) })
  }
}

/** A run as `--json` prints it: GiB, seconds and tokens a second, not rounded. */
const runJson = ({ answers, memory, speed, strengths, gpus, gpuHours, differs }: DistinctRun) => {
  const { reserved, nvidiaSmi, low, high, allocated } = memory.perGpu
  return {
    answers,
    memory: {
      per_gpu_gib: { allocated, reserved, nvidia_smi: nvidiaSmi, low, high },
      host_ram_gib: memory.hostRam,
    },
    fits: memory.fits,
    speed: { step_seconds: speed.stepSeconds, tokens_per_second: speed.tokensPerSecond },
    strengths,
    gpus,
    gpu_hours_per_million_tokens: gpuHours,
    differs,
    not_validated: memory.unvalidated,
  }
}

export function searchJson(found: Found) {
  const { title, goal, search, best, card } = found
  return {
    version: 1,
    title,
    goal,
    predicted: true,
    card_gib: card,
    considered: search.considered,
    computed: search.computed,
    runs: best.map(runJson),
    cards: found.cards.map(({ gpu, count: number, card: size, reserved }) => ({
      gpu,
      count: number,
      card_gib: size,
      reserved_gib: reserved,
    })),
    others: search.alternatives
      .map((one) => ({ one, why: whyNot(one, found) }))
      .filter(({ why }) => why.why !== 'best')
      .map(({ one, why }) => ({
        answers: one.answers,
        reserved_gib: one.memory.perGpu.reserved,
        fits: one.memory.fits,
        ...why,
      })),
  }
}
