/** `explain` with words that are no name: every page of the program, searched in both languages. */
import { findPages, type SearchedPage } from '../shared/lookup/find-pages.ts'
import { languages, type Page, type Words } from '../shared/pages.ts'
import type { Wording } from './face.ts'

/** Pages that are read as a whole, since their titles tell little of what is in them. */
const guides = /^(guide|howto|explain|tutorials)\//

/** The paths of the pages about some words, the likeliest first; a page of exactly that title comes before all others. */
export function searchPages(
  query: string,
  paths: readonly string[],
  wordingOf: (language: Wording['language']) => Wording,
): readonly string[] {
  const pages = paths.map((path): SearchedPage => {
    const all: readonly (Page | Words | undefined)[] = languages.map((language) => {
      const wording = wordingOf(language)
      return guides.test(path) ? wording.page(path) : wording.words(path)
    })
    return {
      path,
      title: all.map((page) => page?.title ?? '').join(' '),
      summary: all.map((page) => page?.summary ?? '').join(' '),
      name: path.slice(path.indexOf('/') + 1).replace('/', '.'),
      text: all.map((page) => (page && 'body' in page ? `${page.card} ${page.body}` : '')).join(' '),
    }
  })
  const wanted = query.trim().toLowerCase()
  const titled = paths.filter((path) =>
    languages.some((language) => wordingOf(language).words(path)?.title.toLowerCase() === wanted),
  )
  return [...new Set([...titled, ...findPages(pages, query)])]
}
