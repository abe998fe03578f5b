/** What a GPU is to an estimate: memory, arithmetic, bandwidth and the links to its neighbours. */
import type { Source } from '../source.ts'

/** How far an entry was checked: all read at the source, some numbers of it, or all recalled from the vendor's sheet. */
export type GpuVerification = 'read' | 'part' | 'unconfirmed'

/** How the cards of one machine reach each other. */
export type Link = 'nvlink' | 'nvlink-bridge' | 'infinity-fabric' | 'roce' | 'hccs' | 'pcie'

export interface Gpu {
  /** The name shown, e.g. `A100-SXM4-80GB`. */
  readonly name: string
  readonly vendor: 'NVIDIA' | 'AMD' | 'Intel' | 'Huawei' | 'Apple'
  readonly architecture: string
  /** Memory as sold, GB. */
  readonly memoryGb: number
  /** Memory that PyTorch sees in all, GiB: the most an allocator can hand out, the CUDA context still included. */
  readonly memoryGib: number
  /** Dense 16-bit matrix arithmetic, TFLOPS: bf16, or fp16 where bf16 is missing; fp32 accumulation. */
  readonly tflops: number
  /** Dense FP8, TFLOPS; null without. */
  readonly fp8Tflops: number | null
  /** Memory bandwidth, GB/s. */
  readonly bandwidth: number
  readonly link: Link
  /** Link bandwidth of one card, both directions together, GB/s; for `pcie` that of the slot. */
  readonly linkBandwidth: number
  /** Effective bandwidth to the host in one direction, GB/s. */
  readonly hostBandwidth: number
  readonly bf16: boolean
  readonly verification: GpuVerification
  readonly sources: readonly Source[]
}
