/** The memory of one GPU as a bar against the card, and the colors of a verdict. */
import { parts, useOf } from '../../shared/estimate/memory.ts'
import type { Memory } from './known.ts'
import { type Span, span } from './line.ts'
import type { World } from './screen.ts'

export const tones = { yes: 'added', tight: 'warning', no: 'error' } as const

/** The bar in so many columns: the three kinds of use and what is free; the whole of it where nothing is. */
export function bar(
  { estimate, card }: Pick<Memory, 'estimate' | 'card'>,
  columns: number,
  world: World,
): readonly Span[] {
  const used: [number, number, number] = [0, 0, estimate.overhead.fragmentation]
  for (const part of parts) used[useOf[part]] += estimate.parts[part]
  const scale = Math.max(card, estimate.perGpu.reserved)
  const colour = tones[estimate.fits]
  let sum = 0
  let drawn = 0
  const spans = used.map((gib, kind) => {
    sum += gib
    const to = Math.min(Math.round((sum / scale) * columns), columns)
    const text = world.theme.bars[kind as 0 | 1 | 2].repeat(Math.max(to - drawn, 0))
    drawn = Math.max(to, drawn)
    return span(text, { colour })
  })
  return [...spans, span(world.theme.free.repeat(columns - drawn), { dim: true })].filter(({ text }) => text !== '')
}
