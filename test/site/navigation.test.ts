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

describe('a page of which only the outline has been read', () => {
  it.each([1280, 1440, 1920])('has it where it will be at %i pixels', async (width) => {
    const { page } = await openPage(site, '/howto/fit-a-model')
    await page.setViewportSize({ width, height: 900 })
    const left = () =>
      page.evaluate(() => document.querySelector('.VPDoc > .container > .aside')?.getBoundingClientRect().x)
    const whole = await left()
    await page.evaluate(() => document.querySelector('.VPDoc > .container > .content')?.remove())
    const half = await left()
    await page.context().close()
    expect(whole).toBeGreaterThan(0)
    expect(half).toBe(whole)
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
    await page.getByRole('button', { name: 'Import', exact: true }).click()
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

  it('shows the option from whose page it was opened, with the configuration of the address, there and back', async () => {
    const { page, troubles } = await openPage(site, '/fields/lora/r#c1:mlperf-llama2-70b-lora?lora.r=32')
    await page.waitForSelector('.live-condition')
    await page.click('main a[href^="/playground?option=lora.r#c1:"]')
    await page.waitForFunction(() => document.activeElement?.id === 'option-lora.r')
    const control = page.locator('[id="option-lora.r"]')
    expect(await control.inputValue()).toBe('32')
    const box = await control.boundingBox()
    expect(box?.y).toBeGreaterThan(64)
    expect(box?.y).toBeLessThan(860)
    expect(new URL(page.url()).search).toBe('')
    await page.click('[id="at-lora.r"] a.key')
    await page.waitForSelector('.live-condition.active')
    await page.goBack()
    await page.waitForSelector('.playground')
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[id="option-lora.r"]')?.value === '32')
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it.each([
    ['training.weight_decay', 'option-training.weight_decay', undefined],
    ['fsdp.fsdp_version', undefined, 'needs accelerate.distributed_type to be FSDP'],
    ['megatron_lm.megatron_lm_tp_degree', undefined, "isn't a question"],
  ])('asked for %s it goes there, or says why it cannot', async (option, focused, said) => {
    const { page, troubles } = await openPage(site, `/playground?option=${option}`)
    if (focused) await page.waitForFunction((id) => document.activeElement?.id === id, focused)
    if (said) await page.locator('#playground-notice', { hasText: said }).waitFor()
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it('takes back one change after the other, a preset and an import among them', async () => {
    const { page, troubles } = await openPage(site, '/playground')
    await page.hover('.playground .bar')
    const undo = page.getByRole('button', { name: 'Undo' })
    await page.waitForTimeout(500)
    expect(await undo.isDisabled()).toBe(true)
    const address = () => decodeURIComponent(new URL(page.url()).hash)
    await page.fill('[id="option-lora.r"]', '64')
    await page.keyboard.press('Enter')
    await page.locator('.playground .bar select').first().selectOption('qlora-8b-24gb')
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', text)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    }, file)
    await page.waitForFunction((place) => document.querySelector(place)?.textContent?.includes('FSDP'), shown)
    await undo.click()
    expect(address()).toBe('#c1:qlora-8b-24gb')
    await undo.click()
    expect(address()).toBe('#c1:mlperf-llama2-70b-lora?lora.r=64')
    await undo.click()
    expect(address()).toBe('#c1:mlperf-llama2-70b-lora')
    expect(await undo.isDisabled()).toBe(true)
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it('mends what a rule found as one change', async () => {
    const { page } = await openPage(site, '/playground#c1:mlperf-llama2-70b-lora?training.max_grad_norm=0')
    const rule = page.locator('.results .findings li', { hasText: 'trainer/clipping-disabled' })
    await rule.getByRole('button', { name: 'Fix' }).click()
    await rule.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await rule.waitFor()
    expect(new URL(page.url()).hash).toBe('#c1:mlperf-llama2-70b-lora?training.max_grad_norm=0')
    await page.context().close()
  })

  it.each([
    ['broken', 'a: [1\nb: 2\n', /Can't read this text.*\(2:2\)/s],
    ['no text', Buffer.from([0xff, 0, 1, 200]), /Can't read this text/],
    ['empty', '', /contains no configuration.*Accelerate files/s],
    ['large', 'a: 1\n'.repeat(500_000), /larger than 2 MB/],
    [
      'in part not understood',
      'distributed_type: NO\nnum_processes: 8\nfoo: 1\nuse_cpu: perhaps\n',
      /Imported \d+ values.*: foo.*perhaps.*line 3.*accelerate\/unknown-key/s,
    ],
  ])('says of a file that is %s what is the matter, and goes on', async (_kind, content, said) => {
    const { page, troubles } = await openPage(site, '/playground')
    const path = join(mkdtempSync(join(tmpdir(), 'import-')), 'accelerate.yaml')
    writeFileSync(path, content)
    await page.hover('.playground .bar')
    await page.waitForTimeout(500)
    await page.getByRole('button', { name: 'Import a file' }).click()
    await page.setInputFiles('.import input[type=file]', path)
    await page.locator('#playground-notice', { hasText: said }).waitFor()
    await page.getByRole('button', { name: 'Close' }).last().click()
    await page.fill('[id="option-lora.r"]', '48')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toContain('lora.r=48')
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it.each([
    ['#c1:mlperf-llama2-70b-lora?lora.r=%zz', 'an integer, not zz'],
    ['#c1:nothing-here?lora.r=8', "a preset that doesn't exist: nothing-here"],
    ['#c1:mlperf-llama2-70b-lora?no.such=1', 'no option'],
  ])('says what of the address %s it could not take', async (hash, said) => {
    const { page, troubles } = await openPage(site, `/playground${hash}`)
    await page.locator('#playground-notice', { hasText: said }).waitFor()
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it('loses nothing that is done before its code has come', async () => {
    const { page, troubles } = await openPage(site, '/playground')
    await page.evaluate(() => {
      const preset = document.getElementById('playground-preset') as HTMLSelectElement
      preset.value = 'mlperf-llama2-70b-lora-2024-03'
      preset.dispatchEvent(new Event('input', { bubbles: true }))
      const stage = document.getElementById('option-deepspeed.zero_stage') as HTMLSelectElement
      stage.focus()
      stage.value = '2'
      for (const name of ['input', 'change']) stage.dispatchEvent(new Event(name, { bubbles: true }))
      const button = [...document.querySelectorAll<HTMLElement>('.playground .bar button')].at(-1)
      button?.click()
    })
    await page.waitForSelector('#playground-import')
    await page.waitForFunction((place) => document.querySelector(place)?.textContent?.includes('zero_stage: 2'), shown)
    expect(new URL(page.url()).hash).toBe('#c1:mlperf-llama2-70b-lora-2024-03?deepspeed.zero_stage=2')
    await page.context().close()
    expect(troubles).toEqual([])
  })

  it('says before any code has come, and without it, what the controls hold', async () => {
    const { page } = await openPage(site, '/playground', { script: false })
    const values = await page.$$eval('.playground select', (selects) =>
      (selects as HTMLSelectElement[]).map(({ id, value }) => `${id}=${value}`),
    )
    await page.context().close()
    expect(values).toContain('playground-preset=mlperf-llama2-70b-lora')
    expect(values).toContain('option-accelerate.distributed_type=DEEPSPEED')
    expect(values).toContain('option-deepspeed.zero_stage=3')
  })

  it('opens the line that is meant for the terminal, and says the one that opens it', async () => {
    const { page } = await openPage(site, '/playground')
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', "lora-wizard init --from '#c1:qlora-8b-24gb?lora.r=8'")
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[id="option-lora.r"]')?.value === '8')
    expect(await page.textContent('.terminal-line code')).toBe("lora-wizard init --from '#c1:qlora-8b-24gb?lora.r=8'")
    await page.context().close()
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

describe('the filter of an overview', () => {
  it('leaves the rows that hold every word, and says when none does', async () => {
    const { page, troubles } = await openPage(site, '/fields/')
    const rows = () => page.locator('main tbody tr:not([hidden])').count()
    const all = await rows()
    await page.fill('.filter-rows input', 'offload nvme')
    await page.waitForFunction(() => document.querySelectorAll('main h2:not([hidden])').length === 1)
    expect(await rows()).toBeLessThan(5)
    expect(await rows()).toBeGreaterThan(0)
    await page.fill('.filter-rows input', 'nothing of this kind')
    await page.getByText('No row contains all of these words.').waitFor()
    await page.fill('.filter-rows input', '')
    await page.waitForFunction(
      (count) => document.querySelectorAll('main tbody tr:not([hidden])').length === count,
      all,
    )
    await page.context().close()
    expect(troubles).toEqual([])
  })
})
