/** The navigation beside the pages, drawn from the model: a group of options, the rules, the presets, and what else has pages. */
import { existsSync, readdirSync } from 'node:fs'
import type { DefaultTheme } from 'vitepress'
import { fieldKeys, fields } from '../shared/fields/index.ts'
import type { Language } from '../shared/pages.ts'
import { presets } from '../shared/presets/index.ts'
import { rules } from '../shared/rules/index.ts'
import { docs, pageAt, pathOf, siteWords } from './site.ts'

type Items = DefaultTheme.SidebarItem[]

/** An item for a page, or none where the page is not written. */
function item(language: Language, path: string): Items {
  const page = pageAt(language, path)
  return page ? [{ text: page.title, link: pathOf(language, path) }] : []
}

/** What is read first in its folder; the rest follows by name. */
const early: readonly string[] = ['mlperf-article.md', 'first-run.md', 'fit-a-model.md', 'lora.md', 'qlora.md']
const place = (file: string): number => (early.includes(file) ? early.indexOf(file) : early.length)

/** The pages of a folder. */
function folder(language: Language, name: string): Items {
  const path = `${docs}${language}/${name}`
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .flatMap((file) => item(language, `${name}/${file.slice(0, -3)}`))
}

function fieldGroups(language: Language): Items {
  const groups = [...new Set(fieldKeys.map((key) => key.split('.')[0] as string))]
  return groups.flatMap((group): Items => {
    const items = fieldKeys
      .filter((key) => key.startsWith(`${group}.`) && fields[key].level !== 'known')
      .flatMap((key): Items => {
        const path = `fields/${key.replace('.', '/')}`
        return pageAt(language, path) ? [{ text: key.slice(group.length + 1), link: pathOf(language, path) }] : []
      })
    return items.length > 0 ? [{ text: siteWords[language].groups[group] ?? group, collapsed: true, items }] : []
  })
}

export function referenceSidebar(language: Language): Items {
  const { sections } = siteWords[language]
  const sorted = (name: 'presets' | 'rules', ids: readonly string[]): Items => [
    {
      text: sections[name],
      link: pathOf(language, `${name}/`),
      collapsed: true,
      items: ids.flatMap((id) => item(language, `${name}/${id}`)),
    },
  ]
  return [
    { text: sections.fields, link: pathOf(language, 'fields/'), items: fieldGroups(language) },
    ...sorted(
      'presets',
      presets.map(({ id }) => id),
    ),
    ...sorted(
      'rules',
      rules.map(({ id }) => id),
    ),
    { text: sections.emitters, collapsed: true, items: folder(language, 'emitters') },
    { text: sections.commands, collapsed: true, items: folder(language, 'commands') },
    { text: sections.errors, collapsed: true, items: folder(language, 'errors') },
  ].filter(({ items }) => items.length > 0)
}

export const guideSidebar = (language: Language): Items => {
  const groups: readonly (readonly [folder: string, en: string, zh: string])[] = [
    ['guide', 'Start', '开始'],
    ['tutorials', 'Tutorials', '教程'],
    ['howto', 'How-to guides', '操作指南'],
    ['explain', 'Explanations', '原理'],
  ]
  return groups.flatMap(([name, en, zh]): Items => {
    const start = name === 'guide' ? pageAt(language, 'guide/index') : undefined
    const items = [
      ...(start ? [{ text: start.title, link: pathOf(language, 'guide/') }] : []),
      ...folder(language, name),
    ]
    return items.length > 0 ? [{ text: language === 'zh' ? zh : en, items }] : []
  })
}
