/** Bytes of the frozen or trained weights as they lie on the GPU, before any sharding. */
import type { Workload } from './workload.ts'

const bytesOf = { bf16: 2, fp16: 2, fp32: 4 } as const

/** Bytes of one weight of the base model's own type. */
export const weightBytes = (work: Workload): number => bytesOf[work.weightType]

/**
 * Bytes of one quantized weight with its constants.
 * NF4: half a byte, an fp32 absmax for every 64 weights; with double quantization one byte for every 64 and an fp32 for
 * every 256 of those (Dettmers et al. 2023, arXiv 2305.14314, §3; bitsandbytes blocksize 64 and 256).
 * Int8: one byte (row-wise constants are negligible). GPTQ: half a byte, fp16 scale and 4-bit zero for every 128.
 */
export function quantizedBytes(work: Workload): number {
  if (work.quantization === 'nf4') return 0.5 + (work.doubleQuantization ? 1 / 64 + 4 / (64 * 256) : 4 / 64)
  if (work.quantization === 'int8') return 1
  return 0.5 + 2.5 / 128
}

/**
 * Bytes of all weights. Only linear modules of the decoder layers are quantized: embeddings, output matrix, norms and
 * routed experts (fused parameters in Transformers 5) keep their type, or become fp32 under
 * `prepare_model_for_kbit_training` (peft 0.21.0, src/peft/utils/other.py).
 */
export function weightsBytes(work: Workload): number {
  const { total } = work.model.parameters
  if (work.quantization === 'none') return total * weightBytes(work)
  const linear = work.model.parameters.linear + (work.quantizedExperts ? (work.model.experts?.parameters ?? 0) : 0)
  return linear * quantizedBytes(work) + (total - linear) * (work.upcast ? 4 : 2)
}

/** Bytes of one decoder layer's weights as gathered for computing: quantized ones travel quantized. */
export function layerBytes(work: Workload): number {
  const { layer, layerLinear } = work.model.parameters
  const experts = work.model.experts
  const routed = experts && experts.layers > 0 && !work.quantizedExperts ? experts.parameters / experts.layers : 0
  if (work.quantization === 'none') return layer * weightBytes(work)
  return (layerLinear - routed) * quantizedBytes(work) + (layer - layerLinear + routed) * (work.upcast ? 4 : 2)
}

/**
 * Bytes of the largest linear module made whole again, which a quantized forward or backward pass does: one bf16 copy;
 * GPTQ's kernels in plain PyTorch unpack through wider integers, 12 bytes a weight (AutoGPTQ 0.5, qlinear_cuda).
 */
export function dequantizationBytes(work: Workload): number {
  if (work.quantization === 'none') return 0
  let largest = 0
  for (const linear of work.model.linears) largest = Math.max(largest, linear.in * linear.out)
  return (work.quantization === 'gptq4' ? 12 : 2) * largest
}
