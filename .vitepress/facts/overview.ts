/** The overview tables: every option, rule and preset, one a row. */
import { readdirSync } from 'node:fs'
import type { Field } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import type { Language, Page } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { rules } from '../../shared/rules/index.ts'
import type { Rule } from '../../shared/rules/rule.ts'
import { docs, pageAt, pathOf, sentencesOf, siteWords } from '../site.ts'
import { fieldLink } from './field-link.ts'
import { escaped, heading, table } from './markdown.ts'

/** The tables stand behind the filter, not in it: what is in a component is sent twice, as page and as script. */
const filtered = (language: Language, body: string): string =>
  `<FilterRows label="${siteWords[language].filter}" nothing="${siteWords[language].filterNothing}" />\n\n${body}`

/** What an option is. One for experts or only read in files gets its title alone: the list is long, and few look for it here. */
function optionText(language: Language, field: Field, page: Page): string {
  if (field.level === 'known' || field.level === 'expert') return page.title
  return `${page.title}${language === 'zh' ? '：' : ': '}${page.summary}`
}

export function fieldOverview(language: Language): string {
  const words = siteWords[language]
  const groups = [...new Set(fieldKeys.map((key) => key.split('.')[0] as string))]
  const row = (key: FieldKey): readonly string[] => {
    const page = pageAt(language, `fields/${key.replace('.', '/')}`)
    const field: Field = fields[key]
    return [
      page ? fieldLink(language, key) : `\`${key}\``,
      escaped(page ? optionText(language, field, page) : ''),
      words.levelNames[field.level],
    ]
  }
  const body = groups
    .map((group) =>
      [
        heading(words.groups[group] ?? group, group),
        table(
          [words.option, words.summary, words.level],
          fieldKeys.filter((key) => key.startsWith(`${group}.`)).map(row),
        ),
      ].join('\n\n'),
    )
    .join('\n\n')
  return filtered(language, body)
}

/** The groups of rules, in alphabetical order. */
export const ruleGroups: readonly string[] = [...new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))).sort())]

const rulesOf = (group: string): readonly Rule[] =>
  rules.filter(({ id }) => id.startsWith(`${group}/`)).sort((a, b) => (a.id < b.id ? -1 : 1))

/** The list of groups. */
export function ruleOverview(language: Language): string {
  const words = siteWords[language]
  const rows = ruleGroups.map((group) => {
    const page = pageAt(language, `rules/${group}/index`)
    return [
      `[${escaped(page?.title ?? group)}](${pathOf(language, `rules/${group}/`)})`,
      String(rulesOf(group).length),
      escaped(page?.summary ?? ''),
    ]
  })
  return table([words.group, words.count, words.summary], rows)
}

/** The rules of one group. */
export function ruleGroupOverview(language: Language, group: string): string {
  const words = siteWords[language]
  const sentences = sentencesOf(language)
  const rows = rulesOf(group).map((rule) => {
    const page = pageAt(language, `rules/${rule.id}`)
    const name = `\`${rule.id}\``
    return [
      page ? `[${escaped(page.title)}](${pathOf(language, `rules/${rule.id}`)})` : name,
      words.severity[rule.severity],
      escaped(page?.summary ?? ''),
      sentences(`effects.short.${rule.stage}`) ?? rule.stage,
    ]
  })
  return filtered(language, table([words.rule, words.severityLabel, words.summary, words.seenLabel], rows))
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

/** The pages of a folder that has a page for each of its things. */
export const folderOverview =
  (folder: 'commands' | 'emitters' | 'errors' | 'advice') =>
  (language: Language): string => {
    const words = siteWords[language]
    // Errors and advice are known by their names, the others by their titles.
    const named = folder === 'errors' || folder === 'advice'
    const rows = readdirSync(`${docs}${language}/${folder}`)
      .filter((file) => file.endsWith('.md') && file !== 'index.md')
      .map((file) => file.slice(0, -3))
      .sort()
      .map((name) => {
        const page = pageAt(language, `${folder}/${name}`)
        const shown = named ? `\`${name}\`` : `\`${page?.title ?? name}\``
        const summary = page?.summary ?? ''
        return [
          `[${shown}](${pathOf(language, `${folder}/${name}`)})`,
          escaped(named ? `${page?.title ?? ''}${language === 'zh' ? '：' : ': '}${summary}` : summary),
        ]
      })
    return table([words.name, words.summary], rows)
  }
