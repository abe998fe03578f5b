/** `node scripts/accept-translations.ts [page …]`: says that the Chinese and the English text of pages were read side by side; without pages, of all. */
import { acceptedNow, readAccepted, writeAccepted } from '../test/contracts/translations.ts'

const wanted = process.argv.slice(2)
const before = readAccepted()
const now = acceptedNow()
const unknown = wanted.filter((page) => now[page] === undefined)
if (unknown.length > 0) {
  console.error(`No such page: ${unknown.join(', ')}. A page is named like guide/faq or fields/lora/r.`)
  process.exit(2)
}
const next =
  wanted.length === 0 ? now : { ...before, ...Object.fromEntries(wanted.map((page) => [page, now[page] as string])) }
writeAccepted(next)
const changed = Object.keys(next).filter((page) => next[page] !== before[page])
console.log(changed.length === 0 ? 'Nothing to accept.' : `Accepted: ${changed.join(', ')}`)
