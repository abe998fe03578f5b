/** A file of sample lengths → the histogram that an estimate reads. */
import type { Host } from './host.ts'
import { bytesOf } from './read-answers.ts'
import { UserError } from './user-error.ts'

/** Buckets that a histogram has at most; each is as long as its longest sample. */
const most = 32

/** Lengths in a text: one a line, alone or with a count after a comma, a space, a colon, or a tab. */
function countsIn(text: string): ReadonlyMap<number, number> | undefined {
  const counts = new Map<number, number>()
  for (const line of text.split(/\r?\n/)) {
    const plain = line.trim()
    if (plain === '' || plain.startsWith('#')) continue
    const found = /^(\d{1,8})(?:\s*[,:;\s]\s*(\d{1,12}))?$/.exec(plain)
    // The first line may name the columns.
    if (!found && counts.size === 0 && /^[a-z_, \t]+$/i.test(plain)) continue
    const tokens = Number(found?.[1])
    if (!found || tokens < 1) return undefined
    counts.set(tokens, (counts.get(tokens) ?? 0) + Number(found[2] ?? 1))
  }
  return counts.size > 0 ? counts : undefined
}

/** The histogram of a file, with at most 32 buckets of about the same number of samples. */
export function histogramOf(host: Host, path: string): string {
  const counts = countsIn(new TextDecoder().decode(bytesOf(host, path)))
  if (!counts)
    throw new UserError('flag-value', { flag: '--lengths', value: path, allowed: ['LENGTH', 'LENGTH,COUNT'] })
  const sorted = [...counts].sort((a, b) => a[0] - b[0])
  const all = sorted.reduce((sum, [, count]) => sum + count, 0)
  const buckets = new Map<number, readonly [tokens: number, count: number]>()
  let seen = 0
  for (const [tokens, count] of sorted) {
    const place = Math.min(most - 1, Math.floor((most * seen) / all))
    buckets.set(place, [tokens, (buckets.get(place)?.[1] ?? 0) + count])
    seen += count
  }
  return [...buckets.values()].map(([tokens, count]) => `${tokens}:${count}`).join(',')
}
