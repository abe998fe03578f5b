/** Several releases of a tool as one value: the newest whole, every older one as what differs from the one after it. */
import type { CapturedRelease, Plain } from './tool.ts'

type Mapping = { readonly [name: string]: Plain }

/** What turns one value into another. A value that is no mapping on both sides is replaced whole. */
export type Patch =
  | { readonly to: Plain }
  | { readonly without?: readonly string[]; readonly inside: { readonly [name: string]: Patch } }

export interface Packed {
  readonly newest: CapturedRelease
  /** By release, the newest first. */
  readonly older: Readonly<Record<string, Patch>>
}

const isMapping = (value: Plain | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function difference(from: Plain | undefined, to: Plain): Patch | undefined {
  if (!isMapping(from) || !isMapping(to)) return JSON.stringify(from) === JSON.stringify(to) ? undefined : { to }
  const without = Object.keys(from).filter((name) => !Object.hasOwn(to, name))
  const inside = Object.entries(to).flatMap(([name, value]) => {
    const patch = difference(Object.hasOwn(from, name) ? from[name] : undefined, value)
    return patch ? [[name, patch] as const] : []
  })
  if (without.length === 0 && inside.length === 0) return undefined
  return { ...(without.length > 0 && { without }), inside: Object.fromEntries(inside) }
}

export function apply(from: Plain | undefined, patch: Patch | undefined): Plain {
  if (!patch) return from as Plain
  if ('to' in patch) return patch.to
  const kept = Object.entries(isMapping(from) ? from : {}).filter(([name]) => !patch.without?.includes(name))
  const changed = Object.entries(patch.inside).map(([name, inner]) => [
    name,
    apply(isMapping(from) && Object.hasOwn(from, name) ? from[name] : undefined, inner),
  ])
  return Object.fromEntries([...kept, ...changed])
}

/** @param releases the newest first */
export function pack(releases: readonly CapturedRelease[]): Packed {
  const [newest, ...rest] = releases as readonly [CapturedRelease, ...CapturedRelease[]]
  const older = rest.map((one, place) => [
    one.release,
    difference(releases[place] as unknown as Plain, one as unknown as Plain),
  ])
  return { newest, older: Object.fromEntries(older) }
}

export function unpack({ newest, older }: Packed, release: string): CapturedRelease {
  let value = newest
  for (const [name, patch] of Object.entries(older)) {
    if (value.release === release) break
    value = apply(value as unknown as Plain, patch) as unknown as CapturedRelease
    if (name === release) break
  }
  if (value.release !== release) throw new Error(`Release ${release} of ${newest.tool} is not captured.`)
  return value
}
