/** Every kind of page in a real browser: nothing sticks out, nothing complains, nothing is inaccessible, nothing is in the wrong language. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltSite, openPage, openSite } from './built-site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const templates = [
  '/',
  '/fields/deepspeed/zero_stage',
  '/fields/',
  '/rules/zero-clipping-lost-inline',
  '/presets/mlperf-llama2-70b-lora',
  '/guide/mlperf-article',
  '/playground',
]
const both = templates.flatMap((path) => [path, `/zh${path}`])

/** Words of VitePress's own interface that a Chinese page must not show. */
const english = [
  'On this page',
  'Next page',
  'Previous page',
  'Last updated',
  'Edit this page',
  'Search',
  'Return to top',
  'Skip to content',
  'Appearance',
  'Menu',
]

let site: BuiltSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe.each(both)('%s', (path) => {
  it.each([360, 768, 1440])('has nothing that sticks out at %i pixels, and no error', async (width) => {
    const { page, troubles } = await openPage(site, path, { width })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await page.context().close()
    expect(wide).toBeLessThanOrEqual(0)
    expect(troubles).toEqual([])
  })

  it.each([
    [1280, false],
    [1280, true],
    [390, false],
    [390, true],
  ])('is accessible at %i pixels, dark %s', async (width, dark) => {
    const { page } = await openPage(site, path, { width, dark })
    await page.evaluate(axe)
    const violations = await page.evaluate(async () => {
      const { axe: checker } = window as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      const { violations } = await checker.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
    })
    await page.context().close()
    expect(violations).toEqual([])
  })

  it('does not move while it loads', async () => {
    const { page } = await openPage(site, path)
    const shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let sum = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => done(sum), 500)
        }),
    )
    await page.context().close()
    expect(shift).toBeLessThan(0.01)
  })
})

describe('Chinese pages', () => {
  it.each(templates.map((path) => `/zh${path}`))('%s has no English of the interface', async (path) => {
    const { page } = await openPage(site, path)
    const said = await page.evaluate(() => {
      const labels = [...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap((one) =>
        ['aria-label', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? ''),
      )
      return [document.body.innerText, ...labels].join('\n')
    })
    await page.context().close()
    expect(english.filter((one) => new RegExp(`(^|\\n)\\s*${one}\\s*($|\\n)`).test(said))).toEqual([])
  })
})
