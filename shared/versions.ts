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

/** One name for one package, as PyPI compares them: `ms_swift`, `MS-Swift` and `ms.swift` are `ms-swift`. */
export const packageName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-')

/**
 * The exact releases in the text of a requirements file, of `pip freeze`, of `pip list`, or of `name=1.2,name=3.4`, by package.
 * A range, an address and an option name no release and are passed over.
 */
export function releasesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const line of text.split(/[\r\n,]+/)) {
    const plain = line.replace(/(?:^|\s)#.*$/, '').replace(/\s*;.*$/, '')
    const [, name, release] =
      /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*={1,3}\s*v?(\d[\w.+!-]*)(?:\s.*)?$/.exec(plain) ??
      /^\s*([A-Za-z0-9][\w.-]*)\s{2,}v?(\d[\w.+!-]*)(?:\s.*)?$/.exec(plain) ??
      []
    if (name !== undefined && release !== undefined) found.set(packageName(name), release)
  }
  return found
}
