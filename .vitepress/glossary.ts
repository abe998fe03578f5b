/** Words of the glossary in guides: the first time one stands on a page it leads to the glossary, and shows its meaning to whoever points at it. */
import type { MarkdownRenderer } from 'vitepress'
import { type Language, languages } from '../shared/pages.ts'
import { pathOf, textAt } from './site.ts'

interface Term {
  readonly word: string
  readonly meaning: string
  /** The heading in the glossary under which it stands. */
  readonly part: string
}

/** The terms of a language, the longest first; what has a word in brackets is left to the glossary itself. */
function termsOf(language: Language): readonly Term[] {
  const terms: Term[] = []
  let part = ''
  for (const line of (textAt(language, 'guide/glossary') ?? '').split('\n')) {
    part = /^## .*\{#([\w-]+)\}/.exec(line)?.[1] ?? part
    const cells = /^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$/.exec(line)
    const word = cells?.[1]?.replace(/[*`]/g, '').trim() ?? ''
    if (part && cells && word.length > 1 && !/[-()（）,，/:：]/.test(word))
      terms.push({ word, meaning: (cells[2] as string).replace(/[*`]|\]\([^)]*\)|\[/g, '').trim(), part })
  }
  return terms.sort((a, b) => b.word.length - a.word.length)
}

/** Pages that are read from beginning to end; a reference page says what it means itself. */
const read = /(?:^|\/)(?:(en|zh)\/)?(tutorials|howto|explain|guide)\/(?!glossary)[\w-]+\.md$/
/** More would be noise. */
const most = 8

export function glossaryTerms(markdown: MarkdownRenderer, base: string): void {
  const known = new Map(languages.map((language) => [language, termsOf(language)] as const))
  const { escapeHtml } = markdown.utils
  markdown.core.ruler.push('lora-wizard:glossary', (state) => {
    const page = read.exec(String(state.env.path ?? ''))
    if (!page) return
    // English stands at the root, where its folder is not in the path.
    const language = (page[1] ?? 'en') as Language
    const left = [...(known.get(language) ?? [])]
    let found = 0
    for (const [place, token] of state.tokens.entries()) {
      if (token.type !== 'inline' || state.tokens[place - 1]?.type !== 'paragraph_open' || found >= most) continue
      let inLink = 0
      token.children = (token.children ?? []).flatMap((child) => {
        if (child.type === 'link_open') inLink++
        if (child.type === 'link_close') inLink--
        if (child.type !== 'text' || inLink > 0 || found >= most) return [child]
        for (const [at, { word, meaning, part }] of left.entries()) {
          const pattern = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          const match = (language === 'en' ? new RegExp(`\\b${pattern}\\b`, 'i') : new RegExp(pattern)).exec(
            child.content,
          )
          if (!match) continue
          left.splice(at, 1)
          found++
          const before = new state.Token('text', '', 0)
          before.content = child.content.slice(0, match.index)
          const after = new state.Token('text', '', 0)
          after.content = child.content.slice(match.index + match[0].length)
          const link = new state.Token('html_inline', '', 0)
          const address = `${base.replace(/\/$/, '')}${pathOf(language, `guide/glossary#${part}`)}`
          link.content = `<a class="term" href="${address}" data-card="${escapeHtml(meaning)}">${escapeHtml(match[0])}</a>`
          return [before, link, after]
        }
        return [child]
      })
    }
  })
}
