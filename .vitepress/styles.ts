/** Takes the styles out of a built site that none of its pages and none of its code ever names. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PurgeCSS } from 'purgecss'

export async function dropUnusedStyles(folder: string): Promise<void> {
  const assets = join(folder, 'assets')
  const sheets = readdirSync(assets).filter((name) => name.endsWith('.css'))
  const scripts = readdirSync(assets, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
  // Of a page only the names count that a style can ask for; its words are many and style nothing.
  const names = new Set<string>()
  for (const page of pages) {
    const html = readFileSync(join(folder, page), 'utf8')
    for (const [, list] of html.matchAll(/ class="([^"]*)"/g))
      for (const name of (list as string).split(' ')) names.add(name)
    for (const [, name] of html.matchAll(/<([a-z][a-z0-9]*)\b/g)) names.add(name as string)
    for (const [, name] of html.matchAll(/ (data-v-[0-9a-f]+|aria-[a-z]+|[a-z]+)=?/g)) names.add(name as string)
  }
  const content = [
    { raw: [...names].join(' '), extension: 'html' },
    ...scripts
      .filter((name) => name.startsWith('chunks/') || name.startsWith('app.'))
      .filter((name) => !/metadata|localSearchIndex|words-/.test(name))
      .map((name) => ({ raw: readFileSync(join(assets, name), 'utf8'), extension: 'js' })),
  ]
  for (const sheet of sheets) {
    const path = join(assets, sheet)
    const [result] = await new PurgeCSS().purge({
      content,
      css: [{ raw: readFileSync(path, 'utf8') }],
      safelist: {
        standard: [/^\[/, 'dark', 'html', 'body'],
        // What scripts put together at run time: kinds of code blocks, and the steps of transitions.
        greedy: [/shiki/, /language-/, /vp-code/, /-(enter|leave)(-|$)/],
      },
      defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    })
    if (result) writeFileSync(path, withoutUnreadVariables(result.css, content.map(({ raw }) => raw).join('')))
  }
}

/** Takes out variables that no style and no script reads, and then those that only they read. */
function withoutUnreadVariables(css: string, scripts: string): string {
  const named = new Set([...scripts.matchAll(/--[\w-]+/g)].map(([name]) => name))
  let now = css
  for (;;) {
    const read = new Set([...now.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name as string))
    const next = now.replace(/(--[\w-]+):[^;{}]*(;|(?=\}))/g, (whole, name: string) =>
      read.has(name) || named.has(name) ? whole : '',
    )
    if (next === now) return now
    now = next
  }
}
