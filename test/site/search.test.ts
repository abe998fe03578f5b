/** Questions that people type, and the page they should find among the first three hits, asked in the browser. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltSite, openPage, openSite } from './built-site.ts'

interface Question {
  readonly query: string
  readonly expected: readonly string[]
}

/** One question a line: the query, a tab, the pages that answer it (without language), separated by blanks. */
const questionsOf = (language: string): readonly Question[] =>
  readFileSync(new URL(`./questions.${language}.tsv`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [query = '', pages = ''] = line.split('\t')
      return { query, expected: pages.split(' ') }
    })

let site: BuiltSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe.each([
  ['en', '/fields/', 75],
  ['zh', '/zh/fields/', 75],
] as const)('search in %s', (language, start, least) => {
  it('finds the expected page among the first three for at least 95 % of the questions', async () => {
    const questions = questionsOf(language)
    expect(questions.length).toBeGreaterThanOrEqual(least)
    const { page, troubles } = await openPage(site, start)
    await page.keyboard.press('Control+k')
    await page.waitForSelector('.VPLocalSearchBox input')
    const missed: string[] = []
    for (const { query, expected } of questions) {
      await page.fill('.VPLocalSearchBox input', query)
      await page.waitForFunction(
        (typed) =>
          document.querySelector<HTMLInputElement>('.VPLocalSearchBox input')?.value === typed &&
          (document.querySelector('.VPLocalSearchBox .results a') !== null ||
            document.querySelector('.VPLocalSearchBox .no-results') !== null),
        query,
      )
      await page.waitForTimeout(350)
      const hits = await page.$$eval('.VPLocalSearchBox .results a', (links) =>
        [...new Set(links.map((link) => (link as HTMLAnchorElement).pathname))].slice(0, 3),
      )
      const wanted = expected.map((one) => (language === 'zh' ? `/zh${one}` : one))
      if (!hits.some((hit) => wanted.includes(hit.replace(/\.html$/, '')))) missed.push(`${query} → ${hits.join(' ')}`)
    }
    await page.context().close()
    console.log(
      `${language}: ${questions.length - missed.length} of ${questions.length} found${missed.length > 0 ? `; missed:\n${missed.join('\n')}` : ''}`,
    )
    expect(troubles).toEqual([])
    expect(missed.length / questions.length).toBeLessThanOrEqual(0.05)
  })
})
