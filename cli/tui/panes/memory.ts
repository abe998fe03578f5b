/** The memory of one GPU: a bar after every answer, and a pane with its parts. */

import type { Answers } from '../../../shared/config.ts'
import { parts, useOf } from '../../../shared/estimate/memory.ts'
import type { FieldKey } from '../../../shared/fields/index.ts'
import { assumed } from '../../../shared/goal.ts'
import { fill, type SentenceFacts } from '../../../shared/pages.ts'
import { shownValue, titleOf } from '../asks.ts'
import { bar, tones } from '../bar.ts'
import { helpsMost, type Memory, runFor } from '../known.ts'
import { displayWidth, empty, type Line, lineWidth, plain, span, wrapText } from '../line.ts'
import { type State, say, type World } from '../screen.ts'

/** Assumed names, without their owners. */
function assumedNames(state: State, missing: readonly FieldKey[]): string {
  const { config } = runFor(state.session.answers)
  return missing.map((key) => String(config[key]).replace(/^.*\//, '')).join(', ')
}

/** One line; `before` is the estimate that the difference is told against. */
export function memoryBar(
  state: State,
  world: World,
  now: Memory | undefined,
  before: Memory | undefined,
  columns: number,
): Line {
  if (!now) return plain(say(state, world, 'memory.unknown'), { dim: true })
  const { reserved } = now.estimate.perGpu
  const label = [span(`${say(state, world, 'memory.label')} `)]
  const missing = assumed(state.session)
  const change = before ? reserved - before.estimate.perGpu.reserved : 0
  const delta = `${change > 0 ? '+' : '-'}${Math.abs(change).toFixed(1)}`
  const verdict = [
    span(` ${say(state, world, 'memory.of', { used: reserved.toFixed(1), card: now.card.toFixed(1) })}`),
    span(` ${world.theme.dot} `, { dim: true }),
    // A verdict about an assumed model or GPU is not a verdict yet.
    ...(missing.length > 0
      ? [
          span(
            say(state, world, 'memory.assumed', {
              fits: say(state, world, `memory.fits.${now.estimate.fits}`),
              names: assumedNames(state, missing),
            }),
          ),
        ]
      : [
          span(say(state, world, `memory.fits.${now.estimate.fits}`), { colour: tones[now.estimate.fits], bold: true }),
        ]),
  ]
  const changed =
    Math.abs(change) >= 0.05 ? [span(`  ${say(state, world, 'memory.delta', { delta })}`, { dim: true })] : []
  const tail = lineWidth([...label, ...verdict, ...changed]) + 10 <= columns ? [...verdict, ...changed] : verdict
  const room = Math.min(columns - lineWidth(label) - lineWidth(tail), 40)
  return room < 6 ? [...label, ...tail] : [...label, ...bar(now, room, world), ...tail]
}

/** Every part, largest first, what the tools will show, and what would help. */
export function memoryPane(
  state: State,
  world: World,
  answers: Answers,
  now: Memory | undefined,
  columns: number,
): readonly Line[] {
  const sentence = (id: string, facts: SentenceFacts = {}) =>
    fill(world.wording(state.language).sentences(`memory.${id}`) ?? id, facts)
  if (!now) return wrapText(say(state, world, 'memory.unknown'), columns, { dim: true })
  const { estimate, card } = now
  const gib = (value: number) => `${value.toFixed(1)} GiB`
  const rows = [
    ...parts.map((part) => [part as string, useOf[part], estimate.parts[part]] as const),
    ['fragmentation', 2, estimate.overhead.fragmentation] as const,
  ].filter(([, , value]) => value >= 0.05)
  const names = rows.map(([part]) => sentence(`parts.${part}`))
  const widest = Math.max(...names.map(displayWidth), 8)
  const room = Math.min(columns - widest - 14, 30)
  const listed = rows.map(([, kind, value], at): Line => {
    const name = names[at] as string
    const size = gib(value).padStart(10)
    const length = room > 3 ? Math.round((value / Math.max(card, estimate.perGpu.reserved)) * room) : 0
    return [
      span(`${world.theme.bars[kind]} `, { colour: tones[estimate.fits] }),
      span(name + ' '.repeat(widest - displayWidth(name))),
      span(size),
      ...(length > 0 ? [span(`  ${world.theme.bars[kind].repeat(length)}`, { dim: true })] : []),
    ]
  })
  const { reserved, low, high, nvidiaSmi } = estimate.perGpu
  const better = estimate.fits === 'yes' ? undefined : helpsMost(answers)
  const text = (words: string, style = {}) => wrapText(words, columns, style)
  return [
    [
      span(say(state, world, 'memory.of', { used: reserved.toFixed(1), card: card.toFixed(1) }), { bold: true }),
      span(` ${world.theme.dot} `, { dim: true }),
      span(say(state, world, `memory.fits.${estimate.fits}`), { colour: tones[estimate.fits], bold: true }),
    ],
    [...bar(now, columns, world)],
    empty,
    ...listed,
    empty,
    ...text(sentence('band', { low: gib(low), high: gib(high) })),
    ...text(say(state, world, 'memory.smi', { amount: gib(nvidiaSmi) })),
    ...(estimate.hostRam >= 0.05 ? text(sentence('host', { amount: gib(estimate.hostRam) })) : []),
    ...(better
      ? [
          empty,
          ...text(
            sentence('better', {
              option: titleOf(state, world, better.key),
              value: shownValue(state, world, better.value),
              amount: gib(reserved - better.reserved),
            }),
            { colour: 'added' },
          ),
        ]
      : []),
    ...(estimate.unvalidated.length > 0
      ? [
          empty,
          ...text(sentence('unvalidated.title'), { dim: true }),
          ...estimate.unvalidated.flatMap((one) =>
            wrapText(`${world.theme.bullet} ${sentence(`unvalidated.${one}`)}`, columns, { dim: true }, 2),
          ),
        ]
      : []),
  ]
}
