/** The playground writes what the terminal writes, byte for byte: the same sessions in Chromium and in Node. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Answers } from '../../shared/config.ts'
import { resolve } from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { fields } from '../../shared/fields/index.ts'
import { answersOf, hashOf } from '../../shared/hash.ts'
import { fill, flatten, type Language, parsePage } from '../../shared/pages.ts'
import { plan } from '../../shared/plan.ts'
import { presets } from '../../shared/presets/index.ts'
import { begin, questions, type Session, step } from '../../shared/session.ts'
import { type BuiltSite, openPage, openSite } from './built-site.ts'

const docs = new URL('../../docs/', import.meta.url).pathname
const seed = Number(process.env.SEED ?? 20_261_124)
const count = Number(process.env.SESSIONS ?? 500)

/** A small generator of repeatable numbers in [0, 1): mulberry32. */
function numbers(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function someValue(field: Field, next: () => number): Value {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  switch (field.kind) {
    case 'choice':
      return pick(field.choices)
    case 'toggle':
      return next() < 0.5
    case 'integer':
    case 'number':
      return pick(field.suggest ?? [field.min ?? 1])
    case 'text':
      return pick(field.suggest ?? [null])
    case 'list':
      return null
  }
}

function someSession(next: () => number): Session {
  const from = presets[Math.floor(next() * presets.length)]
  let session = step(begin({}, 'expert'), { type: 'preset', id: from?.id ?? '' })
  for (let turn = 0; turn < 6; turn++) {
    const asked = questions(session)
    const key = asked[Math.floor(next() * asked.length)]
    if (!key) break
    session = step(step(session, { type: 'jump', to: key }), { type: 'answer', value: someValue(fields[key], next) })
  }
  return session
}

function filesInNode(answers: Answers, language: Language): Readonly<Record<string, string>> {
  const sentences = flatten(parse(readFileSync(`${docs}${language}/interface.yaml`, 'utf8')))
  const summary = (key: string) => {
    try {
      return parsePage(readFileSync(`${docs}${language}/fields/${key.replace('.', '/')}.md`, 'utf8')).summary
    } catch {
      return undefined
    }
  }
  const { files } = plan(resolve(answers), {
    summary,
    remark: (id, facts) =>
      sentences[`files.${id}`] === undefined ? undefined : fill(sentences[`files.${id}`] as string, facts),
  })
  return Object.fromEntries(files.map(({ path, text }) => [path, text]))
}

let site: BuiltSite
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

describe.each(['en', 'zh'] as const)('the playground in %s', (language) => {
  it(`writes the files of every preset and of ${count / 2} random sessions (seed ${seed})`, async () => {
    const next = numbers(seed + (language === 'zh' ? 1 : 0))
    const hashes = [
      ...presets.map(({ id, answers }) => hashOf(answers, id)),
      ...Array.from({ length: count / 2 }, () => {
        const { answers, preset } = someSession(next)
        return hashOf(answers, preset)
      }),
    ]
    const started = `${language === 'zh' ? '/zh' : ''}/playground#c1:qlora-8b-24gb`
    const { page, troubles } = await openPage(site, started)
    // The page stands before its code has come; from here on the code answers.
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('.playground .bar select')?.value === 'qlora-8b-24gb',
    )
    const shown = await page.evaluate(async (all) => {
      const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))
      const results: Record<string, string>[] = []
      for (const hash of all) {
        location.hash = hash
        await frame()
        await frame()
        const files: Record<string, string> = {}
        const names = [...document.querySelectorAll<HTMLButtonElement>('[role=tab]')].map(
          (tab) => tab.textContent?.trim() ?? '',
        )
        for (const name of names) {
          const tab = [...document.querySelectorAll<HTMLButtonElement>('[role=tab]')].find(
            (one) => one.textContent?.trim() === name,
          )
          tab?.click()
          await frame()
          files[name] = document.querySelector('#playground-file code')?.textContent ?? ''
        }
        results.push(files)
      }
      return results
    }, hashes)
    const different = hashes.filter(
      (hash, place) => JSON.stringify(shown[place]) !== JSON.stringify(filesInNode(answersOf(hash).answers, language)),
    )
    await page.context().close()
    expect(troubles).toEqual([])
    expect(different).toEqual([])
  })
})

describe('without JavaScript', () => {
  it('the page still says something', async () => {
    const { page } = await openPage(site, '/playground', { script: false })
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not said
    const text = await page.innerText('body')
    await page.context().close()
    expect(text).toContain('gradient_clipping: 0.3')
  })
})
