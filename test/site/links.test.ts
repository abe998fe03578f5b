/** No dead page, no dead anchor, and a language never links into the other by accident. */
import { describe, expect, it } from 'vitest'
import { addresses, exists, htmlOf } from './built-site.ts'

const pages = addresses()
const idsOf = new Map<string, ReadonlySet<string>>()
const ids = (address: string): ReadonlySet<string> => {
  const known = idsOf.get(address)
  if (known) return known
  const found = new Set(
    [...htmlOf(address).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decodeURIComponent(id as string)),
  )
  idsOf.set(address, found)
  return found
}
const article = (html: string): string => /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html

describe('links', () => {
  it('there are pages', () => expect(pages.length).toBeGreaterThan(200))

  it('every link leads to a page and a place that exist', () => {
    const dead: string[] = []
    for (const from of pages) {
      for (const [, href] of htmlOf(from).matchAll(/<a\b[^>]*\shref="([^"]+)"/g)) {
        const target = (href as string).replaceAll('&amp;', '&')
        if (/^[a-z]+:/.test(target) || target.startsWith('#c1:')) continue
        const [path = '', hash = ''] = target.split('#')
        const address = path === '' ? from : new URL(path, `http://site${from}`).pathname
        if (!exists(address)) dead.push(`${from} → ${target}`)
        else if (hash && !hash.startsWith('c1:') && !ids(address).has(decodeURIComponent(hash)))
          dead.push(`${from} → ${target}`)
      }
    }
    expect(dead).toEqual([])
  })

  it('the words of a page stay in its language', () => {
    const strays: string[] = []
    for (const from of pages) {
      const chinese = from.startsWith('/zh/')
      for (const [, href] of article(htmlOf(from)).matchAll(/<a\b[^>]*\shref="(\/[^"]*)"/g)) {
        if ((href as string).startsWith('/zh/') !== chinese) strays.push(`${from} → ${href}`)
      }
    }
    expect(strays).toEqual([])
  })

  it('each page exists in both languages with the same places', () => {
    const different: string[] = []
    for (const address of pages.filter((one) => !one.startsWith('/zh/'))) {
      const other = `/zh${address}`
      if (!exists(other)) {
        different.push(`${other} is missing`)
        continue
      }
      const own = (one: string) =>
        [...article(htmlOf(one)).matchAll(/<h[23] id="([^"]+)"/g)].map(([, id]) => id).join(' ')
      if (own(address) !== own(other)) different.push(`${address}: ${own(address)} ≠ ${own(other)}`)
    }
    expect(different).toEqual([])
  })
})
