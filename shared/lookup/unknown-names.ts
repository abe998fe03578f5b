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
export function unknownToAxolotl(_set: FileSet): UnknownNames {
  const section = sectionRead('axolotl')
  if (!section) return nothing
  const sharding = tool('axolotl').release().section('FSDPConfig')
  return unknownTo(section, (name) => {
    if (!name.startsWith('fsdp_config.')) return name.includes('.')
    const key = name.slice('fsdp_config.'.length)
    return sharding?.named(key) !== undefined || sharding?.named(key.replace(/^fsdp_/, '')) !== undefined
  })
}

export function unknownToLlamaFactory(_set: FileSet): UnknownNames {
  const section = sectionRead('llama-factory')
  return section ? unknownTo(section, (name) => name.includes('.')) : nothing
}
