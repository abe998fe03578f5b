/** How a launcher starts the script on one machine: what each of its processes gets. */

/** A value, or the text that stands for it where only the run knows it. */
export type Fact<T = string> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly text: string }

export const certain = <T>(value: T): Fact<T> => ({ known: true, value })
export const uncertain = (text: string): Fact<never> => ({ known: false, text })

export const certainValue = <T>(fact: Fact<T> | undefined): T | undefined => (fact?.known ? fact.value : undefined)

/** What becomes of a fact; what is unknown stays so. */
export function mapped<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact.known ? certain(change(fact.value)) : fact
}

/** Two facts as one; unknown if either is. */
export function both<T, U, V>(one: Fact<T>, other: Fact<U>, join: (one: T, other: U) => V): Fact<V> {
  if (!one.known) return one
  return other.known ? certain(join(one.value, other.value)) : other
}

/** A whole number as Python's `int` reads it. */
export function numberOf(fact: Fact | undefined): Fact<number> | undefined {
  if (!fact?.known) return fact
  return /^\s*[-+]?\d+\s*$/.test(fact.value) ? certain(Number(fact.value)) : uncertain(fact.value)
}

/** What a launcher is told, by its flags or by its file. */
export interface Asked {
  readonly of: (name: string) => Fact | undefined
  /** Whether a flag of the command line says it. */
  readonly flag: (name: string) => Fact | undefined
  /** Whether the launcher reads a file with its settings. */
  readonly hasFile: boolean
  /** The file is among those that were read. */
  readonly knowsFile: boolean
  /** A variable that the launcher is started with. */
  readonly variable: (name: string) => Fact | undefined
  readonly script: Fact | undefined
  readonly module: boolean
  readonly words: readonly Fact[]
  /** GPUs of a machine, where the batch system says it. */
  readonly gpus: Fact<number> | undefined
}

/** Why a launcher stops before it starts anything. */
export type Refusal =
  | 'no-script'
  | 'rank-missing'
  | 'address-missing'
  | 'include-beside-count'
  | 'filters-together'
  | 'processes-missing'
  | 'too-few-processes'
  | 'machines-without-hostfile'
  | 'strategies-together'
  | 'not-a-number'

export interface Start {
  readonly engine: 'simple' | 'torchrun' | 'deepspeed' | 'deepspeed-remote' | 'mpirun' | 'xla'
  readonly machines: Fact<number>
  /** Absent where the launcher does not ask for it. */
  readonly machineRank: Fact<number> | undefined
  readonly processes: Fact<number>
  /** `arrival`: the machine that comes first gets the first ranks. `none`: no process gets a rank. */
  readonly ranks: 'machine' | 'arrival' | 'none'
  readonly address: Fact | undefined
  readonly port: Fact<number> | undefined
  /** What CUDA_VISIBLE_DEVICES becomes; absent: every GPU of the machine. */
  readonly visible: Fact | undefined
  /** What a process runs; `{local_rank}` is its number on the machine. */
  readonly command: readonly Fact[]
  /** What the launcher adds to the environment. */
  readonly environment: ReadonlyMap<string, Fact>
  readonly refusal?: Refusal
}

/** Of what is started, only that it is not. */
export function refused(refusal: Refusal, asked: Asked, machines: Fact<number> = certain(1)): Start {
  return {
    engine: 'simple',
    machines,
    machineRank: undefined,
    processes: certain(0),
    ranks: 'none',
    address: undefined,
    port: undefined,
    visible: asked.variable('CUDA_VISIBLE_DEVICES'),
    command: [],
    environment: new Map(),
    refusal,
  }
}

/** `python -u [-m] script arguments` */
export function pythonCommand(
  asked: Asked,
  program: readonly string[],
  noPython: boolean,
  more: readonly string[] = [],
): readonly Fact[] {
  const { script, module, words } = asked
  const begin = noPython ? [] : [...program, ...(module ? ['-m'] : [])]
  return [...begin.map(certain), ...(script ? [script] : []), ...more.map(certain), ...words]
}

/** How many GPUs a list of them names. */
export const listed = (list: Fact): Fact<number> =>
  mapped(list, (text) => text.split(',').filter((each) => each.trim() !== '').length)
