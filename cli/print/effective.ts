/** The effective configuration → lines: name, value, where it comes from; what has no effect is grey. */
import { conditionText } from '../../shared/condition-text.ts'
import type { Effective, EffectiveRun, Ignored, Origin } from '../../shared/effective.ts'
import { fieldAt } from '../../shared/fields/index.ts'
import { fill } from '../../shared/pages.ts'
import { refusalText } from '../../shared/refusal-text.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'
import type { Wording } from '../face.ts'
import { shownValue } from '../finding-text.ts'
import type { Style } from './style.ts'
import { clean, padded, width, wrap } from './text.ts'

export const originText = ({ origin, at }: Effective, wording: Wording): string =>
  fill(wording.sentences(`effective.from.${origin}`) ?? origin, { line: at?.line ?? 0 })

/** What the file calls an option, in its own sentences. */
const nameIn =
  ({ reading }: ReadFile) =>
  (key: string): string => {
    const names = fieldAt(key)?.emits
    return (reading.kind === 'accelerate' ? names?.accelerate : undefined) ?? key
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
    case 'repeated': {
      const because = wording.sentences(`effective.because.${reason.because}`) ?? reason.because
      return `${say({ path: reason.by.path, line: reason.line })} (${because})`
    }
    case 'no-part':
      return say({ facts: conditionText(reason.since, wording.sentences, nameIn(file)) })
    default:
      return say({})
  }
}

/** So many values that lost are named; a script may repeat an argument as often as it likes. */
const mostBeaten = 4

/** What a value wins over and why, and what nobody knows yet. */
export function notesOn({ beat = [], open }: Effective, wording: Wording): readonly string[] {
  const say = (id: string) => wording.sentences(`effective.${id}`) ?? id
  return [
    ...(open ? [say(`open.${open}`)] : []),
    ...beat.slice(0, mostBeaten).map(({ value, file, at, why }) =>
      fill(say('beats'), {
        value: short(value),
        path: clean(file.path),
        line: at.line,
        reason: say(`because.${why}`),
      }),
    ),
    ...(beat.length > mostBeaten ? [fill(say('beats-more'), { count: beat.length - mostBeaten })] : []),
  ]
}

/** A value on one line. */
function short(text: string): string {
  const flat = clean(text).replace(/\s+/g, ' ')
  return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat
}

/** The values that stand in no file, by who says them. */
const elsewhere: readonly (readonly [title: string, origins: readonly Origin[]])[] = [
  ['trainer', ['trainer', 'trainer-absent']],
  ['accelerate', ['accelerate']],
  ['deepspeed', ['deepspeed']],
  ['lora-wizard', ['lora-wizard']],
]

interface Line {
  readonly number: number | undefined
  readonly name: string
  readonly value: string
  /** Stands below, in grey. */
  readonly note?: string
}

/** Lines under one title: the number in the file, the name, the value. */
function table(title: string, lines: readonly Line[], style: Style, columns: number, grey = false): readonly string[] {
  if (lines.length === 0) return []
  // A file of data has more lines than a call takes arguments.
  const most = (measure: (line: Line) => number) => lines.reduce((so, line) => Math.max(so, measure(line)), 0)
  const digits = Math.max(
    3,
    most(({ number = 0 }) => String(number).length),
  )
  const right = Math.min(
    24,
    most(({ value }) => width(value)),
  )
  const left = Math.min(
    Math.max(20, columns - digits - right - 5),
    most(({ name }) => width(name)),
  )
  return [
    title,
    ...lines.flatMap(({ number, name, value, note }) => {
      const front = ` ${padded(' '.repeat(digits - String(number ?? '').length) + String(number ?? ''), digits)}  `
      const whole = `${front}${padded(name, left)}  ${value}`
      // A long name takes a line of its own, and so the value never leaves the window.
      const fits = width(whole) <= columns
      const lines = fits
        ? [whole]
        : [`${front}${name}`, ...wrap(value, columns - digits - 5).map((line) => `${' '.repeat(digits + 5)}${line}`)]
      return [
        ...(grey ? lines.map(style.dim) : [style.dim(front) + (lines[0] ?? '').slice(front.length), ...lines.slice(1)]),
        ...(note ?? '')
          .split('\n')
          .filter((each) => each !== '')
          .flatMap((each) => wrap(each, columns - digits - 5))
          .map((line) => style.dim(`${' '.repeat(digits + 5)}${line}`)),
      ]
    }),
    '',
  ]
}

export function effectiveLines(
  { values, ignored }: EffectiveRun,
  files: readonly ReadFile[],
  wording: Wording,
  style: Style,
  columns: number,
): readonly string[] {
  if (values.length === 0 && ignored.length === 0) return [wording.sentences('effective.nothing') ?? '']
  const kept = (one: Effective): Line => ({
    number: one.at?.line,
    name: clean(one.name),
    value: short(shownValue(one.written ?? one.value)),
    note: notesOn(one, wording).join('\n'),
  })
  const standing = files.flatMap((file) => {
    const seen = new Set<number>()
    // One name can say several options; it stands once in the file.
    const lines = values
      .filter((one) => one.file === file && ['line', 'flag'].includes(one.origin))
      .filter(({ at }) => !seen.has(at?.offset ?? -1) && seen.add(at?.offset ?? -1))
      .sort((a, b) => (a.at?.offset ?? 0) - (b.at?.offset ?? 0))
    return table(style.bold(clean(file.path)), lines.map(kept), style, columns)
  })
  const silent = elsewhere.flatMap(([title, origins]) =>
    table(
      style.bold(wording.sentences(`effective.sections.${title}`) ?? title),
      values
        .filter(({ origin }) => origins.includes(origin))
        .map((one) => ({ ...kept(one), number: undefined, value: placed(one, files) })),
      style,
      columns,
    ),
  )
  const lost = files.flatMap((file) =>
    table(
      style.bold(clean(file.path)),
      ignored
        .filter((one) => one.file === file)
        .map((one) => ({
          number: one.at.line,
          name: clean(one.name),
          value: short(one.value),
          note: clean(reasonText(one, wording)),
        })),
      style,
      columns,
      true,
    ),
  )
  return [
    style.accent(wording.sentences('effective.title') ?? ''),
    '',
    ...standing,
    ...silent,
    ...(lost.length > 0 ? [style.accent(wording.sentences('effective.ignored') ?? ''), '', ...lost] : []),
  ]
}

/** A value that somebody else fills in, and where the file asks for that. */
const placed = ({ value, file, at }: Effective, files: readonly ReadFile[]): string => {
  const shown = short(shownValue(value))
  return file && at ? `${shown}  (${files.length > 1 ? `${clean(file.path)}:` : ''}${at.line})` : shown
}
