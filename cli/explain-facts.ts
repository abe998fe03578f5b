/** What the program knows of an option, a preset or a rule, as rows for whoever explains it. */
import { conditionText } from '../shared/condition-text.ts'
import { optional } from '../shared/config.ts'
import { effectText } from '../shared/effect-text.ts'
import type { Default, Field, Value } from '../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../shared/fields/index.ts'
import { fill, type Sentences } from '../shared/pages.ts'
import { presets } from '../shared/presets/index.ts'
import type { Preset } from '../shared/presets/preset.ts'
import { rulesAbout } from '../shared/rules/about.ts'
import type { Rule } from '../shared/rules/rule.ts'
import { type Source, sourceLink } from '../shared/source.ts'
import type { Wording } from './face.ts'
import { shownValue } from './finding-text.ts'
import type { TerminalWords } from './words/words.ts'

/** A name and what it says, one line each. */
export interface Row {
  readonly name: string
  readonly lines: readonly string[]
}

export function fieldRows(key: FieldKey, wording: Wording, words: TerminalWords): readonly Row[] {
  const field: Field = fields[key]
  const { sentences } = wording
  const names = Object.entries(field.emits ?? {})
  const setBy = presets.filter(({ answers }) => answers[key] !== undefined)
  const about = rulesAbout(key)
  return rows([
    [words['fact-key'], [key]],
    [words['fact-kind'], [sentences(`kinds.${field.kind}`) ?? field.kind]],
    [words['fact-default'], field.home ? [] : defaultLines(field, words, sentences)],
    [words['fact-home'], field.home ? [homeText(field.home, words)] : []],
    [words['fact-range'], rangeLines(field, words)],
    [words['fact-choices'], choiceLines(field, wording, key)],
    [words['fact-applies'], field.appliesWhen ? [conditionText(field.appliesWhen, sentences)] : []],
    [words['fact-level'], [words[`level-${field.level}`]]],
    [words['fact-names'], names.map(([tool, name]) => `${tool}  ${name}`)],
    [words['fact-variable'], field.variable ? [field.variable] : []],
    [
      words['fact-honoured'],
      field.honoured === undefined ? [] : [words[field.honoured ? 'from-file-yes' : 'from-file-no']],
    ],
    [words['fact-presets'], setBy.map(({ id, answers }) => `${id}  ${shownValue(answers[key] ?? null)}`)],
    [
      words['fact-rules'],
      about.map((rule) => `${rule.id}  ${wording.words(`rules/${rule.id}`)?.title ?? ''}`.trimEnd()),
    ],
    [words['fact-sources'], sourceLines(field.sources, words)],
  ])
}

export function presetRows(preset: Preset, words: TerminalWords): readonly Row[] {
  const given = fieldKeys.filter((key) => preset.answers[key] !== undefined)
  return rows([
    [words.answers, given.map((key) => `${key}  ${shownValue(preset.answers[key] ?? null)}`)],
    [words['fact-sources'], sourceLines(preset.sources, words)],
  ])
}

export function ruleRows(rule: Rule, wording: Wording, words: TerminalWords): readonly Row[] {
  return rows([
    [words['fact-severity'], [words[`severity-${rule.severity}`]]],
    [words['fact-effect'], [effectText(rule, wording.sentences)]],
    [words['fact-about'], rule.reads.options],
    [words['fact-files'], fileKinds(rule)],
    [words['fact-found-by'], foundBy(rule)],
    [words['fact-releases'], Object.entries(rule.releases ?? {}).map(([name, range]) => `${name} ${range}`)],
    [words['fact-sources'], sourceLines(rule.sources, words)],
  ])
}

const foundBy = ({ machine }: Rule): readonly string[] =>
  machine === undefined
    ? []
    : [machine.seenBy === 'preflight' ? 'lora-wizard try, lora-wizard launch' : 'lora-wizard try']

const fileKinds = ({ reads }: Rule): readonly string[] =>
  reads.files === undefined || reads.files === 'any' ? [] : [reads.files.join(', ')]

const rows = (all: readonly (readonly [name: string, lines: readonly string[]])[]): readonly Row[] =>
  all.filter(([, lines]) => lines.length > 0).map(([name, lines]) => ({ name, lines }))

const sourceLines = (sources: readonly Source[], words: TerminalWords): readonly string[] =>
  sources.map((source) => {
    const seen = fill(words.read, { day: source.checked })
    return [sourceLink(source), source.version, seen].filter(Boolean).join('  ')
  })

function defaultLines(field: Field, words: TerminalWords, sentences: Sentences): readonly string[] {
  const given = field.default as Default<Value>
  const say = (value: Value) => (value === null ? words['default-none'] : shownValue(value))
  if (typeof given === 'object' && given !== null && 'follows' in given) {
    const { follows, times } = given
    return [fill(words[times ? 'default-times' : 'default-follows'], { key: follows, times: times ?? 1 })]
  }
  if (typeof given === 'object' && given !== null && 'cases' in given) {
    return [
      ...given.cases.map(({ when, value }) =>
        fill(words['default-case'], { value: say(value), condition: conditionText(when, sentences) }),
      ),
      fill(words['default-otherwise'], { value: say(given.otherwise) }),
    ]
  }
  return optional(field) ? [words['default-none']] : [say(given as Value)]
}

function homeText(home: NonNullable<Field['home']>, words: TerminalWords): string {
  if ('same' in home) return home.same
  if ('product' in home) return fill(words['home-product'], { given: home.product[0], other: home.product[1] })
  return fill(words['home-is'], { key: home.key, value: home.equals })
}

function rangeLines(field: Field, words: TerminalWords): readonly string[] {
  if (field.kind !== 'integer' && field.kind !== 'number') return []
  const { min, max, unit } = field
  if (min === undefined && max === undefined) return []
  const id = max === undefined ? 'range-above' : min === undefined ? 'range-below' : 'range-between'
  const said = fill(words[id], { ...(min !== undefined && { min }), ...(max !== undefined && { max }) })
  return [unit ? `${said} ${unit}` : said]
}

function choiceLines(field: Field, wording: Wording, key: FieldKey): readonly string[] {
  const sentences = wording.words(`fields/${key.replace('.', '/')}`)?.choices ?? {}
  if (field.kind === 'choice') return field.choices.map((one) => `${one}  ${sentences[String(one)] ?? ''}`.trimEnd())
  if (field.kind === 'toggle')
    return ['true', 'false'].flatMap((one) => (sentences[one] ? [`${one}  ${sentences[one]}`] : []))
  return []
}
