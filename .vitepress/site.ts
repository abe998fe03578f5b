/** The site's two languages: where their pages stand, and what they say. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { flatten, type Language, type Page, parsePage, type Sentences } from '../shared/pages.ts'
import { en, type SiteWords } from './words/en.ts'
import { zh } from './words/zh.ts'

export const docs = fileURLToPath(new URL('../docs/', import.meta.url))
export const siteWords: Readonly<Record<Language, SiteWords>> = { en, zh }

/** The path of a page in a language, without the site's base: English stands at the root. */
export const pathOf = (language: Language, path: string): string => (language === 'en' ? `/${path}` : `/zh/${path}`)

/** A page as it is written, or undefined where it is not. */
export function textAt(language: Language, path: string): string | undefined {
  try {
    return readFileSync(`${docs}${language}/${path}.md`, 'utf8')
  } catch {
    return undefined
  }
}

/** A page's words, or undefined where the page is not written. */
export function pageAt(language: Language, path: string): Page | undefined {
  try {
    return parsePage(readFileSync(`${docs}${language}/${path}.md`, 'utf8'))
  } catch {
    return undefined
  }
}

/** Every sentence of the interface in a language, by its dotted name. */
export const interfaceOf = (language: Language): Readonly<Record<string, string>> =>
  flatten(parse(readFileSync(`${docs}${language}/interface.yaml`, 'utf8')))

/** The sentences of the interface in a language. */
export function sentencesOf(language: Language): Sentences {
  const all = interfaceOf(language)
  return (id) => all[id]
}
