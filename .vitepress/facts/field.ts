/** What the model knows about an option, as Markdown: the allowed values, and the facts that follow the text of the option's page. */

import { conditionText } from '../../shared/condition-text.ts'
import { applies, resolve } from '../../shared/config.ts'
import type { Field, Target, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldAt } from '../../shared/fields/index.ts'
import type { When } from '../../shared/fields/when.ts'
import { fill, type Language, type Page } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { exampleFacts } from '../../shared/rule-examples.ts'
import { rulesAbout } from '../../shared/rules/about.ts'
import { pageAt, pathOf, sentencesOf, siteWords } from '../site.ts'
import { fieldLink } from './field-link.ts'
import { code, escaped, heading, sourceList, table } from './markdown.ts'
import { questionScreen } from './screen.ts'

/** The default, and what it follows from. */
function defaultText(language: Language, field: Field): string {
  const words = siteWords[language]
  const given = field.default
  if (given === null) return words.none
  if (typeof given !== 'object' || Array.isArray(given)) return code(given as Value)
  if ('follows' in given) return words.follows(fieldLink(language, given.follows), given.times ?? 1)
  if ('cases' in given) {
    const shown = (value: Value) => (value === null ? words.none : code(value))
    const cases = given.cases.map((one) => words.whenCase(shown(one.value as Value), condition(language, one.when)))
    return [...cases, `${words.otherwise}${language === 'zh' ? '：' : ': '}${shown(given.otherwise as Value)}`].join(
      language === 'zh' ? '；' : '; ',
    )
  }
  return code(given as Value)
}

function rangeText(language: Language, field: Field): string | undefined {
  if (field.kind !== 'integer' && field.kind !== 'number') return undefined
  const words = siteWords[language]
  const { min, max } = field
  if (min === undefined && max === undefined) return undefined
  if (max === undefined) return words.from(String(min))
  if (min === undefined) return words.upTo(String(max))
  return words.between(String(min), String(max))
}

function homeText(language: Language, field: Field): string | undefined {
  const { home } = field
  const words = siteWords[language]
  if (!home) return undefined
  if ('same' in home) return words.homes.same(fieldLink(language, home.same))
  if ('product' in home)
    return words.homes.product(fieldLink(language, home.product[0]), fieldLink(language, home.product[1]))
  return words.homes.equals(fieldLink(language, home.key), code(home.equals))
}

function places(language: Language, key: FieldKey, field: Field): readonly (readonly string[])[] {
  const words = siteWords[language]
  const rows = Object.entries(field.emits ?? {}).map(([target, name]) => {
    const remark = target === 'accelerate' ? (field.honoured === false ? words.ignored : words.honoured) : ''
    const shown = ['accelerate', 'deepspeed', 'peft', 'axolotl', 'llama-factory'].includes(target) ? name : `--${name}`
    return [words.places[target as Target], code(shown), remark]
  })
  // The answers are kept where they are at home.
  if (!field.home && field.level !== 'known') rows.unshift([words.places.answers, code(key), ''])
  if (field.variable) rows.push([words.places.variable, code(field.variable), ''])
  return rows
}

function presetRows(language: Language, key: FieldKey): readonly (readonly string[])[] {
  return presets.flatMap((preset) => {
    const { config } = resolve(preset.answers)
    const value = config[key] as Value
    if (!applies(key, config) || value === null) return []
    const title = pageAt(language, `presets/${preset.id}`)?.title ?? preset.id
    return [[`[${escaped(title)}](${pathOf(language, `presets/${preset.id}`)})`, code(value)]]
  })
}

/** A list of rules that is longer than this shows their titles alone; what they say is on their own pages. */
const longList = 20

function ruleTable(language: Language, key: FieldKey): string {
  const words = siteWords[language]
  const rules = rulesAbout(key)
  const short = rules.length > longList
  const rows = rules.map((rule) => {
    const page = pageAt(language, `rules/${rule.id}`)
    const link = page ? `[${escaped(page.title)}](${pathOf(language, `rules/${rule.id}`)})` : `\`${rule.id}\``
    const message = short ? [] : [escaped(fill(page?.message ?? '', exampleFacts(rule.id)))]
    return [words.severity[rule.severity], link, ...message]
  })
  return table([words.severityLabel, words.rule, ...(short ? [] : [words.messageExample])], rows)
}

/** A condition in words, with links to the options it speaks of. Between 汉字 stands no blank. */
const condition = (language: Language, when: When): string =>
  conditionText(when, sentencesOf(language), (other) => fieldLink(language, other)).replace(
    /(?<=[，且或]) (?=\p{Script=Han})/gu,
    '',
  )

/** The allowed values, each with its sentence; nothing for other kinds of options. */
export function allowedValues(language: Language, key: FieldKey, page: Page): string {
  const field = fieldAt(key) as Field
  const words = siteWords[language]
  const values = field.kind === 'choice' ? field.choices : field.kind === 'toggle' && page.choices ? [true, false] : []
  if (values.length === 0) return ''
  const rows = values.map((value) => [code(value), escaped(page.choices?.[String(value)] ?? '')])
  return [heading(words.choices, 'choices'), table([words.value, words.meaning], rows)].join('\n\n')
}

/** The table of facts, where the option is written, and its value in the presets. */
function fieldFacts(language: Language, key: FieldKey): string {
  const field = fieldAt(key) as Field
  const words = siteWords[language]
  const rows: (readonly string[])[] = [
    [words.key, `${code(key)}`],
    [words.type, `${words.kinds[field.kind]}${'unit' in field && field.unit ? ` (${field.unit})` : ''}`],
    [words.default, defaultText(language, field)],
  ]
  const range = rangeText(language, field)
  if (range) rows.push([words.range, range])
  rows.push([words.asked, words.levels[field.level]])
  rows.push([words.applies, field.appliesWhen ? condition(language, field.appliesWhen) : words.always])
  const home = homeText(language, field)
  if (home) rows.push([words.home, home])
  const mentions = rulesAbout(key).length
  if (mentions > 0) rows.push([words.rules, `[${words.listed(mentions)}](#rules)`])
  const read =
    field.sources
      .map(({ checked }) => checked)
      .sort()
      .at(-1) ?? ''
  rows.push([words.sources, `[${words.listed(field.sources.length)}](#sources)${words.comma}${words.checked(read)}`])
  const parts = [
    heading(words.facts, 'facts'),
    table([words.fact, words.value], rows),
    `<LiveCondition field="${key}" open="${words.openPlayground}" />`,
  ]
  const section = (title: string, id: string, body: string) => {
    if (body) parts.push(heading(title, id), body)
  }
  section(words.lands, 'lands', table([words.place, words.name, words.remark], places(language, key, field)))
  section(words.presets, 'presets', table([words.preset, words.value], presetRows(language, key)))
  return parts.filter(Boolean).join('\n\n')
}

/** The facts below the text: a short table, then what every rule that mentions the option says, its question, and the sources. */
export function fieldAppendix(language: Language, key: FieldKey): string {
  const field = fieldAt(key) as Field
  const words = siteWords[language]
  const parts: string[] = [fieldFacts(language, key)]
  const section = (title: string, id: string, body: string) => {
    if (body) parts.push(heading(title, id), body)
  }
  section(words.rules, 'rules', ruleTable(language, key))
  section(
    words.terminal,
    'terminal',
    [
      questionScreen(language, key),
      ['```sh', `lora-wizard explain ${key}${language === 'zh' ? ' --lang zh' : ''}`, '```'].join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
  )
  section(words.sources, 'sources', sourceList(language, field.sources))
  return parts.join('\n\n')
}
