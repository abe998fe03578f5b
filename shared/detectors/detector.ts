/** What a detector is: commands that a vendor's tool answers, and a reading of the answers. It runs nothing itself. */
import type { Source } from '../source.ts'

/** A command to run; whoever runs it sets a time limit and never lets a failure escape. */
export interface Probe {
  readonly id: string
  readonly command: readonly [string, ...string[]]
}

/** What came of a probe: the text, or none where the tool is missing, failed or was too slow. */
export type Answers = Readonly<Record<string, string | undefined>>

/** An accelerator as its vendor's tool describes it; null = the tool did not say. */
export interface Device {
  readonly vendor: 'nvidia' | 'amd' | 'gaudi' | 'ascend'
  readonly index: number
  readonly name: string
  /** MiB of device memory. */
  readonly memory_total_mib: number | null
  readonly memory_used_mib: number | null
  readonly driver: string | null
  /** CUDA compute capability, e.g. `8.0`. */
  readonly compute_capability: string | null
  /** NVIDIA multi-instance GPU mode. */
  readonly partitioned: boolean
  /** No memory of its own: it shares the host's. */
  readonly unified: boolean
}

/** How two devices are connected, best first: NV# (NVLink), PIX, PXB, PHB, NODE, SYS. */
export interface Link {
  readonly from: number
  readonly to: number
  readonly kind: string
}

export interface Reading {
  readonly devices: readonly Device[]
  readonly links: readonly Link[]
}

export interface Detector {
  readonly id: string
  readonly probes: readonly Probe[]
  readonly read: (answers: Answers) => Reading
  readonly sources: readonly [Source, ...Source[]]
}

export const nothing: Reading = { devices: [], links: [] }

/** A number at the start of a text such as `81559`, `768 MiB` or `12,345`; null for `[N/A]` and everything else. */
export function numberIn(text: string | undefined): number | null {
  const match = /^\s*([\d,]+(?:\.\d+)?)/.exec(text ?? '')
  const value = match ? Number((match[1] as string).replaceAll(',', '')) : Number.NaN
  return Number.isFinite(value) ? value : null
}

/** A text without control characters and spaces around it; null for empty, for the ways tools say "not available", and for what no vendor calls anything: bytes that are no ASCII, or a flood of them. */
export function textIn(text: string | undefined): string | null {
  const clean = (text ?? '').replace(/[\u0000-\u001f\u007f]/g, '').trim()
  return clean === '' ||
    clean.length > 120 ||
    /[^\u0020-\u007e]/.test(clean) ||
    /^\[?(n\/a|not supported|unknown( error)?|insufficient permissions)\]?$/i.test(clean)
    ? null
    : clean
}
