/** Which texts of a page were last read side by side in both languages: a short hash of each. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { languages } from '../../shared/pages.ts'
import { filesUnder, pageText, root } from './words.ts'

const file = `${root}test/contracts/translations.json`

const hash = (text: string): string => createHash('sha256').update(text.replaceAll('\r', '')).digest('hex').slice(0, 10)

/** Page → `English Chinese`, for every page that stands in both languages. */
export type Accepted = Readonly<Record<string, string>>

export function acceptedNow(): Accepted {
  const paths = filesUnder('docs/en', /\.md$/).map((path) => path.slice('docs/en/'.length, -3))
  return Object.fromEntries(
    paths.flatMap((path) => {
      const texts = languages.map((language) => pageText(language, path))
      return texts.every((text) => text !== undefined) ? [[path, texts.map(hash).join(' ')]] : []
    }),
  )
}

export const readAccepted = (): Accepted => JSON.parse(readFileSync(file, 'utf8')) as Accepted

export const writeAccepted = (accepted: Accepted): void =>
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(Object.entries(accepted).sort()), null, 2)}\n`)

/** Pages of which one language changed and the other did not, since both were read side by side; a page that is new or new in both was written for both. */
export function unread(accepted: Accepted, now: Accepted): readonly string[] {
  return Object.entries(now).flatMap(([page, hashes]) => {
    const [en, zh] = (accepted[page] ?? '').split(' ')
    const [enNow, zhNow] = hashes.split(' ')
    if ((en === enNow) === (zh === zhNow)) return []
    return [`${page}: ${en === enNow ? 'Chinese' : 'English'} changed alone`]
  })
}
