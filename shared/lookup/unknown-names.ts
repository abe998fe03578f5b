/** Names in the files of a tool that its captured release does not have. */
import type { FileSet } from '../rules/file-rule.ts'
import { sectionRead } from '../tools/commands.ts'
import { tool } from '../tools/index.ts'
import type { Section } from '../tools/tool.ts'
import { closeTo } from './unknown-keys.ts'

export interface UnknownNames {
  readonly unknown: (name: string) => boolean
  /** Unknown, and a slip of the pen away from a name that exists. */
  readonly near: (name: string) => boolean
  readonly names: readonly string[]
}

const made = new WeakMap<Section, UnknownNames>()

function unknownTo(section: Section, inside: (name: string) => boolean): UnknownNames {
  const before = made.get(section)
  if (before) return before
  const names = [...section.names.keys()]
  const isClose = closeTo(names)
  const unknown = (name: string) => section.named(name) === undefined && !inside(name)
  const one = { unknown, near: (name: string) => unknown(name) && isClose(name), names }
  made.set(section, one)
  return one
}

const nothing: UnknownNames = { unknown: () => false, near: () => false, names: [] }

/** A key of a section is looked up in the section's own class. */
export function unknownToAxolotl({ versions }: FileSet): UnknownNames {
  const section = sectionRead('axolotl', versions.axolotl)
  if (!section) return nothing
  const sharding = tool('axolotl').release(versions.axolotl).section('FSDPConfig')
  return unknownTo(section, (name) => {
    if (!name.startsWith('fsdp_config.')) return name.includes('.')
    const key = name.slice('fsdp_config.'.length)
    return sharding?.named(key) !== undefined || sharding?.named(key.replace(/^fsdp_/, '')) !== undefined
  })
}

export function unknownToLlamaFactory({ versions }: FileSet): UnknownNames {
  const section = sectionRead('llama-factory', versions.llamafactory)
  return section ? unknownTo(section, (name) => name.includes('.')) : nothing
}

/** The arguments of the command that reads the files: preferences have more than texts. */
export function swiftSection({ claims, versions }: Pick<FileSet, 'claims' | 'versions'>): Section | undefined {
  const kind = claims.of('ms-swift', 'rlhf_type') ? 'ms-swift-rlhf' : 'ms-swift'
  return sectionRead(kind, versions['ms-swift'])
}

/** argparse takes the beginning of a name for the name, where it is the only one that begins so. */
export function unknownToSwift(set: FileSet): UnknownNames {
  const section = swiftSection(set)
  if (!section) return nothing
  const names = [...section.names.keys()]
  return unknownTo(section, (name) => {
    const wanted = name.split('.')[0] as string
    if (section.named(`--${wanted}`) !== undefined) return true
    return wanted !== name
      ? section.named(wanted) !== undefined
      : names.filter((one) => one.startsWith(name)).length === 1
  })
}
