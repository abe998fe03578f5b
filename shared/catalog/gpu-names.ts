/** What somebody calls a GPU, with or without a count, → the GPU that is meant. */
import type { Gpu } from './gpu.ts'
import { gpus } from './gpus.ts'

/** What a name came to. */
export type GpuAnswer =
  | { readonly kind: 'found'; readonly count: number | null; readonly gpu: Gpu }
  | { readonly kind: 'ambiguous'; readonly count: number | null; readonly names: readonly string[] }
  | { readonly kind: 'unknown'; readonly name: string; readonly nearest: readonly string[] }

/** Lower case, letters and digits only: case, spaces and dashes do not matter. */
const compact = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Words that a name may carry and that say nothing: vendors, brands, what nvidia-smi adds. */
const noise =
  /\b(nvidia|geforce|tesla|amd|instinct|radeon|intel|habana|huawei|apple|generation|workstation|server|edition|gpu|gpus|graphics|accelerator|ai|r|tm|laptop)\b|\(.*?\)/gi

interface Pattern {
  readonly gpu: Gpu
  /** Parts without which the name is another card's. */
  readonly needed: readonly string[]
  /** Parts that may be there. */
  readonly optional: readonly string[]
}

const formFactors: Readonly<Record<string, readonly string[]>> = {
  sxm: ['sxm', 'sxm2', 'sxm4', 'sxm5', 'sxm6', 'hbm3', 'hbm3e', 'hgx'],
  pcie: ['pcie', 'pci', 'pcix'],
  nvl: ['nvl', 'nvlink'],
}
/** Parts of a name that may be left out, besides memory and form factor. */
const brands: readonly string[] = ['rtx', 'gtx', 'ada', 'pro', 'blackwell', 'ascend', 'onegcd']

function pattern(gpu: Gpu): Pattern {
  const needed: string[] = []
  const optional: string[] = [`${gpu.memoryGb}gb`, `${gpu.memoryGb}g`, `${gpu.memoryGb}gib`]
  for (const raw of gpu.name.replace(/\(.*?\)/g, '').split(/[\s-]+/)) {
    const part = compact(raw)
    if (part === '') continue
    const factor = Object.keys(formFactors).find((name) => part.startsWith(name))
    if (factor) optional.push(...(formFactors[factor] ?? []))
    else if (/^\d+gb?$/.test(part) || brands.includes(part)) optional.push(part)
    else needed.push(part)
  }
  return { gpu, needed, optional: optional.sort((a, b) => b.length - a.length) }
}

const patterns: readonly Pattern[] = gpus.map(pattern)

/** Whether the text is nothing but parts of the name, all the needed ones among them. */
function matches(text: string, { needed, optional }: Pattern): boolean {
  if (text === '') return needed.length === 0
  return (
    needed.some((part) => text.startsWith(part) && matches(text.slice(part.length), without(needed, part, optional))) ||
    optional.some(
      (part) => text.startsWith(part) && matches(text.slice(part.length), { gpu: anyGpu, needed, optional }),
    )
  )
}
const anyGpu = gpus[0] as Gpu
const without = (needed: readonly string[], part: string, optional: readonly string[]): Pattern => ({
  gpu: anyGpu,
  needed: needed.filter((one) => one !== part),
  optional,
})

const isSxm = (gpu: Gpu): boolean => /sxm/i.test(gpu.name)

/** Splits `8xH100`, `8 x H100`, `8×H100`, `8*H100` or `H100x8`; a bare `4090` has no count. */
function split(text: string): { readonly count: number | null; readonly name: string } {
  const before = /^\s*(\d{1,5})\s*[x×*]\s*(?=\S)(.*)$/i.exec(text)
  if (before) return { count: Number(before[1]), name: before[2] ?? '' }
  const after = /^(.*\S)\s*[×*]\s*(\d{1,4})\s*$/.exec(text) ?? /^(.*[^\s\d-])\s+x\s*(\d{1,4})\s*$/i.exec(text)
  if (after) return { count: Number(after[2]), name: after[1] ?? '' }
  return { count: null, name: text }
}

/** Steps between two texts, one letter a step. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    }
    row = next
  }
  return row[b.length] ?? 0
}

function nearest(text: string): readonly string[] {
  const scored = patterns.map(({ gpu, needed }) => {
    const names = [needed.join(''), compact(gpu.name)]
    const shared = names.some((name) => name.startsWith(text.slice(0, 3)) || text.startsWith(name.slice(0, 3)))
    return { name: gpu.name, far: Math.min(...names.map((name) => distance(text, name))) - (shared ? 1 : 0) }
  })
  return scored
    .filter(({ far }) => far <= Math.max(2, text.length / 2))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name)
}

/**
 * Reads `[Nx]NAME`. Where a family has several form factors and none is named, SXM is meant; where memory sizes differ
 * and none is named, the answer lists what it could be. A name that nobody knows comes with the nearest ones.
 */
export function parseGpu(text: string): GpuAnswer {
  const { count, name } = split(text)
  const plain = compact(name.replace(noise, ' '))
  const exact = gpus.find((gpu) => compact(gpu.name) === compact(name))
  if (exact) return { kind: 'found', count, gpu: exact }
  const all = plain === '' ? [] : patterns.filter((one) => matches(plain, one)).map((one) => one.gpu)
  const candidates = all.some(isSxm) ? all.filter(isSxm) : all
  const [first, second] = candidates
  if (first && !second) return { kind: 'found', count, gpu: first }
  if (first) return { kind: 'ambiguous', count, names: candidates.map((gpu) => gpu.name) }
  return { kind: 'unknown', name: name.trim(), nearest: nearest(plain) }
}

/** The names nearest to a text that is no GPU of the catalogue, or that could be several; undefined for one that is. */
export function nearestGpus(text: string): readonly string[] | undefined {
  const found = parseGpu(text)
  if (found.kind === 'found') return undefined
  return found.kind === 'unknown' ? found.nearest : found.names
}
