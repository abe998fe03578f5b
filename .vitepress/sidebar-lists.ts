/** What the sidebars of a language list, as short as it can be sent. */
import { existsSync, readdirSync } from 'node:fs'
import { fieldKeys, fields } from '../shared/fields/index.ts'
import type { Language } from '../shared/pages.ts'
import { presets } from '../shared/presets/index.ts'
import { rules } from '../shared/rules/index.ts'
import type { SidebarLists } from './sidebar.ts'
import { docs, pageAt, siteWords } from './site.ts'

/** What is read first in its folder; the rest follows by name. */
const early: readonly string[] = [
  'mlperf-article',
  'hour-day-week',
  'faq',
  'first-run',
  'mlperf-line-by-line',
  'fit-a-model',
  'choose-hyperparameters',
  'several-machines',
  'training-misbehaves',
  'lora',
  'qlora',
  'memory',
  'adapter',
  'zero',
]
const place = (name: string): number => (early.includes(name) ? early.indexOf(name) : early.length)

/** Names and titles of the pages of a folder. */
function folder(language: Language, name: string): readonly (readonly [name: string, title: string])[] {
  const path = `${docs}${language}/${name}`
  if (!existsSync(path)) return []
  const names =
    name === 'presets'
      ? presets.map(({ id }) => id)
      : readdirSync(path)
          .filter((file) => file.endsWith('.md') && file !== 'index.md')
          .map((file) => file.slice(0, -3))
          .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
  return names.flatMap((one) => {
    const page = pageAt(language, `${name}/${one}`)
    return page ? [[one, page.title]] : []
  })
}

/** `group name name …` for every group; options that the wizard does not ask stand in the overview alone. */
function fieldGroups(): readonly string[] {
  const groups = [...new Set(fieldKeys.map((key) => key.split('.')[0] as string))]
  return groups.map((group) =>
    [
      group,
      ...fieldKeys
        .filter((key) => key.startsWith(`${group}.`) && fields[key].level !== 'known')
        .filter((key) => pageAt('en', `fields/${key.replace('.', '/')}`))
        .map((key) => key.slice(group.length + 1)),
    ].join(' '),
  )
}

const ruleIds = rules.map(({ id }) => id).sort()
const ruleGroups = [...new Set(ruleIds.map((id) => id.slice(0, id.indexOf('/'))))]

/** There are too many errors to list them beside every page: their overview lists them. */
const titled = ['presets', 'emitters', 'commands', 'guide', 'tutorials', 'howto', 'explain', 'lab'] as const

export const sidebarLists = (language: Language): SidebarLists => ({
  fields: fieldGroups(),
  rules: ruleGroups.map((group) =>
    [group, ...ruleIds.filter((id) => id.startsWith(`${group}/`)).map((id) => id.slice(group.length + 1))].join(' '),
  ),
  words: {
    groups: siteWords[language].groups,
    ruleGroups: Object.fromEntries(
      ruleGroups.map((group) => [group, pageAt(language, `rules/${group}/index`)?.title ?? group]),
    ),
    sections: siteWords[language].sections,
  },
  start: pageAt(language, 'guide/index')?.title ?? '',
  folders: Object.fromEntries(titled.map((name) => [name, folder(language, name)])),
})
