/** A link to an option's page. */
import type { Language } from '../../shared/pages.ts'
import { pathOf } from '../site.ts'

/** A link to an option's page by its key. */
export const fieldLink = (language: Language, key: string): string =>
  `[\`${key}\`](${pathOf(language, `fields/${key.replace('.', '/')}`)})`
