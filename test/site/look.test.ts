/** Every kind of page in a real browser: nothing sticks out, nothing complains, nothing is inaccessible, nothing is in the wrong language. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addresses, type BuiltSite, openPage, openSite } from './built-site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const templates = [
  '/',
  '/fields/deepspeed/zero_stage',
  '/fields/lora/target_modules',
  '/fields/',
  '/rules/deepspeed/zero-clipping-ignored',
  '/rules/',
  '/rules/deepspeed/',
  '/presets/mlperf-llama2-70b-lora',
  '/commands/plan',
  '/commands/',
  '/errors/unknown-gpu',
  '/guide/',
  '/guide/mlperf-article',
  '/guide/glossary',
  '/explain/lora',
  '/howto/fit-a-model',
  '/lab/',
  '/playground',
  '/nowhere',
]
// One page of the tutorials, whichever there are.
const tutorial = addresses().find((address) => address.startsWith('/tutorials/'))
const both = [...templates, ...(tutorial ? [tutorial] : [])].flatMap((path) => [path, `/zh${path}`])

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
  'Main Navigation',
  'More options',
  'Change language',
  'toggle section',
  'PAGE NOT FOUND',
  'Take me home',
  'Copy Code',
  'Tip',
  'Note',
  'Info',
  'Warning',
  'Danger',
  'Details',
  'Switch to dark theme',
  'Switch to light theme',
]

let site: BuiltSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

/** What axe finds on the page as it stands. */
async function violations(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const found = await checker.run()
    return found.violations.map(({ id, nodes }) => {
      const places = nodes.map(({ html }) => html.slice(0, 120))
      return `${id} (${places.length}): ${places.slice(0, 4).join(' | ')}`
    })
  })
}

describe.each(both)('%s', (path) => {
  let page: Page
  let troubles: string[]
  let shift: number
  beforeAll(async () => {
    const opened = await openPage(site, path)
    page = opened.page
    troubles = opened.troubles
    shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let sum = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => done(sum), 300)
        }),
    )
    await page.evaluate(axe)
  })
  afterAll(() => page.context().close())

  it('does not move while it loads', () => expect(shift).toBeLessThan(0.01))

  it.each([360, 768, 1440])('has nothing that sticks out at %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 900 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide).toBeLessThanOrEqual(0)
  })

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'dark'],
    [390, 'light'],
  ] as const)('is accessible at %i pixels, %s', async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForFunction(
      (dark) => document.documentElement.classList.contains('dark') === dark,
      colorScheme === 'dark',
    )
    // Colours fade from one scheme to the other.
    await page.waitForTimeout(400)
    expect(await violations(page)).toEqual([])
  })

  it('makes no complaint', () => {
    // A page that is not there is answered with 404, and the browser says so.
    const expected = path.endsWith('/nowhere') ? /404/ : /^$/
    expect(troubles.filter((one) => !expected.test(one))).toEqual([])
  })

  if (path.startsWith('/zh/')) {
    it('says nothing of its interface in English', async () => {
      const said = await page.evaluate(() => {
        const labels = [...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap((one) =>
          ['aria-label', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? ''),
        )
        // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not said
        return [document.body.innerText, ...labels].join('\n')
      })
      expect(english.filter((one) => new RegExp(`(^|\\n)\\s*${one}\\s*($|\\n)`, 'i').test(said))).toEqual([])
    })
  }
})

/** What only stands there when somebody opens it. */
const opened: readonly (readonly [what: string, path: string, open: (page: Page) => Promise<void>])[] = [
  [
    'the search dialog, with hits',
    '/fields/',
    async (page) => {
      await page.keyboard.press('Control+k')
      await page.fill('.VPLocalSearchBox input', 'zero')
      await page.waitForSelector('.VPLocalSearchBox .results a')
    },
  ],
  [
    'the playground with a text to take over, and what was said about the last one',
    '/playground#c1:mlperf-llama2-70b-lora?training.max_grad_norm=0',
    async (page) => {
      await page.waitForSelector('.results .findings li')
      await page.evaluate(() => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text', 'distributed_type: FSDP\nnum_processes: 8\nfoo: 1\n')
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
      })
      await page.waitForSelector('#playground-notice li')
      await page.click('.playground .bar button:last-child')
      await page.waitForSelector('#playground-import')
    },
  ],
  [
    'an option in a configuration',
    '/fields/deepspeed/zero_stage#c1:qlora-8b-24gb',
    async (page) => {
      await page.waitForSelector('.live-condition')
    },
  ],
]

describe.each(
  opened.flatMap(([what, path, open]) => ['', '/zh'].map((root) => [what, `${root}${path}`, open] as const)),
)('%s at %s', (_what, path, open) => {
  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('is accessible and keeps within %i pixels, %s', async (width, colorScheme) => {
    const { page, troubles } = await openPage(site, path, { width, dark: colorScheme === 'dark' })
    await open(page)
    await page.waitForTimeout(400)
    await page.evaluate(axe)
    const found = await violations(page)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await page.context().close()
    expect(found).toEqual([])
    expect(wide).toBeLessThanOrEqual(0)
    expect(troubles).toEqual([])
  })
})
