/** The experiments of the laboratory in a real browser: answered and changed by keyboard and by touch, with their numbers in words, within their weight. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltSite, openSite } from './built-site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Experiment {
  readonly path: string
  /** The first question: the name of its buttons, the answer that is wrong, and the one that is right. */
  readonly question: { readonly name: string; readonly wrong: string; readonly right: string }
  /** What the verdict has to say after the right answer was shown. */
  readonly shows: RegExp
  /** A control that isn't a part of the question, and a key that changes it. */
  readonly control: { readonly selector: string; readonly key: string }
  /** Another choice, touched with a finger. */
  readonly touch: string
}
const experiments: readonly Experiment[] = [
  {
    path: '/lab/memory',
    question: { name: 'rank-question', wrong: 'four', right: 'tenth' },
    shows: /24\.0 GiB/,
    control: { selector: '.lab-slider input', key: 'End' },
    touch: 'input[name="method"][value="qlora"]',
  },
  {
    path: '/lab/adapter',
    question: { name: 'share-question', wrong: 'five', right: 'half' },
    shows: /0\.52%/,
    control: { selector: '.lab-slider input', key: 'ArrowRight' },
    touch: 'input[name="targets"][value="two"]',
  },
  {
    path: '/lab/zero',
    question: { name: 'stage', wrong: 'zero1', right: 'zero3' },
    shows: /17\.3 GB/,
    control: { selector: 'input[name="way"]:checked', key: 'ArrowLeft' },
    touch: 'input[name="method"][value="full"]',
  },
  {
    path: '/lab/clipping',
    question: { name: 'spikes', wrong: 'same', right: 'fiftieth' },
    shows: /0\.011?\b/,
    control: { selector: 'input[name="clip"]:checked', key: 'ArrowLeft' },
    touch: '.lab-switch input',
  },
  {
    path: '/lab/numbers',
    question: { name: 'overflow-question', wrong: 'both', right: 'bf16' },
    shows: /∞/,
    control: { selector: '.lab-slider input', key: 'Home' },
    touch: 'input[name="example"][value="1.003"]',
  },
  {
    path: '/lab/batch',
    question: { name: 'accumulation-question', wrong: 'longer', right: 'same' },
    shows: /2 × 4 × 8 = 64/,
    control: { selector: '.lab-slider input', key: 'End' },
    touch: 'input[name="machines"][value="4"]',
  },
]
const both = experiments.flatMap((one) => ['', '/zh'].map((root) => [`${root}${one.path}`, one] as const))

let site: BuiltSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

/** The page, with its experiment ready to be used. */
async function open(path: string, width: number, dark = false): Promise<{ page: Page; troubles: string[] }> {
  const context = await site.browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    hasTouch: width < 500,
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(error.message))
  await page.goto(`${site.address}${path}`, { waitUntil: 'load' })
  await page.locator('.lab').scrollIntoViewIfNeeded()
  await page.waitForLoadState('networkidle')
  return { page, troubles }
}

/** Ends what hangs; a busy machine is slow. */
const patient = { timeout: 60_000 }

/** The result in words: what a screen reader announces. */
const verdict = (page: Page) => page.locator('.lab-picture [role="status"]').first().textContent()
const changed = (page: Page, before: string | null) =>
  page.waitForFunction(
    (old) => (document.querySelector('.lab-picture [role="status"]') as Element | null)?.textContent !== old,
    before,
  )

describe.each(both)('%s', (path, { question, shows, control, touch }) => {
  it.each([
    [360, false],
    [360, true],
    [1440, false],
    [1440, true],
  ] as const)(
    'at %i pixels, dark %s: is accessible, answered and changed, and nothing sticks out',
    async (width, dark) => {
      const { page, troubles } = await open(path, width, dark)
      const form = page.locator('.lab-question').first()
      const outcome = form.locator('[role="status"]')
      // By keyboard: Enter on a radio button sends the form, the first time without an answer.
      await form.locator('button').focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => outcome.textContent(), patient).not.toBe('')
      const reminder = await outcome.textContent()
      await page.locator(`input[name="${question.name}"][value="${question.wrong}"]`).focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('Enter')
      await expect.poll(() => outcome.textContent(), patient).not.toBe(reminder)
      const wrong = await outcome.textContent()
      // By touch where there is a finger, otherwise with the mouse.
      const label = page.locator(`label:has(input[name="${question.name}"][value="${question.right}"])`)
      const button = form.locator('button')
      if (width < 500) {
        await label.tap()
        await button.tap()
      } else {
        await label.click()
        await button.click()
      }
      await expect.poll(() => outcome.textContent(), patient).not.toBe(wrong)
      await expect.poll(() => verdict(page), patient).toMatch(shows)
      let before = await verdict(page)
      await page.locator(`.lab-controls ${control.selector}`).first().focus()
      await page.keyboard.press(control.key)
      await changed(page, before)
      before = await verdict(page)
      const other = page.locator(`.lab-controls :is(label:has(${touch}), ${touch})`).first()
      if (width < 500) await other.tap()
      else await other.click()
      await changed(page, before)
      // Every picture says in words what it shows.
      for (const picture of await page.locator('.lab svg').all()) {
        expect(await picture.getAttribute('role')).toBe('img')
        expect((await picture.getAttribute('aria-label'))?.trim()).toMatch(/.{10}/)
      }
      const said = await page.evaluate(() => (document.querySelector('.lab') as Element).textContent ?? '')
      expect(said.match(/\{[\w.-]+\}|undefined|NaN/g)).toBeNull()
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide).toBeLessThanOrEqual(0)
      await page.evaluate(axe)
      const found = await page.evaluate(async () => {
        const { axe: checker } = window as unknown as {
          axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        const { violations } = await checker.run()
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
      })
      expect(found).toEqual([])
      expect(troubles).toEqual([])
      await page.context().close()
    },
  )

  it('does not move while it loads, and adds at most 60 kB to a page of 95 kB', async () => {
    const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    let bytes = 0
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await page.goto(`${site.address}${path}`, { waitUntil: 'load' })
    await page.waitForLoadState('networkidle')
    const shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let sum = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => done(sum), 300)
        }),
    )
    await context.close()
    console.log(`${path}: ${(bytes / 1000).toFixed(1)} kB`)
    expect(shift).toBeLessThan(0.01)
    expect(bytes / 1000).toBeLessThanOrEqual(155)
  })

  it('can be read without scripts: the picture, its result, and the text', async () => {
    const context = await site.browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${site.address}${path}`)
    expect(await page.locator('.lab-picture svg').first().isVisible()).toBe(true)
    expect(await verdict(page)).toMatch(/\d/)
    await context.close()
  })
})
