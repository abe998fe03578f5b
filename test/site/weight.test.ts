/** What a first visit costs over the wire, gzipped. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltSite, openSite } from './built-site.ts'

const budgets: readonly (readonly [path: string, kilobytes: number])[] = [
  ['/', 92],
  ['/zh/', 92],
  ['/fields/deepspeed/zero_stage', 95],
  ['/zh/fields/deepspeed/zero_stage', 95],
  // The options that most rules mention have the longest pages.
  ['/fields/accelerate/distributed_type', 95],
  ['/zh/fields/accelerate/distributed_type', 95],
  // The longest lists.
  ['/fields/', 95],
  ['/zh/fields/', 95],
  ['/rules/deepspeed/', 95],
  ['/zh/rules/deepspeed/', 95],
  ['/playground', 130],
  ['/zh/playground', 130],
]

let site: BuiltSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe('weight', () => {
  it.each(budgets)('%s weighs at most %i kB', async (path, kilobytes) => {
    const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    let bytes = 0
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await page.goto(`${site.address}${path}`, { waitUntil: 'load' })
    // What is fetched ahead for links in view is not needed for this page; it comes when the page is idle.
    await page.waitForLoadState('networkidle')
    await context.close()
    console.log(`${path}: ${(bytes / 1000).toFixed(1)} kB`)
    expect(bytes / 1000).toBeLessThanOrEqual(kilobytes)
  })
})
