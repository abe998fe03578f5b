/** The overview tables: every option, rule and preset, one a row. */

import type { Field } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import type { Language } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { rules } from '../../shared/rules/index.ts'
import { pageAt, pathOf, siteWords } from '../site.ts'
import { fieldLink } from './field.ts'
import { escaped, heading, table } from './markdown.ts'

const filtered = (language: Language, body: string): string =>
  `<FilterRows label="${siteWords[language].filter}">\n\n${body}\n\n</FilterRows>`

export function fieldOverview(language: Language): string {
  const words = siteWords[language]
  const groups = [...new Set(fieldKeys.map((key) => key.split('.')[0] as string))]
  const row = (key: FieldKey): readonly string[] => {
    const page = pageAt(language, `fields/${key.replace('.', '/')}`)
    const field: Field = fields[key]
    return [
      page ? fieldLink(language, key) : `\`${key}\``,
      escaped(page ? `${page.title}${language === 'zh' ? '：' : ': '}${page.summary}` : ''),
      words.levels[field.level],
    ]
  }
  const body = groups
    .map((group) =>
      [
        heading(words.groups[group] ?? group, group),
        table(
          [words.option, words.summary, words.asked],
          fieldKeys.filter((key) => key.startsWith(`${group}.`)).map(row),
        ),
      ].join('\n\n'),
    )
    .join('\n\n')
  return filtered(language, body)
}

export function ruleOverview(language: Language): string {
  const words = siteWords[language]
  const rows = rules.map((rule) => {
    const page = pageAt(language, `rules/${rule.id}`)
    return [
      `[\`${rule.id}\`](${pathOf(language, `rules/${rule.id}`)})`,
      words.severity[rule.severity],
      escaped(page?.summary ?? ''),
      words.seenWhen[rule.seen],
    ]
  })
  return filtered(language, table([words.name, words.severityLabel, words.summary, words.seen], rows))
}

export function presetOverview(language: Language): string {
  const words = siteWords[language]
  const rows = presets.map(({ id }) => {
    const page = pageAt(language, `presets/${id}`)
    return [
      `[\`${id}\`](${pathOf(language, `presets/${id}`)})`,
      escaped(page ? `${page.title}${language === 'zh' ? '：' : ': '}${page.summary}` : ''),
    ]
  })
  return table([words.preset, words.summary], rows)
}
