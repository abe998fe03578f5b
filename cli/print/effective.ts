/** The effective configuration → lines: name, value, where it comes from; what has no effect is grey. */
import { conditionText } from '../../shared/condition-text.ts'
import type { Effective, EffectiveRun, Ignored } from '../../shared/effective.ts'
import type { ReadFile } from '../../shared/file-rules/file-rule.ts'
import { fill } from '../../shared/pages.ts'
import { refusalText } from '../../shared/refusal-text.ts'
import type { Wording } from '../face.ts'
import { shownValue } from '../finding-text.ts'
import type { Style } from './style.ts'
import { clean, padded, width, wrap } from './text.ts'

export function originText({ origin, file, at }: Effective, several: boolean, wording: Wording): string {
  const said = fill(wording.sentences(`effective.from.${origin}`) ?? origin, { line: at?.line ?? 0 })
  return several && file ? `${file.path}  ${said}` : said
}

export function reasonText({ reason, file, name, at }: Ignored, wording: Wording): string {
  const say = (facts: Readonly<Record<string, string | number>>) =>
    fill(wording.sentences(`effective.why.${reason.why}`) ?? reason.why, facts)
  switch (reason.why) {
    case 'refused': {
      const one = file.reading.refused.find(({ path, at: place }) => path === name && place.offset === at.offset)
      return one ? refusalText(one.refusal, wording.sentences) : ''
    }
    case 'overridden':
      return say({ path: reason.by.path, line: reason.line })
    case 'no-part':
      return say({ condition: conditionText(reason.needs, wording.sentences) })
    default:
      return say({})
  }
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 37)}…` : text)

export function effectiveLines(
  { values, ignored }: EffectiveRun,
  files: readonly ReadFile[],
  wording: Wording,
  style: Style,
  columns: number,
): readonly string[] {
  const several = files.length > 1
  const title = style.bold(wording.sentences('effective.title') ?? '')
  if (values.length === 0 && ignored.length === 0) return [wording.sentences('effective.nothing') ?? '']
  const table = (rows: readonly (readonly [name: string, value: string, note: string])[], grey: boolean) => {
    const left = Math.min(48, Math.max(...rows.map(([name]) => width(name)), 0)) + 2
    const middle = Math.min(24, Math.max(...rows.map(([, value]) => width(value)), 0)) + 2
    return rows.flatMap(([name, value, note]) => {
      const head = `${padded(`${name} `, left)}${padded(`${value} `, middle)}`
      const room = columns - width(head)
      const notes = room >= 24 ? wrap(note, room) : []
      if (notes.length === 0) {
        const below = wrap(note, columns - 4).map((line) => style.dim(`    ${line}`))
        return [grey ? style.dim(head.trimEnd()) : head.trimEnd(), ...below]
      }
      return notes.map((line, place) => {
        const front = place === 0 ? head : ' '.repeat(width(head))
        return grey ? style.dim(front + line) : front + style.dim(line)
      })
    })
  }
  const kept = values.map(
    (one) => [clean(one.name), short(clean(shownValue(one.value))), clean(originText(one, several, wording))] as const,
  )
  const lost = ignored.map(
    (one) => [clean(one.name), short(clean(one.value)), clean(reasonText(one, wording))] as const,
  )
  return [
    title,
    '',
    ...table(kept, false),
    ...(lost.length > 0
      ? ['', style.bold(wording.sentences('effective.ignored') ?? ''), '', ...table(lost, true)]
      : []),
  ]
}
