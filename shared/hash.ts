/** A configuration as a short, readable text that fits behind a `#`: the difference from a preset, with a version. */
import { type Answers, answerAll, parseText, type Refusal } from './config.ts'
import type { Value } from './fields/field.ts'
import { type FieldKey, fieldKeys } from './fields/index.ts'
import { presets } from './presets/index.ts'
import { same } from './session.ts'

const version = '#c1:'

/** A text that also stands between single quotes of a shell. */
const encoded = (value: Value): string => {
  const text = value === null ? '' : Array.isArray(value) ? value.join(',') : String(value)
  return encodeURIComponent(text)
    .replaceAll('%2C', ',')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':')
    .replaceAll("'", '%27')
}

/** `#c1:preset?key=value&…`; a key of the preset that is taken back reads `key!`. Without a preset the part before `?` is empty. */
export function hashOf(answers: Answers, preset: string | null): string {
  const base: Answers = presets.find(({ id }) => id === preset)?.answers ?? {}
  const parts = fieldKeys.flatMap((key): string[] => {
    const now = answers[key]
    const before = base[key]
    if (now === undefined) return before === undefined ? [] : [`${key}!`]
    return before !== undefined && same(now, before) ? [] : [`${key}=${encoded(now)}`]
  })
  const name = presets.some(({ id }) => id === preset) ? preset : ''
  return `${version}${name}${parts.length > 0 ? `?${parts.join('&')}` : ''}`
}

/** Whether a text is a configuration of ours. */
export const isHash = (text: string): boolean => text.startsWith(version)

/** The answers a hash means; what no longer fits the options is left out and reported. Never throws. */
export function answersOf(hash: string): {
  readonly answers: Answers
  readonly preset: string | null
  /** A name where a preset's should stand, that no preset has. */
  readonly unknownPreset: string | null
  readonly refusals: readonly Refusal[]
} {
  const text = isHash(hash) ? hash.slice(version.length) : ''
  const [name, query = ''] = text.split(/\?(.*)/s) as [string, string?]
  const preset = presets.find(({ id }) => id === name)
  const unknownPreset = name !== '' && !preset ? decoded(name) : null
  const refusals: Refusal[] = []
  let base: Answers = preset?.answers ?? {}
  const given: (readonly [string, Value])[] = []
  for (const part of query.split('&').filter(Boolean)) {
    if (part.endsWith('!')) {
      const { [part.slice(0, -1) as FieldKey]: _dropped, ...rest } = base
      base = rest
      continue
    }
    const [key, raw = ''] = part.split(/=(.*)/s) as [string, string?]
    const parsed = parseText(key, decoded(raw))
    if ('refusal' in parsed) refusals.push(parsed.refusal)
    else given.push([key, parsed.value])
  }
  const taken = answerAll(base, given)
  return {
    answers: taken.answers,
    preset: preset?.id ?? null,
    unknownPreset,
    refusals: [...refusals, ...taken.refusals],
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
