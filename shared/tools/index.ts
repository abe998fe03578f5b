/** The tools, and how a name of theirs is looked up: `tool('accelerate').release('1.15.0').section('launch')`. */
import { compareVersions } from '../versions.ts'
import { capturedReleases, readCaptured } from './captured.ts'
import {
  type CapturedKey,
  type CapturedRelease,
  type CapturedSection,
  type Name,
  type Plain,
  packageOf,
  type Release,
  type Released,
  type Section,
  type Tool,
  type ToolId,
  toolIds,
  type Versions,
} from './tool.ts'

/** The captured releases of a tool, the newest first. */
const releasesOf = (id: ToolId): readonly string[] =>
  Object.hasOwn(capturedReleases, id) ? (capturedReleases[id] as readonly string[]) : []

/** The newest captured release of every tool: what is assumed where nobody says another. */
export const newest: { readonly [tool in ToolId]: string } = Object.fromEntries(
  toolIds.map((id) => [id, releasesOf(id)[0] ?? '']),
) as { [tool in ToolId]: string }

/** The same by package: the releases that files are meant for where nobody says another. */
export const newestReleases: Readonly<Record<Released, string>> = Object.fromEntries(
  toolIds.map((id) => [packageOf(id), newest[id]]),
) as Record<Released, string>

/** The captured release that a release is judged by: the nearest one that is not newer, or else the oldest. */
export function nearest(id: ToolId, asked?: string): string {
  const all = releasesOf(id)
  if (asked === undefined) return newest[id]
  return all.find((one) => compareVersions(one, asked) <= 0) ?? (all.at(-1) as string)
}

const made = new Map<string, Tool>()
/** A tool by its name. What it is, is read from the captured files when somebody asks for a section. */
export function tool(id: ToolId): Tool {
  const before = made.get(id)
  if (before) return before
  const one: Tool = { id, releases: releasesOf(id), release: (asked, versions) => releaseOf(id, asked, versions) }
  made.set(id, one)
  return one
}

const releases = new Map<string, Release>()
function releaseOf(id: ToolId, asked: string | undefined, versions: Versions | undefined): Release {
  const release = nearest(id, asked)
  const key = JSON.stringify([id, release, asked ?? release, versions ?? null])
  const before = releases.get(key)
  if (before) return before
  const captured = () => readCaptured(id, release)
  const sections = new Map<string, Section | undefined>()
  const one: Release = {
    tool: id,
    release,
    asked: asked ?? release,
    get sections() {
      return Object.keys(captured().sections)
    },
    section(name) {
      if (!sections.has(name)) sections.set(name, sectionOf(captured(), name, versions))
      return sections.get(name)
    },
  }
  releases.set(key, one)
  return one
}

/** A section and the release that it is of; `transformers:TrainingArguments` is of another tool, at the release it was captured with. */
function find(
  from: CapturedRelease,
  name: string,
  versions: Versions | undefined,
): readonly [release: CapturedRelease, section: CapturedSection] | undefined {
  const [other, inner] = name.includes(':') ? (name.split(':') as [ToolId, string]) : [from.tool, name]
  if (!toolIds.includes(other)) return undefined
  const release =
    other === from.tool ? from : readCaptured(other, nearest(other, versions?.[packageOf(other)] ?? from.with[other]))
  const section = Object.hasOwn(release.sections, inner) ? release.sections[inner] : undefined
  return section && [release, section]
}

function sectionOf(captured: CapturedRelease, name: string, versions: Versions | undefined): Section | undefined {
  const found = find(captured, name, versions)
  if (!found) return undefined
  const [, section] = found
  const parser = section.names !== undefined
  const names = new Map<string, Name>()
  const effective = new Map(Object.entries(section.effective ?? {}))
  for (const home of [name, ...(section.extends ?? [])]) {
    const [release, one] = find(captured, home, versions) ?? []
    if (!release || !one) continue
    for (const [key, value] of Object.entries(one.effective ?? {})) if (!effective.has(key)) effective.set(key, value)
    for (const [key, entry] of Object.entries(one.keys))
      if (!names.has(key)) names.set(key, nameOf(key, entry, home, release, parser))
  }
  for (const [key, value] of effective) {
    const one = names.get(key)
    if (one) names.set(key, { ...one, effective: value })
  }
  const spellings = new Map<string, Name>()
  for (const one of names.values())
    for (const spelling of [one.name, ...one.aliases, ...one.flags, ...one.opposites])
      if (!spellings.has(spelling)) spellings.set(spelling, one)
  return {
    name,
    unknown: section.unknown,
    removed: section.removed ?? {},
    names,
    named: (spelling) => names.get(spelling) ?? spellings.get(spelling),
  }
}

const bounds = ['ge', 'gt', 'le', 'lt', 'multiple_of', 'min_length', 'max_length'] as const

function nameOf(name: string, key: CapturedKey, home: string, release: CapturedRelease, parser: boolean): Name {
  const parts = (key.kind ?? '').split(' | ').filter((part) => part !== '')
  const kinds = parts.filter((part) => part !== 'None')
  const choices: readonly Plain[] | undefined =
    typeof key.choices === 'string' ? release.enums[key.choices] : key.choices
  return {
    name,
    home,
    kinds,
    nullable: parts.includes('None'),
    ...(choices && { choices }),
    ...('default' in key && { default: key.default as Plain }),
    required: key.required ?? false,
    flags: parser ? flagsOf(name, key) : (key.flags ?? []),
    opposites: parser ? oppositesOf(name, key) : (key.opposites ?? []),
    value: valueAfter(key, kinds, parser),
    aliases: key.aliases ?? [],
    deprecated: key.deprecated ?? false,
    ...(key.renamed_to !== undefined && { renamedTo: key.renamed_to }),
    ...(key.section !== undefined && { section: key.section }),
    ...Object.fromEntries(bounds.filter((one) => key[one] !== undefined).map((one) => [one, key[one]])),
  }
}

const isTruth = (kinds: readonly string[]): boolean => kinds.length === 1 && kinds[0] === 'bool'

const dashed = (name: string): readonly string[] =>
  name.includes('_') ? [`--${name}`, `--${name.replaceAll('_', '-')}`] : [`--${name}`]

/** The flags that the parser of Transformers makes of a field. */
function flagsOf(name: string, key: CapturedKey): readonly string[] {
  return key.init === false ? [] : [...new Set([...dashed(name), ...(key.flags ?? [])])]
}

/** … and their opposites, where a boolean is on by default. */
function oppositesOf(name: string, key: CapturedKey): readonly string[] {
  return (key.kind === 'bool' || key.kind === 'bool | None') && key.default === true && key.init !== false
    ? dashed(`no_${name}`)
    : []
}

function valueAfter(key: CapturedKey, kinds: readonly string[], parser: boolean): Name['value'] {
  if (key.nargs === 0) return 'none'
  if (key.nargs === '?') return 'optional'
  if (key.nargs !== undefined) return 'several'
  if (parser && isTruth(kinds)) return 'optional'
  if (parser && kinds.some((one) => one.startsWith('list'))) return 'several'
  return 'one'
}
