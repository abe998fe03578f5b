/** How code is shown: with the name of the file that it is, and with terminal screens whose wide glyphs fill two columns. */
import type { MarkdownRenderer } from 'vitepress'
import type { Language } from '../shared/pages.ts'
import { pathOf } from './site.ts'

const fails: Readonly<Record<Language, string>> = { en: 'fails: ', zh: '不通过：' }

/** Shows the title of a block, ```yaml [accelerate.yaml], above it, and the rule that it breaks, bad=trainer/clipping-disabled; in a code group the tabs show it already. */
export function titledCode(markdown: MarkdownRenderer, base: string): void {
  const fence = markdown.renderer.rules.fence
  if (!fence) return
  markdown.renderer.rules.fence = (tokens, place, options, env, self) => {
    // Read before the block is drawn: drawing takes the title away.
    const info = tokens[place]?.info ?? ''
    const block = fence(tokens, place, options, env, self)
    if (info.trim() === 'ansi') return `<div class="terminal">${block}</div>`
    const title = /\[([^\]]+)\]/.exec(info)?.[1]
    if (!title) return block
    for (let back = place - 1; back >= 0; back--) {
      if (tokens[back]?.type === 'container_code-group_close') break
      if (tokens[back]?.type === 'container_code-group_open') return block
    }
    const rule = /\bbad=([\w/-]+)/.exec(info)?.[1]
    const language: Language = /(?:^|\/)zh\//.test(String(env?.path ?? '')) ? 'zh' : 'en'
    const mark = rule
      ? ` <span class="fails">${fails[language]}<a href="${base.replace(/\/$/, '')}${pathOf(language, `rules/${rule}`)}">${rule}</a></span>`
      : ''
    return `<div class="titled-code"><p class="file-name">${markdown.utils.escapeHtml(title)}${mark}</p>${block}</div>`
  }
}

const wide = /((?:\p{Script=Han}|[\u3000-\u303f\uff00-\uff60\uffe0-\uffe6])+)/u

interface Piece {
  readonly type: string
  readonly value?: string
  tagName?: string
  properties?: Record<string, unknown>
  children?: Piece[]
}

/** A text in pieces, with runs of wide glyphs marked: the style spaces them out to two columns each; a browser's fallback font alone would not. */
const withWide = (text: string): Piece[] =>
  text
    .split(wide)
    .filter(Boolean)
    .map((part) =>
      wide.test(part)
        ? { type: 'element', tagName: 'span', properties: { class: 'wide' }, children: [{ type: 'text', value: part }] }
        : { type: 'text', value: part },
    )

const textOf = (piece: Piece): string => piece.value ?? (piece.children ?? []).map(textOf).join('')

/** What a program printed is no code: only the commands between it keep their colours, and its columns stand below each other. */
export const plainOutput = {
  name: 'lora-wizard:plain-output',
  line(this: { readonly options: { readonly lang: string } }, node: Piece): void {
    if (this.options.lang !== 'console') return
    const text = textOf(node)
    if (!text.startsWith('$ ')) node.children = withWide(text)
  },
}

/** The same in screens of the terminal, which have colours. */
export const wideGlyphs = {
  name: 'lora-wizard:wide-glyphs',
  span(this: { readonly options: { readonly lang: string } }, node: Piece): void {
    if (this.options.lang !== 'ansi') return
    node.children = (node.children ?? []).flatMap((child): Piece[] =>
      child.type === 'text' && wide.test(child.value ?? '') ? withWide(child.value ?? '') : [child],
    )
  },
  /** Dim text is half transparent to Shiki, too faint to read: it becomes grey with enough contrast. */
  postprocess(this: { readonly options: { readonly lang: string } }, html: string): string | undefined {
    if (this.options.lang !== 'ansi') return undefined
    return html
      .replaceAll('--shiki-light:#24292e80', '--shiki-light:#59636e')
      .replaceAll('--shiki-dark:#e1e4e880', '--shiki-dark:#9198a1')
      .replace(/(--shiki-(?:light|dark):#[0-9a-f]{6})80/gi, '$1')
  },
}
