/** The ways through the site: links, the other language, pages that are not there, and the playground by hand. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltSite, openPage, openSite } from './built-site.ts'

let site: BuiltSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe('links', () => {
  it('lead to another page without loading the site anew', async () => {
    const { page, troubles } = await openPage(site, '/fields/deepspeed/zero_stage')
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await page.click('.VPSidebar a[href="/fields/deepspeed/offload_optimizer_device"]')
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes('Optimizer offload'))
    expect(new URL(page.url()).pathname).toBe('/fields/deepspeed/offload_optimizer_device')
    await page.click('.VPSidebar a[href="/fields/#lora"]')
    await page.waitForFunction(() => document.querySelector('h2#lora') !== null)
    await page.goBack()
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes('Optimizer offload'))
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it('to the other language keep the page and the place', async () => {
    const { page, troubles } = await openPage(site, '/fields/deepspeed/zero_stage#sources')
    await page.click('.VPNavBarTranslations button')
    await page.click('.VPNavBarTranslations a[href^="/zh/"]')
    await page.waitForFunction(() => document.documentElement.lang === 'zh-CN')
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes('ZeRO 阶段'))
    const { pathname, hash } = new URL(page.url())
    await page.context().close()
    expect(`${pathname}${hash}`).toBe('/zh/fields/deepspeed/zero_stage#sources')
    expect(troubles).toEqual([])
  })

  it.each([
    ['/fields/nowhere', 'No such page', '/'],
    ['/zh/fields/nowhere', '没有这一页', '/zh/'],
  ])('%s that leads nowhere says so in its language', async (path, title, home) => {
    const { page } = await openPage(site, path)
    await page.waitForFunction((words) => document.querySelector('.NotFound')?.textContent?.includes(words), title)
    const back = await page.getAttribute('.NotFound a', 'href')
    await page.context().close()
    expect(back).toBe(home)
  })

  it('typed without their end lead to the page all the same', async () => {
    const { page } = await openPage(site, '/fields')
    await page.waitForFunction(() => document.querySelector('h2#lora') !== null)
    await page.context().close()
  })
})

describe('the playground by hand', () => {
  const file = 'compute_environment: LOCAL_MACHINE\ndistributed_type: FSDP\nmixed_precision: bf16\nnum_processes: 4\n'
  const shown = '#playground-file code'

  it('takes over a text that is pasted, a file that is chosen and a file that is dropped', async () => {
    const { page, troubles } = await openPage(site, '/playground')
    const button = page.getByRole('button', { name: 'Import a file' })
    await button.focus()
    await page.waitForFunction(() => location.hash !== undefined)
    await button.click()
    await page.waitForSelector('#playground-import')
    await page.fill('#playground-import', file)
    await page.getByRole('button', { name: 'Take it over' }).click()
    await page.waitForFunction(
      (place) => document.querySelector(place)?.textContent?.includes('num_processes: 4'),
      shown,
    )

    await button.click()
    const path = join(mkdtempSync(join(tmpdir(), 'import-')), 'accelerate.yaml')
    writeFileSync(path, file.replace('4', '2'))
    await page.setInputFiles('.import input[type=file]', path)
    await page.waitForFunction(
      (place) => document.querySelector(place)?.textContent?.includes('num_processes: 2'),
      shown,
    )

    await page.evaluate(
      (text) => {
        const data = new DataTransfer()
        data.items.add(new File([text], 'accelerate.yaml'))
        document
          .querySelector('.playground')
          ?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }))
      },
      file.replace('4', '3'),
    )
    await page.waitForFunction(
      (place) => document.querySelector(place)?.textContent?.includes('num_processes: 3'),
      shown,
    )
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it('is used with the keys alone: choose, change file, undo', async () => {
    const { page, troubles } = await openPage(site, '/playground')
    await page.focus('[id="option-deepspeed.zero_stage"]')
    await page.waitForFunction(() => document.querySelector('.playground .key') !== null)
    await page.waitForTimeout(500)
    await page.selectOption('[id="option-deepspeed.zero_stage"]', '2')
    await page.waitForFunction((place) => document.querySelector(place)?.textContent?.includes('zero_stage: 2'), shown)
    expect(decodeURIComponent(new URL(page.url()).hash)).toContain('deepspeed.zero_stage=2')
    await page.focus('[role=tab][aria-selected=true]')
    await page.keyboard.press('ArrowRight')
    const name = await page.evaluate(() => document.activeElement?.textContent?.trim())
    expect(name).not.toBe('accelerate.yaml')
    await page.keyboard.press('ArrowLeft')
    await page.focus('.playground .bar button')
    await page.keyboard.press('Enter')
    await page.waitForFunction((place) => document.querySelector(place)?.textContent?.includes('zero_stage: 3'), shown)
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it('gives the file and the link away', async () => {
    const { page } = await openPage(site, '/playground#c1:mlperf-llama2-70b-lora?lora.r=32')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.waitForSelector('.playground .actions')
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('distributed_type: DEEPSPEED')
    await page.getByRole('button', { name: 'Copy the link' }).click()
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('http'))
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toBe(`${site.address}/playground#c1:mlperf-llama2-70b-lora?lora.r=32`)
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toBe('accelerate.yaml')
    expect(readFileSync(await download.path(), 'utf8')).toContain('distributed_type: DEEPSPEED')
    await page.context().close()
  })
})
