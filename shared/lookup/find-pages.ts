/** A symptom, a term or a name, as people type it → the pages about it, the likeliest first. */
import MiniSearch from 'minisearch'
import { beginnings, pageWeight, tokenize, typingErrors } from './search-terms.ts'
import { expandQuery } from './synonyms.ts'

/** A page as it is searched; `text` is the whole of a guide, and nothing of a page that its title and summary tell. */
export interface SearchedPage {
  readonly path: string
  readonly title: string
  readonly summary: string
  /** What else it is called: the key of an option, the id of a rule. */
  readonly name: string
  readonly text: string
}

/** How much a hit in each part counts. */
const boost = { title: 6, name: 6, summary: 2, text: 1 }

export function findPages(pages: readonly SearchedPage[], query: string): readonly string[] {
  const index = new MiniSearch<SearchedPage>({ idField: 'path', fields: Object.keys(boost), tokenize })
  index.addAll([...pages])
  return index
    .search(expandQuery(query), {
      combineWith: 'OR',
      prefix: beginnings,
      fuzzy: typingErrors,
      boost,
      boostDocument: (path: string) => pageWeight(`/${path}`),
    })
    .map(({ id }) => id as string)
}
