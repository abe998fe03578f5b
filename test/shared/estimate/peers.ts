/** What other estimators would say, from their published formulas and tables; null where one does not apply. GiB. */
import { adapterParameters } from '../../../shared/estimate/trainables.ts'
import { gpuCount, tokensPerMicroBatch, type Workload } from '../../../shared/estimate/workload.ts'

const gib = 2 ** 30

export interface Peer {
  readonly name: string
  readonly url: string
  readonly estimate: (work: Workload) => number | null
}

const trainableOf = (work: Workload): number =>
  adapterParameters(work.model, { targets: work.targets, rank: work.rank, dora: false })

/** DeepSpeed's estimate_zero2/3_model_states_mem_needs: model states only, everything trains. */
function deepspeed(work: Workload): number | null {
  const { total, layer, head, embedding } = work.model.parameters
  const gpus = gpuCount(work)
  const largest = Math.max(embedding, head, layer / 3)
  if (work.strategy === 'zero2')
    return (work.offloadOptimizer !== 'none' ? 2 * total : 2 * total + (18 * total) / gpus) / gib
  if (work.strategy !== 'zero3') return null
  if (work.offloadParameters !== 'none') return (4 * largest) / gib
  return (4 * largest + ((work.offloadOptimizer !== 'none' ? 2 : 18) * total) / gpus) / gib
}

/** accelerate estimate-memory, "training using Adam": 8 bytes a parameter in 16 bits, 16 in fp32; nothing for 4 bits. */
const accelerate = (work: Workload): number | null =>
  work.quantization !== 'none' ? null : ((work.weightType === 'fp32' ? 16 : 8) * work.model.parameters.total) / gib

/** EleutherAI cookbook, calc_transformer_mem.py: 2 + 4 + 12 bytes a parameter by stage, and 34 bytes × s × b × h × L. */
function eleuther(work: Workload): number | null {
  if (work.method !== 'full') return null
  const { total } = work.model.parameters
  const gpus = gpuCount(work)
  const whole = work.strategy === 'zero3' || work.strategy.startsWith('fsdp') ? gpus : 1
  const gradients = whole > 1 || work.strategy === 'zero2' ? gpus : 1
  const optimizer = gradients > 1 || work.strategy === 'zero1' ? gpus : 1
  const { hidden, layers, heads } = work.model
  const tokens = tokensPerMicroBatch(work)
  const activations =
    tokens * hidden * layers * (34 + (work.checkpointing ? 0 : (5 * heads * work.sequenceLength) / hidden))
  return ((2 * total) / whole + (4 * total) / gradients + (12 * total) / optimizer + activations) / gib
}

/** gpu_poor (RahulSChand, src/App.js): a fixed LoRA, the s² attention matrix always, 15 % of activations with checkpointing, 650 MB. */
function gpuPoor(work: Workload): number | null {
  if (gpuCount(work) > 1 || work.method === 'full') return null
  const { hidden, layers, heads, intermediate, parameters } = work.model
  const quantized = work.quantization !== 'none'
  const weights = quantized
    ? parameters.total / 2 + 0.06 * 2 * parameters.total - (2 * parameters.total) / 64
    : 2 * parameters.total
  const adapters = layers * 8 * hidden * 2 * 4 * 3 * 2
  const s = work.sequenceLength
  const layer =
    s * hidden * 8 * 2 + 8 * heads * s * s + (2 * 2 * s * hidden + 6 * 2 * s * intermediate) + 8 * s + 12 * s * hidden
  const activations = layers * layer * work.microBatch * (work.checkpointing ? 0.15 : 1)
  return (weights + adapters + activations + 650e6) / gib
}

/** can-i-finetune-this: per-target adapters, 34 or 2 × 2 bytes a token, layer and hidden unit; 8 % of the card and a 5 % margin. */
function canIFinetune(work: Workload): number | null {
  if (gpuCount(work) > 1 || work.method === 'full') return null
  const trainable = trainableOf(work)
  const { hidden, layers, parameters } = work.model
  const weights = parameters.total * (work.quantization !== 'none' ? 0.5125 : 2)
  const activations = tokensPerMicroBatch(work) * hidden * layers * (work.checkpointing ? 4 : 68)
  const state = trainable * (2 + (work.optimizer.includes('8bit') ? 2.5 : 12))
  return 1.05 * ((weights + state + activations) / gib + 0.08 * work.gpu.memoryGib)
}

/** PEFT's memory guide: two bytes a parameter, and three times as much again for what trains. */
const peftGuide = (work: Workload): number | null =>
  work.quantization !== 'none' || work.method === 'full'
    ? null
    : (2 * work.model.parameters.total + 2 * 4 * trainableOf(work)) / gib

/** Between the points of a table: by the line through the two nearest. */
function along(points: readonly (readonly [size: number, figure: number])[], size: number): number {
  const after = points.findIndex(([at]) => at >= size)
  const high = points[after === -1 ? points.length - 1 : Math.max(1, after)] ?? [1, 1]
  const low = points[(after === -1 ? points.length - 1 : Math.max(1, after)) - 1] ?? [0, 0]
  return Math.max(0, low[1] + ((size - low[0]) / (high[0] - low[0])) * (high[1] - low[1]))
}

/** LLaMA-Factory's README table, by billions of parameters. */
function llamaFactory(work: Workload): number | null {
  const size = work.model.parameters.total / 1e9
  const row =
    work.method === 'full'
      ? [60, 120, 300, 600]
      : work.quantization === 'none'
        ? [16, 32, 64, 160]
        : work.quantization === 'int8'
          ? [10, 20, 40, 80]
          : [6, 12, 24, 48]
  const sizes = [7, 14, 30, 70]
  return (
    along(
      sizes.map((at, index) => [at, row[index] ?? 0] as const),
      size,
    ) / (work.method === 'full' ? gpuCount(work) : 1)
  )
}

/** Unsloth's requirements table, by billions of parameters. */
function unslothTable(work: Workload): number | null {
  if (work.method === 'full') return null
  const quantized: readonly (readonly [number, number])[] = [
    [3, 3.5],
    [7, 5],
    [8, 6],
    [9, 6.5],
    [11, 7.5],
    [14, 8.5],
    [27, 22],
    [32, 26],
    [40, 30],
    [70, 41],
    [81, 48],
    [90, 53],
    [405, 237],
  ]
  const plain: readonly (readonly [number, number])[] = [
    [3, 8],
    [7, 19],
    [8, 22],
    [9, 24],
    [11, 29],
    [14, 33],
    [27, 64],
    [32, 76],
    [40, 96],
    [70, 164],
    [81, 192],
    [90, 212],
    [405, 950],
  ]
  return along(work.quantization === 'none' ? plain : quantized, work.model.parameters.total / 1e9)
}

export const peers: readonly Peer[] = [
  { name: 'DeepSpeed estimator', url: 'https://github.com/deepspeedai/DeepSpeed', estimate: deepspeed },
  { name: 'accelerate estimate-memory', url: 'https://github.com/huggingface/accelerate', estimate: accelerate },
  { name: 'EleutherAI cookbook', url: 'https://github.com/EleutherAI/cookbook', estimate: eleuther },
  { name: 'gpu_poor', url: 'https://github.com/RahulSChand/gpu_poor', estimate: gpuPoor },
  { name: 'can-i-finetune-this', url: 'https://github.com/mostospens/can-i-finetune-this', estimate: canIFinetune },
  { name: 'PEFT memory guide', url: 'https://huggingface.co/docs/peft', estimate: peftGuide },
  { name: 'LLaMA-Factory table', url: 'https://github.com/hiyouga/LLaMA-Factory', estimate: llamaFactory },
  { name: 'Unsloth table', url: 'https://docs.unsloth.ai', estimate: unslothTable },
]
