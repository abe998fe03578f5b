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
    if (!result) continue
    const { kept, search } = withoutSearchDialog(
      result.css,
      result.css.match(/\.VPLocalSearchBox(\[data-v-[0-9a-f]+\])/)?.[1],
    )
    writeFileSync(path, withoutUnreadVariables(kept, [search, ...content.map(({ raw }) => raw)].join('')))
    const chunk = scripts.find((name) => name.startsWith('chunks/VPLocalSearchBox.'))
    if (!chunk || !search) throw new Error('VitePress keeps its search dialog and its styles in another way now')
    const code = readFileSync(join(assets, chunk), 'utf8')
    const styles = `document.head.append(Object.assign(document.createElement("style"),{textContent:${JSON.stringify(search)}}));`
    writeFileSync(join(assets, chunk), `${code.trimEnd()}\n${styles}\n`)
  }
}

/** Takes the styles of the search dialog out: they come with its code, when somebody searches. `mark` is what Vue puts on its elements. */
function withoutSearchDialog(css: string, mark = ''): { readonly kept: string; readonly search: string } {
  const rules: string[] = []
  let depth = 0
  let start = 0
  for (let place = 0; place < css.length; place++) {
    if (css[place] === '{') depth++
    if (css[place] === '}' && --depth === 0) {
      rules.push(css.slice(start, place + 1))
      start = place + 1
    }
  }
  const own = (rule: string) =>
    mark !== '' && rule.includes(mark) && [...rule.matchAll(/\[data-v-[0-9a-f]+\]/g)].every(([other]) => other === mark)
  return {
    kept: [...rules.filter((rule) => !own(rule)), css.slice(start)].join(''),
    search: rules.filter(own).join(''),
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
