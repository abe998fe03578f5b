/** Sets of names that rules ask for again and again, made from the captured releases; the newest one where none is named. */
import { flagOfKey, oldKeys, onlyInFiles } from './accelerate/quirks.ts'
import { ownOfAccelerate, removedSwitches } from './deepspeed/quirks.ts'
import { nearest, tool } from './index.ts'
import type { Name, Plain, Section, ToolId, Versions } from './tool.ts'
import { flagsOfLaunchModule } from './torchrun/quirks.ts'

/** Makes a set once for each captured release. */
function perRelease<T>(id: ToolId, make: (release: string) => T): (asked?: string) => T {
  const made = new Map<string, T>()
  return (asked) => {
    const release = nearest(id, asked)
    const before = made.get(release)
    if (before !== undefined) return before
    const one = make(release)
    made.set(release, one)
    return one
  }
}

function sectionOf(id: ToolId, release: string, name: string): Section {
  const found = tool(id).release(release).section(name)
  if (!found) throw new Error(`${id} ${release} has no section ${name}.`)
  return found
}

/** A flag as the readers name it: without dashes before it, with underscores in it. */
const undashed = (flag: string): string => flag.replace(/^-+/, '').replaceAll('-', '_')
const flagNames = (names: Iterable<Name>): readonly string[] =>
  [...names].flatMap(({ flags, opposites }) => [...flags, ...opposites].map(undashed))

const launch = (release: string): readonly Name[] => [...sectionOf('accelerate', release, 'launch').names.values()]
const help = ['h', 'help']

/** Arguments of `accelerate launch`, with those that only a file can give. */
export const launcherFlags = perRelease<ReadonlySet<string>>('accelerate', (release) => {
  const own = launch(release).filter(({ flags }) => flags.length > 0)
  return new Set(['help', ...own.map(({ name }) => name), ...onlyInFiles, ...Object.keys(flagOfKey)])
})
/** Flags of `accelerate launch` as they are written, without dashes. */
export const writtenFlags = perRelease<ReadonlySet<string>>(
  'accelerate',
  (release) => new Set([...help, ...flagNames(launch(release))]),
)
/** Of these, the flags without a value. */
export const flagsWithoutValue = perRelease<ReadonlySet<string>>(
  'accelerate',
  (release) => new Set([...help, ...flagNames(launch(release).filter(({ value }) => value === 'none'))]),
)
const launchOfKind = (kind: string) =>
  perRelease<ReadonlySet<string>>('accelerate', (release) => {
    const own = launch(release).filter(({ kinds, value }) => kinds[0] === kind && value !== 'none')
    return new Set(flagNames(own))
  })
/** Of these, the flags with a whole number, with a number, and with a boolean as text. */
export const wholeFlags = launchOfKind('int')
export const numberFlags = launchOfKind('float')
export const booleanFlags = launchOfKind('str_to_bool')
/** The values that a flag of `accelerate launch` lists; they are compared as they are written. */
export function choicesOfFlag(flag: string, release?: string): readonly Plain[] | undefined {
  const section = sectionOf('accelerate', nearest('accelerate', release), 'launch')
  return section.named(`--${flag}`)?.choices
}
/** The flags of a launcher's command line, without dashes: all long ones, and every spelling of those without a value. */
export interface CommandFlags {
  readonly long: readonly string[]
  readonly valueless: ReadonlySet<string>
}
const commandFlags = (id: ToolId, section: string, older: readonly string[] = []) =>
  perRelease<CommandFlags>(id, (release) => {
    const names = [...sectionOf(id, release, section).names.values()]
    const spelled = names.flatMap(({ flags, opposites }) => [...flags, ...opposites])
    return {
      long: [...new Set(spelled.filter((flag) => flag.startsWith('--')).map(undashed))],
      valueless: new Set([...help, ...older, ...flagNames(names.filter(({ value }) => value === 'none'))]),
    }
  })
export const torchrunFlags = commandFlags('torchrun', 'launch', flagsOfLaunchModule)
export const deepspeedFlags = commandFlags('deepspeed', 'launcher', removedSwitches)

/** Top-level keys of an Accelerate file, with the old ones that it still converts. */
export const clusterKeys = perRelease<ReadonlySet<string>>(
  'accelerate',
  (release) => new Set([...sectionOf('accelerate', release, 'ClusterConfig').names.keys(), ...Object.keys(oldKeys)]),
)

/** Arguments of PEFT's LoraConfig. */
export const loraArguments = perRelease<ReadonlySet<string>>(
  'peft',
  (release) => new Set(sectionOf('peft', release, 'LoraConfig').names.keys()),
)
/** Kinds of adapters that PEFT knows. */
export const adapterKinds = perRelease<ReadonlySet<string>>('peft', (release) => {
  const choices = sectionOf('peft', release, 'LoraConfig').names.get('peft_type')?.choices ?? []
  return new Set(choices.map(String))
})

/** Makes something once for each pair of captured releases of TRL and of the Transformers that its classes inherit from. */
function perStack<T>(make: (names: readonly Name[]) => T): (versions?: Versions) => T {
  const made = new Map<string, T>()
  return (versions) => {
    const key = `${nearest('trl', versions?.trl)} ${nearest('transformers', versions?.transformers)}`
    const before = made.get(key)
    if (before !== undefined) return before
    const section = tool('trl').release(versions?.trl, versions).section('sft')
    const one = make([...(section?.names.values() ?? [])])
    made.set(key, one)
    return one
  }
}

/** Arguments of `trl sft`. */
export const trlArguments = perStack<ReadonlySet<string>>((names) => {
  const own = names.filter(({ flags }) => flags.length > 0)
  return new Set(own.flatMap(({ name, opposites }) => [name, ...opposites.map(undashed)]))
})
const sftOfKind = (kind: string) =>
  perStack<ReadonlySet<string>>((names) => {
    const own = names.filter(({ kinds }) => kinds.length === 1 && kinds[0] === kind)
    return new Set(own.map(({ name }) => name))
  })
/** Of these, whole numbers, numbers, and booleans. */
export const trlWhole = sftOfKind('int')
export const trlNumbers = sftOfKind('float')
export const trlTruths = sftOfKind('bool')

/** Top-level keys that DeepSpeed reads, with the one that Accelerate puts there. */
export const deepspeedKeys = perRelease<ReadonlySet<string>>(
  'deepspeed',
  (release) => new Set([...sectionOf('deepspeed', release, 'config').names.keys(), ...ownOfAccelerate]),
)
/** Keys that DeepSpeed reads inside the blocks of its JSON. */
export const deepspeedInnerKeys = perRelease<ReadonlySet<string>>('deepspeed', (release) => {
  const one = tool('deepspeed').release(release)
  const blocks = one.sections.filter((name) => /^(?:DeepSpeedZero|DeepSpeed[BF]P?16|config\.)/.test(name))
  const names = blocks.flatMap((name) => [...(one.section(name)?.names.values() ?? [])])
  return new Set(names.flatMap(({ name, aliases }) => [name, ...aliases]))
})
