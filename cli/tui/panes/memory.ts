/** The memory of one GPU as a bar: what is needed, what the card has, what the last answer changed. */

import type { Memory } from '../known.ts'
import { type Line, lineWidth, plain, span } from '../line.ts'
import { type State, say, type World } from '../screen.ts'

const tones = { yes: 'added', tight: 'warning', no: 'error' } as const

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
  const tone = tones[now.estimate.fits]
  const label = [span(`${say(state, world, 'memory.label')} `)]
  const change = before ? reserved - before.estimate.perGpu.reserved : 0
  const shown = Math.abs(change) >= 0.05
  const delta = `${change > 0 ? '+' : '-'}${Math.abs(change).toFixed(1)}`
  const tail = [
    span(` ${say(state, world, 'memory.of', { used: reserved.toFixed(1), card: now.card.toFixed(1) })}`),
    span(` ${world.theme.dot} `, { dim: true }),
    span(say(state, world, `memory.fits.${now.estimate.fits}`), { colour: tone, bold: true }),
    ...(shown ? [span(`  ${say(state, world, 'memory.delta', { delta })}`, { dim: true })] : []),
  ]
  const room = Math.min(columns - lineWidth(label) - lineWidth(tail), 40)
  if (room < 6) return [...label, ...tail.slice(0, 3)]
  const filled = Math.min(Math.max(Math.round((reserved / now.card) * room), 1), room)
  return [
    ...label,
    span(world.theme.full.repeat(filled), { colour: tone }),
    span(world.theme.light.repeat(room - filled), { dim: true }),
    ...tail,
  ]
}
