/** Whether a release is in a range such as `>=0.19.3 <1.0`. */

/** The numbers of a release; what is not a number counts as 0, and what comes after them (`rc1`, `+cpu`) does not count. */
const numbers = (release: string): readonly number[] =>
  (/^\d+(\.\d+)*/.exec(release.trim())?.[0] ?? '0').split('.').map(Number)

export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)]
  for (let place = 0; place < Math.max(left.length, right.length); place++) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Every part of the range, separated by blanks, must hold: `>=`, `>`, `<=`, `<` or `=`. */
export function satisfies(release: string, range: string): boolean {
  return range
    .trim()
    .split(/\s+/)
    .every((part) => {
      const [, sign = '=', bound = ''] = /^(>=|>|<=|<|=)?(.+)$/.exec(part) ?? []
      const order = compareVersions(release, bound)
      if (sign === '>=') return order >= 0
      if (sign === '>') return order > 0
      if (sign === '<=') return order <= 0
      if (sign === '<') return order < 0
      return order === 0
    })
}
