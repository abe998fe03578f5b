/** Gives all page scripts of a built site one hash. VitePress sends a hash for every page to every reader: with hundreds of pages that is a tenth of a visit. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const short = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 8)

/**
 * Renames `<page>.md.<hash>.js` to one hash for the whole build, and answers every question for a page's hash with it.
 * A page that is not there fails to load; VitePress then reads `hashmap.json`, which is still complete, and shows its 404.
 */
export function shareOneHash(folder: string): void {
  const assets = join(folder, 'assets')
  const page = /^(.+\.md)\.([\w-]+)(\.lean)?\.js$/
  const scripts = readdirSync(assets)
    .filter((name) => page.test(name))
    .sort()
  // Their names carry the hashes of their contents; the one hash changes when any of them does.
  const hash = short(scripts.join('\n'))
  const renamed = new Map(
    scripts.map((name) => [name, name.replace(page, (_, path, _hash, lean = '') => `${path}.${hash}${lean}.js`)]),
  )
  for (const [from, to] of renamed) renameSync(join(assets, from), join(assets, to))

  // Styles were thinned out after they were named: another set of pages keeps other styles, so the name must follow.
  for (const name of readdirSync(assets).filter((one) => /^style\.[\w-]+\.css$/.test(one))) {
    const to = `style.${short(readFileSync(join(assets, name), 'utf8'))}.css`
    renameSync(join(assets, name), join(assets, to))
    renamed.set(name, to)
  }

  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.html'),
  )) {
    const path = join(folder, name)
    const html = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      html.replace(/(?<=\/assets\/)[^"/]+\.(?:js|css)(?=")/g, (one) => renamed.get(one) ?? one),
    )
  }

  const map: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(folder, 'hashmap.json'), 'utf8'))
  writeFileSync(
    join(folder, 'hashmap.json'),
    JSON.stringify(Object.fromEntries(Object.keys(map).map((name) => [name, hash]))),
  )

  const chunks = join(assets, 'chunks')
  const metadata = readdirSync(chunks).find((name) => name.startsWith('metadata.')) as string
  const text = readFileSync(join(chunks, metadata), 'utf8')
  const start = 'window.__VP_HASH_MAP__=JSON.parse('
  const end = ');window.__VP_SITE_DATA__='
  const from = text.indexOf(start)
  // Functions of the site's options are revived between the two.
  const behind = text.indexOf(');', from + start.length)
  if (from !== 0 || behind < 0 || !text.includes('window.__VP_SITE_DATA__='))
    throw new Error(`VitePress writes its metadata in another way now: expected ${start}…${end} in ${metadata}`)
  writeFileSync(
    join(chunks, metadata),
    `window.__VP_HASH_MAP__=new Proxy({},{get:()=>"${hash}"});${text.slice(behind + 2)}`,
  )
}
