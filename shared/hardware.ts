/** What a machine's tools said → its cards by the catalogue's names, and the answers that they mean. */
import type { Gpu } from './catalog/gpu.ts'
import { parseGpu } from './catalog/gpu-names.ts'
import { gpuByName } from './catalog/gpus.ts'
import type { Answers } from './config.ts'
import type { Device, Link, Reading } from './detectors/detector.ts'
import { versions } from './requirements.ts'
import { compareVersions } from './versions.ts'

/** Packages whose versions matter to a run, in the order they are shown. */
export const packages = [
  'torch',
  'accelerate',
  'deepspeed',
  'peft',
  'transformers',
  'trl',
  'bitsandbytes',
  'flash-attn',
  'liger-kernel',
] as const
export type Package = (typeof packages)[number]

/** A Python and what is installed for it; null = not installed. */
export interface Python {
  readonly path: string
  readonly version: string
  readonly packages: Readonly<Record<Package, string | null>>
}

/** A machine as it was found; null = nobody could say. */
export interface Hardware {
  readonly devices: readonly Device[]
  readonly links: readonly Link[]
  /** Bytes of the machine's own memory, or of what a container may use of it. */
  readonly memory: number
  readonly processors: number
  /** Bytes free for the working folder. */
  readonly disk: number | null
  readonly python: Python | null
  /** Tools that are there and gave no answer within their time. */
  readonly silent: readonly string[]
}

/** Names under which Intel sells what the tools list as a board (hl-smi calls Gaudi 2 HL-225 and Gaudi 3 HL-325 or HL-338). */
const boards: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^hl-2\d\d/i, 'Gaudi2'],
  [/^hl-3\d\d/i, 'Gaudi3'],
]

/** How far the memory that a tool tells may be from the catalogue's, as a share, for the card to be that one. */
const near = 0.12

/** The catalogue's card: by name, and by memory where a name was sold with several or is another card's with less. */
export function catalogued({ name, memory_total_mib, partitioned }: Device): Gpu | undefined {
  if (partitioned) return undefined
  const found = parseGpu(boards.find(([pattern]) => pattern.test(name))?.[1] ?? name)
  const candidates =
    found.kind === 'found'
      ? [found.gpu]
      : found.kind === 'ambiguous'
        ? found.names.flatMap((one) => gpuByName(one) ?? [])
        : []
  if (memory_total_mib === null) return candidates.length === 1 ? candidates[0] : undefined
  const away = (gpu: Gpu) => Math.abs(memory_total_mib / 1024 / gpu.memoryGib - 1)
  return candidates.filter((gpu) => away(gpu) <= near).sort((a, b) => away(a) - away(b))[0]
}

/** Cards of the same name and memory. */
export interface Cards {
  readonly name: string
  readonly count: number
  readonly memory_mib: number | null
  readonly partitioned: boolean
  readonly gpu: Gpu | undefined
}

/** The cards of a machine, the most numerous first. */
export function cardsOf(devices: readonly Device[]): readonly Cards[] {
  const groups = new Map<string, Cards>()
  for (const device of devices) {
    const gpu = catalogued(device)
    const key = `${gpu?.name ?? device.name} ${device.memory_total_mib ?? '?'} ${device.partitioned}`
    const known = groups.get(key)
    const { name, memory_total_mib, partitioned } = device
    groups.set(key, {
      name,
      count: (known?.count ?? 0) + 1,
      memory_mib: known?.memory_mib ?? memory_total_mib,
      partitioned,
      gpu,
    })
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}

/** The cards that a run would use: the largest group that the catalogue knows. */
export const usable = (devices: readonly Device[]): Cards | undefined => cardsOf(devices).find(({ gpu }) => gpu)

/** What `--gpu` would be told; undefined where no card is known. */
export function gpuFlag(devices: readonly Device[]): string | undefined {
  const cards = usable(devices)
  return cards?.gpu && `${cards.count}x${cards.gpu.name.replaceAll(' ', '-')}`
}

/** The answers that a machine gives by itself. */
export function hardwareAnswers({ devices, memory }: Pick<Reading, 'devices'> & { readonly memory?: number }): Answers {
  const cards = usable(devices)
  if (!cards?.gpu) return {}
  return {
    'hardware.gpu': cards.gpu.name,
    'hardware.gpus_per_machine': cards.count,
    ...(memory === undefined ? {} : { 'hardware.host_memory_gib': Math.floor((10 * memory) / 2 ** 30) / 10 }),
  }
}

/** `8 × A100-SXM4-80GB`, from such answers; undefined where they name no card. */
export const cardsText = (answers: Answers): string | undefined =>
  answers['hardware.gpu'] === undefined
    ? undefined
    : `${answers['hardware.gpus_per_machine'] ?? 1} × ${String(answers['hardware.gpu'])}`

/** An installed release beside the one that every rule and file was tried with. */
export interface VersionDifference {
  readonly name: Package
  readonly installed: string
  readonly checked: string
  readonly older: boolean
}

/** Where the installed releases differ; what follows the numbers (`+cu124`) does not count. */
export function versionDifferences({ packages: installed }: Python): readonly VersionDifference[] {
  return packages.flatMap((name): VersionDifference[] => {
    const checked = (versions as Readonly<Partial<Record<string, string>>>)[name]
    const here = installed[name]
    if (checked === undefined || here === null) return []
    const order = compareVersions(here, checked)
    return order === 0 ? [] : [{ name, installed: here, checked, older: order < 0 }]
  })
}
