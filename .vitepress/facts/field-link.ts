/** A link to an option's page. */
import type { Language } from '../../shared/pages.ts'
import { pathOf } from '../site.ts'
import { breakable } from './markdown.ts'

/** A link to an option's page by its key. */
export const fieldLink = (language: Language, key: string): string =>
  `[<code>${breakable(key)}</code>](${pathOf(language, `fields/${key.replace('.', '/')}`)})`
