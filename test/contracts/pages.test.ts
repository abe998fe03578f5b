/** Every page exists in both languages, with the same facts in both: keys, choices, placeholders, headings, code, links. */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Field } from '../../shared/fields/field.ts'
import { fieldKeys, fields } from '../../shared/fields/index.ts'
import { flatten, languages } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { rules } from '../../shared/rules/index.ts'
import { filesUnder, headings, links, pageText, parts, placeholders, read, spans } from './words.ts'

const fieldPath = (key: string) => `fields/${key.replace('.', '/')}`

/** What a page must say for an option: the values that have a sentence of their own. */
function choicesOf(field: Field): readonly string[] {
  if (field.kind === 'toggle') return ['false', 'true']
  return field.kind === 'choice' ? field.choices.map(String).sort() : []
}

describe.each(fieldKeys)('the pages of %s', (key) => {
  const field: Field = fields[key]
  const [en, zh] = languages.map((language) => pageText(language, fieldPath(key)))

  it('exist in both languages, or, for options that are rarely or never asked, in none', () => {
    if (field.level === 'basic' || field.level === 'advanced')
      expect({ en: en !== undefined, zh: zh !== undefined }).toEqual({ en: true, zh: true })
    else expect(en === undefined).toBe(zh === undefined)
  })

  it('have a title, a summary and a sentence for every choice', () => {
    for (const text of [en, zh]) {
      if (text === undefined) continue
      const { front, body } = parts(text)
      const choices = (front.choices ?? {}) as Record<string, unknown>
      expect(typeof front.title).toBe('string')
      expect(typeof front.summary).toBe('string')
      expect(Object.keys(choices).sort()).toEqual(choicesOf(field))
      for (const sentence of Object.values(choices)) expect(typeof sentence).toBe('string')
      expect(body.trim()).not.toBe('')
    }
  })
})

const paths = [
  ...new Set(
    languages.flatMap((one) => filesUnder(`docs/${one}`, /\.md$/).map((path) => path.slice(`docs/${one}/`.length, -3))),
  ),
].sort()

describe.each(paths)('%s in both languages', (path) => {
  const texts = languages.map((language) => pageText(language, path))

  it('is there', () => {
    expect(texts.map((text) => text !== undefined)).toEqual([true, true])
  })
  if (texts.some((text) => text === undefined)) return
  const [en, zh] = texts.map((text) => parts(text as string)) as [ReturnType<typeof parts>, ReturnType<typeof parts>]

  it('has the same front matter, with the same placeholders', () => {
    const flat = (front: object) =>
      Object.entries(flatten(front))
        .map(([id, text]) => [id, placeholders(text)])
        .sort()
    expect(Object.keys(flatten(zh.front)).sort()).toEqual(Object.keys(flatten(en.front)).sort())
    if (!/^index$/.test(path)) expect(flat(zh.front)).toEqual(flat(en.front))
  })
  it('has the same headings, code and links', () => {
    expect(headings(zh.body)).toEqual(headings(en.body))
    expect(spans(zh.body)).toEqual(spans(en.body))
    expect(links(zh.body)).toEqual(links(en.body))
  })
})

describe('links', () => {
  const known = new Set([
    ...fieldKeys.map((key) => `/${fieldPath(key)}`),
    ...rules.map(({ id }) => `/rules/${id}`),
    ...presets.map(({ id }) => `/presets/${id}`),
  ])
  it.each(paths)('in %s lead to options, rules and presets that exist, in the same language', (path) => {
    for (const language of languages) {
      const text = pageText(language, path) ?? ''
      for (const [, target] of text.matchAll(/\]\((\/(?!figures\/)[^)\s#]*)/g)) {
        expect((target as string).startsWith('/zh/'), `${target} on a page in ${language}`).toBe(language === 'zh')
        const plain = (target as string).replace(/^\/zh(?=\/)/, '').replace(/(\.md|\.html)$/, '')
        if (/^\/(fields|rules|presets)\/./.test(plain))
          expect(known.has(plain) || paths.includes(plain.slice(1)), plain).toBe(true)
      }
    }
  })
})

describe('the sentences of the faces', () => {
  const [en, zh] = languages.map((language) => flatten(parse(read(`docs/${language}/interface.yaml`)))) as [
    Record<string, string>,
    Record<string, string>,
  ]
  it('are the same in both languages, with the same placeholders', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
    for (const [id, sentence] of Object.entries(en))
      expect([id, placeholders(zh[id] ?? '')]).toEqual([id, placeholders(sentence)])
  })
})
