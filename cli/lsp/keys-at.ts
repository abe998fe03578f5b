/** What a file says at an offset: the key or the flag there, with the option it stands for. */
import { type FieldKey, fieldAt } from '../../shared/fields/index.ts'
import type { Written } from '../../shared/readers/reader.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'

export interface KeyAt {
  /** As the file spells it. */
  readonly name: string
  /** The options that it says; one name can say several. */
  readonly keys: readonly FieldKey[]
  readonly start: number
  readonly end: number
}

/** Everything that a file says, with its place. */
function everything({ reading }: Pick<ReadFile, 'reading'>): readonly (Written & { readonly key?: string })[] {
  const refused = reading.refused.map((one) => ({ ...one, key: one.refusal.key }))
  const { given, unknown, passed = [], understood = [], open = [], references } = reading
  return [...given, ...refused, ...open, ...unknown, ...passed, ...understood, ...references]
}

export function keyAt(file: ReadFile, offset: number): KeyAt | undefined {
  const here = everything(file).filter(({ at, end }) => at.offset <= offset && offset <= end)
  // The innermost one: a section holds its keys.
  const start = here.reduce((most, { at }) => Math.max(most, at.offset), -1)
  const same = here.filter(({ at }) => at.offset === start)
  const [first] = same
  if (!first) return undefined
  const keys = same.flatMap(({ key }) => (key !== undefined && fieldAt(key) ? [key as FieldKey] : []))
  return { name: first.path, keys: [...new Set(keys)], start, end: first.end }
}

/** The names that a file has already, dotted. */
export const namesIn = (file: Pick<ReadFile, 'reading'>): ReadonlySet<string> =>
  new Set(everything(file).map(({ path }) => path))
