/** The navigation beside the pages. It is drawn where it is shown, from short lists: written out they would weigh more than a page. */
import type { DefaultTheme } from 'vitepress'
import type { Language } from '../shared/pages.ts'

type Items = DefaultTheme.SidebarItem[]
type Titled = readonly (readonly [name: string, title: string])[]

/** What is listed in one language. */
export interface SidebarLists {
  /** `group name name …`: the options that are asked, by group. */
  readonly fields: readonly string[]
  /** `group name name …`: the rules, by group. */
  readonly rules: readonly string[]
  readonly words: {
    readonly groups: Readonly<Record<string, string>>
    readonly ruleGroups: Readonly<Record<string, string>>
    readonly sections: Readonly<Record<string, string>>
  }
  /** The title of the guides' first page. */
  readonly start: string
  readonly folders: Readonly<Record<string, Titled>>
}

/** The sidebars of a language, by the beginning of the path; the longest that fits is shown. */
export function sidebars(lists: SidebarLists, language: Language): DefaultTheme.SidebarMulti {
  const root = language === 'en' ? '/' : '/zh/'
  const { words, folders, start } = lists
  const pages = (folder: string): Items =>
    (folders[folder] ?? []).map(([name, title]) => ({ text: title, link: `${root}${folder}/${name}` }))
  /** The groups of rules; the one that is being read is spread out. */
  const ruleGroups = (open?: string): Items =>
    lists.rules.map((line) => {
      const [group = '', ...names] = line.split(' ')
      const overview = { text: words.ruleGroups[group] ?? group, link: `${root}rules/${group}/` }
      if (group !== open) return overview
      return { ...overview, items: names.map((name) => ({ text: name, link: `${root}rules/${group}/${name}` })) }
    })
  /** The reference as it looks from inside one of its parts: that part is spread out, of the others the names stand there. */
  const reference = (part: string, group?: string): Items => [
    {
      text: words.sections.fields as string,
      link: `${root}fields/`,
      items: lists.fields.map((line) => {
        const [name = '', ...names] = line.split(' ')
        const overview = { text: words.groups[name] ?? name, link: `${root}fields/#${name}` }
        if (name !== group) return overview
        return { ...overview, items: names.map((one) => ({ text: one, link: `${root}fields/${name}/${one}` })) }
      }),
    },
    ...['presets', 'rules', 'commands', 'advice', 'emitters', 'errors'].map((name) => ({
      text: words.sections[name] as string,
      link: `${root}${name}/`,
      items: part === name ? (name === 'rules' ? ruleGroups(group) : pages(name)) : [],
    })),
  ]

  const guides: Items = ['guide', 'tutorials', 'howto', 'explain', 'lab'].flatMap((name): Items => {
    const first = name === 'guide' && start ? [{ text: start, link: `${root}guide/` }] : []
    const items = [...first, ...pages(name)]
    const overview = name === 'lab' ? { link: `${root}lab/` } : {}
    return items.length > 0 ? [{ text: words.sections[name] ?? name, ...overview, items }] : []
  })

  return {
    ...Object.fromEntries(['guide', 'tutorials', 'howto', 'explain', 'lab'].map((name) => [`${root}${name}/`, guides])),
    ...Object.fromEntries(['presets', 'commands', 'emitters'].map((name) => [`${root}${name}/`, reference(name)])),
    ...Object.fromEntries(
      lists.fields.map((line) => {
        const group = line.split(' ')[0] as string
        return [`${root}fields/${group}/`, reference('fields', group)]
      }),
    ),
    [`${root}rules/`]: reference('rules'),
    ...Object.fromEntries(
      lists.rules.map((line) => {
        const group = line.split(' ')[0] as string
        return [`${root}rules/${group}/`, reference('rules', group)]
      }),
    ),
    [root]: reference(''),
  }
}
