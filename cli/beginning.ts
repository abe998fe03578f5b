/** The flags of a command line that say what run is meant: a preset, a file, a GPU and single values → the session they begin. */
import { conditionText } from '../shared/condition-text.ts'
import { type Answers, answerAll, applies, parseText, type Refusal, resolve } from '../shared/config.ts'
import type { Value } from '../shared/fields/field.ts'
import { fieldAt } from '../shared/fields/index.ts'
import { failing } from '../shared/fields/when.ts'
import { isHash } from '../shared/hash.ts'
import { fill } from '../shared/pages.ts'
import { presets } from '../shared/presets/index.ts'
import { refusalText } from '../shared/refusal-text.ts'
import { askedLevels, begin, type Session, same, step } from '../shared/session.ts'
import { oneOf } from './arguments.ts'
import { type Call, flagValue, has } from './commands/command.ts'
import { shownValue } from './finding-text.ts'
import { gpuAnswers } from './gpu-answers.ts'
import { histogramOf } from './lengths.ts'
import { clean } from './print/text.ts'
import { answersFrom, answersFromFiles } from './read-answers.ts'
import { UserError } from './user-error.ts'

/** The session that the command line begins, and whether anything was said on it. */
export interface Beginning {
  readonly session: Session
  readonly notes: readonly string[]
  readonly given: boolean
}

/** Preset, file, GPU and single values, in this order, whatever the order on the command line. */
export async function beginningOf(call: Call): Promise<Beginning> {
  const { host, wording } = call
  const level = (await oneOf('level', flagValue(call, 'level'), askedLevels)) ?? 'basic'
  const preset = flagValue(call, 'preset')
  const from = flagValue(call, 'from')
  if (preset !== undefined && from !== undefined)
    throw new UserError('flags-exclude', { first: '--preset', second: '--from' })
  let session = begin({}, level)
  let notes: readonly string[] = []
  if (preset !== undefined) {
    if (!presets.some(({ id }) => id === preset)) await refusePreset(preset)
    session = step(session, { type: 'preset', id: preset })
  }
  // Files that say parts of one run, e.g. an Accelerate file and the script beside it: of two that say the same, the later one.
  // What one of them says counts more than what another leaves unsaid.
  let silence: Answers = {}
  let said: Answers = {}
  const sources = call.flags.get('from') ?? []
  const paths = sources.filter((source) => !isHash(source.slice(Math.max(0, source.indexOf('#')))))
  const reads = [
    ...sources.filter((source) => !paths.includes(source)).map((hash) => answersFrom(host, hash, wording)),
    ...(paths.length > 0 ? [answersFromFiles(host, paths, wording)] : []),
  ]
  for (const read of await Promise.all(reads)) {
    notes = [...notes, ...read.notes]
    silence = { ...silence, ...read.answers }
    said = { ...said, ...read.said }
    session = step(session, { type: 'adopt', answers: { ...silence, ...said } })
  }
  const answers = answersWith(session.answers, call)
  if (answers !== session.answers) {
    const adopted = session.step.at === 'start' ? step(session, { type: 'adopt', answers }) : { ...session, answers }
    session = adopted
    notes = [...notes, ...unusedNotes(call, answers), ...overruledNotes(call, answers)]
  }
  notes = [...notes, ...idleNotes(call, said, session.answers)]
  if (paths.length > 0) notes = [...notes, ...strategyNotes(call, session.answers)]
  const given = preset !== undefined || from !== undefined || has(call, 'gpu') || givenValues(call).length > 0
  return { session: { ...session, trail: given ? [{ at: 'start' }] : [], past: [] }, notes, given }
}

async function refusePreset(preset: string): Promise<never> {
  const { nearest } = await import('../shared/config.ts')
  const ids = presets.map(({ id }) => id)
  const near = nearest(preset, ids)
  const inside = ids.filter((id) => preset.length >= 4 && id.includes(preset.toLowerCase()))
  throw new UserError('unknown-preset', { preset, nearest: near.length > 0 ? near : inside.slice(0, 3), presets: ids })
}

/** `--set key=value` and `--key value`, as typed. */
const givenValues = (call: Call): readonly (readonly [key: string, text: string])[] => [
  ...(call.flags.get('set') ?? []).map((pair): readonly [string, string] => {
    const place = pair.indexOf('=')
    if (place < 1) throw new UserError('flag-value', { flag: '--set', value: pair, allowed: ['KEY=VALUE'] })
    return [pair.slice(0, place).trim(), pair.slice(place + 1)]
  }),
  ...call.options,
]

/** The answers with everything the command line says; all refusals at once. */
export function answersWith(start: Answers, call: Call): Answers {
  const refusals: Refusal[] = []
  const values = new Map<string, Value>()
  const gpu = flagValue(call, 'gpu')
  if (gpu !== undefined) for (const [key, value] of gpuAnswers(gpu)) values.set(key, value)
  const lengths = flagValue(call, 'lengths')
  if (lengths !== undefined) values.set('data.length_histogram', histogramOf(call.host, lengths))
  for (const [key, text] of givenValues(call)) {
    const parsed = parseText(key, text)
    if ('refusal' in parsed) refusals.push(parsed.refusal)
    else if (key === 'hardware.gpu' && typeof parsed.value === 'string')
      for (const [one, value] of gpuAnswers(parsed.value)) values.set(one, value)
    else values.set(key, parsed.value)
  }
  const taken = answerAll(start, values)
  const problems = [...refusals, ...taken.refusals].map((refusal) =>
    clean(refusalText(refusal, call.wording.sentences)),
  )
  if (problems.length > 0) throw new UserError('values-refused', { problems: problems.join('\n') })
  return values.size > 0 ? taken.answers : start
}

/** Values that were given and have no effect, with the reason. */
function unusedNotes({ wording, words, ...call }: Call, answers: Answers): readonly string[] {
  const { config } = resolve(answers)
  const valueAt = (key: string) => (config as Readonly<Record<string, Value>>)[key] ?? null
  return givenValues({ wording, words, ...call }).flatMap(([key]) => {
    const { appliesWhen: condition, home } = fieldAt(key) ?? {}
    // A second name of a value does what it says wherever the first one plays a part.
    if (!condition || applies(home && 'same' in home ? home.same : key, config)) return []
    const unmet = failing(condition, valueAt)
    const said = conditionText(unmet.length === 1 && unmet[0] ? unmet[0] : { all: unmet }, wording.sentences)
    return [fill(words['not-applied'], { key, condition: said })]
  })
}

/** Values that were given and do not hold, because another of those given has the same home. */
function overruledNotes(call: Call, answers: Answers): readonly string[] {
  const config = resolve(answers).config as Readonly<Record<string, Value>>
  return [...new Map(givenValues(call))].flatMap(([key, text]) => {
    const parsed = parseText(key, text)
    const now = config[key] ?? null
    if (key === 'hardware.gpu' || !('value' in parsed) || parsed.value === null || same(parsed.value, now)) return []
    return [fill(call.words['not-kept'], { key, given: clean(text), value: shownValue(now) })]
  })
}

/** The strategy that is used if no file sets one. It is reported, so that the output holds no surprise. */
function strategyNotes({ words }: Call, answers: Answers): readonly string[] {
  if (answers['accelerate.distributed_type'] !== undefined) return []
  return [fill(words['strategy-chosen'], { value: resolve(answers).config['accelerate.distributed_type'] })]
}

/** What a file says and no other file is written for, all in one sentence. */
function idleNotes({ words }: Call, said: Answers, answers: Answers): readonly string[] {
  const { config } = resolve(answers)
  const keys = Object.keys(said).filter((key) => !applies(key, config))
  return keys.length > 0 ? [fill(words['kept-idle'], { keys })] : []
}
