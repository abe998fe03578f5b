/** What a tool says about itself, release by release: the shape of the captured files, and of a name as rules and readers see it. */

export const toolIds = [
  'accelerate',
  'deepspeed',
  'transformers',
  'peft',
  'trl',
  'axolotl',
  'llamafactory',
  'ms-swift',
  'torchrun',
] as const
export type ToolId = (typeof toolIds)[number]

/** The packages whose releases decide what a run does, as PyPI calls them; torchrun comes with torch. */
export type Released = Exclude<ToolId, 'torchrun'> | 'torch'
export const packageOf = (tool: ToolId): Released => (tool === 'torchrun' ? 'torch' : tool)

/** The installed release of each package, as far as it is known. */
export type Versions = { readonly [name in Released]?: string }

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain }

interface Bounds {
  readonly ge?: number
  readonly gt?: number
  readonly le?: number
  readonly lt?: number
  readonly multiple_of?: number
  readonly min_length?: number
  readonly max_length?: number
}

/** A name in a captured file, exactly as `scripts/capture` writes it. */
export interface CapturedKey extends Bounds {
  /** Types in one spelling, separated by ` | `, None last: `int | None`. Absent where the tool declares none. */
  readonly kind?: string
  /** The listed values, or the name of the enum that lists them. */
  readonly choices?: readonly Plain[] | string
  readonly default?: Plain
  readonly required?: true
  readonly flags?: readonly string[]
  /** Flags that say the contrary: `--no_tpu_cluster`. */
  readonly opposites?: readonly string[]
  readonly positional?: true
  /** The class of the argparse action where it is not a plain store: `StoreTrue`, `env`. */
  readonly action?: string
  readonly nargs?: number | string
  readonly const?: Plain
  readonly aliases?: readonly string[]
  readonly deprecated?: true
  readonly renamed_to?: string
  /** The section that the value of this name is read with. */
  readonly section?: string
  /** False for a field that no caller can set. */
  readonly init?: false
}

/** A class, a parser, or a part of a JSON file that a tool reads by hand. */
export interface CapturedSection {
  readonly module: string
  /** The classes that the other names come from, the nearest first; `transformers:TrainingArguments` is of another tool. */
  readonly extends?: readonly string[]
  /** What the class says it does with a name that it does not have. */
  readonly unknown?: 'refused' | 'ignored' | 'kept'
  /** What a finished object holds where that is not the declared default. */
  readonly effective?: Readonly<Record<string, Plain>>
  /** Why an object could not be made with defaults alone. */
  readonly constructed?: string
  /** Names that an earlier release had and this one refuses, with its message. */
  readonly removed?: Readonly<Record<string, string>>
  /** How many flags and names the command's parser had in the environment it was captured in. */
  readonly flags?: number
  readonly names?: number
  /** The modules that PEFT adapts by default, by model type. */
  readonly targets?: Readonly<Record<string, readonly string[] | string>>
  readonly keys: Readonly<Record<string, CapturedKey>>
}

/** One file of `shared/tools/<tool>/`. */
export interface CapturedRelease {
  readonly tool: ToolId
  readonly release: string
  /** The day it was captured. */
  readonly captured: string
  /** What it ran with: the releases of the packages that its classes inherit from or import. */
  readonly with: Readonly<Record<string, string>>
  /** Packages that were stood in for by empty ones. */
  readonly stubs: readonly string[]
  /** Modules that could not be read, and why. */
  readonly failed: Readonly<Record<string, string>>
  readonly enums: Readonly<Record<string, readonly Plain[]>>
  readonly sections: Readonly<Record<string, CapturedSection>>
}

/** A name of a tool with everything that is known about it. */
export interface Name extends Bounds {
  readonly name: string
  /** The section that declares it: `LoraConfig`, `transformers:TrainingArguments`. */
  readonly home: string
  /** The types it has, without None; empty where the tool declares none. */
  readonly kinds: readonly string[]
  readonly nullable: boolean
  readonly choices?: readonly Plain[]
  /** The declared default; absent where there is none. */
  readonly default?: Plain
  /** What the tool works with when the name is left out, where that is known to be another value than the declared one. */
  readonly effective?: Plain
  readonly required: boolean
  /** Every spelling on the command line, with its dashes. */
  readonly flags: readonly string[]
  /** Flags that set a boolean to false; they never have a value. */
  readonly opposites: readonly string[]
  /** Whether a flag is followed by a value: never, always, or possibly. */
  readonly value: 'none' | 'one' | 'optional' | 'several'
  readonly aliases: readonly string[]
  readonly deprecated: boolean
  readonly renamedTo?: string
  readonly section?: string
}

/** The names of a section, with those that it inherits. */
export interface Section {
  readonly name: string
  readonly unknown: CapturedSection['unknown']
  readonly removed: Readonly<Record<string, string>>
  readonly names: ReadonlyMap<string, Name>
  /** The name that a spelling means: a name, an alias, or a flag with its dashes. */
  readonly named: (spelling: string) => Name | undefined
}

/** A tool at one captured release. */
export interface Release {
  readonly tool: ToolId
  readonly release: string
  /** The release that was asked for, where the captured one only stands for it. */
  readonly asked: string
  readonly sections: readonly string[]
  readonly section: (name: string) => Section | undefined
}

export interface Tool {
  readonly id: ToolId
  /** The captured releases, the newest first. */
  readonly releases: readonly string[]
  /** The nearest captured release that is not newer than the one asked for; the newest where none is asked for. */
  readonly release: (asked?: string, versions?: Versions) => Release
}
