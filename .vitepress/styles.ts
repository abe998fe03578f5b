/** Takes the styles out of a built site that none of its pages and none of its code ever names. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PurgeCSS } from 'purgecss'

export async function dropUnusedStyles(folder: string): Promise<void> {
  const assets = join(folder, 'assets')
  const sheets = readdirSync(assets).filter((name) => name.endsWith('.css'))
  const scripts = readdirSync(assets, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
  // One page of each folder stands for the others: they differ in words, not in what they are made of.
  const kinds = new Map(pages.map((name) => [name.split('/').slice(0, 2).join('/'), name]))
  const content = [
    ...[...kinds.values()].map((name) => ({ raw: readFileSync(join(folder, name), 'utf8'), extension: 'html' })),
    ...scripts
      .filter((name) => statSync(join(assets, name)).size < 400_000 && !name.includes('@localSearchIndex'))
      .map((name) => ({ raw: readFileSync(join(assets, name), 'utf8'), extension: 'js' })),
  ]
  for (const sheet of sheets) {
    const path = join(assets, sheet)
    const [result] = await new PurgeCSS().purge({
      content,
      css: [{ raw: readFileSync(path, 'utf8') }],
      safelist: {
        standard: [/^\[/, 'dark', 'html', 'body'],
        greedy: [/data-/, /aria-/, /shiki/, /language-/, /vp-code/],
      },
      defaultExtractor: (text) => text.match(/[\w-/:]+(?<!:)/g) ?? [],
    })
    if (result) writeFileSync(path, result.css)
  }
}
