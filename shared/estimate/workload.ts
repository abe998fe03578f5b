/** What an estimate is about: a model, machines, a method and the settings that change memory or speed; plain data. */
import type { Gpu } from '../catalog/gpu.ts'
import type { Model } from '../catalog/model.ts'

export type Method = 'lora' | 'qlora' | 'dora' | 'full'
/** How the frozen weights are stored. `gptq4` is a checkpoint that came quantized. */
export type Quantization = 'none' | 'nf4' | 'int8' | 'gptq4'
export type Strategy = 'single' | 'ddp' | 'zero1' | 'zero2' | 'zero3' | 'fsdp1' | 'fsdp2'
export type Offload = 'none' | 'cpu' | 'nvme'
export type Attention = 'eager' | 'sdpa' | 'flash'
export type Optimizer =
  | 'adamw'
  | 'adamw-8bit'
  | 'paged-adamw'
  | 'paged-adamw-8bit'
  | 'adafactor'
  | 'lion'
  | 'lion-8bit'
  | 'sgd'

/**
 * How the loss meets the vocabulary. `whole`: logits of the whole micro batch, let go before the backward pass (Hugging
 * Face Trainer). `kept`: the caller's loop holds the outputs. `chunked`: TRL's chunked_nll. `fused`: Liger's fused linear
 * cross-entropy, and cut cross-entropy. `half`: the logits are never turned to fp32 (models with code of their own, run
 * without autocast).
 */
export type Loss = 'whole' | 'kept' | 'chunked' | 'fused' | 'half'

/** Who drives the run: decides defaults and how fast the kernels are. */
export type Stack =
  | 'hf-trainer'
  | 'trl'
  | 'own-loop'
  | 'mlperf'
  | 'unsloth'
  | 'axolotl'
  | 'ms-swift'
  | 'litgpt'
  | 'torchtune'

export interface Workload {
  readonly model: Model
  readonly gpu: Gpu
  readonly gpusPerMachine: number
  readonly machines: number

  readonly method: Method
  readonly quantization: Quantization
  readonly doubleQuantization: boolean
  /** Whether routed experts are quantized too; bitsandbytes leaves the fused parameters of Transformers 5 alone, Unsloth's checkpoints have them. */
  readonly quantizedExperts: boolean
  /** Experts run one after the other, as in Transformers before 5, and not in one grouped matrix product. */
  readonly expertLoop: boolean
  /** Whether the quantized weights can be divided among GPUs (`bnb_4bit_quant_storage` a float type). */
  readonly shardableQuantization: boolean
  /** `prepare_model_for_kbit_training`: what is not quantized becomes fp32, and gradients pass the inputs. */
  readonly upcast: boolean

  readonly rank: number
  readonly targets: readonly string[] | 'all-linear'
  readonly dropout: number
  readonly bias: 'none' | 'all' | 'lora_only'
  readonly modulesToSave: readonly string[]

  /** Sequences that one GPU works on at once. */
  readonly microBatch: number
  /** Tokens of one sequence; the longest, where lengths vary. */
  readonly sequenceLength: number
  readonly accumulation: number
  /** Lengths vary from batch to batch and nothing packs them. */
  readonly variableLength: boolean
  /** Mean length over `sequenceLength`, for speed, where lengths vary; 1 with packing. */
  readonly fill: number
  /** Tokens that are computed for each that counts: padding to the longest sequence of a batch; 1 without. */
  readonly padding: number
  /** Tokens that one token attends to at most: with packing, the mean length of a sample. */
  readonly attended: number | null
  /** `torch.compile`. */
  readonly compiled: boolean
  /** The lengths of the samples are guessed from their mean. */
  readonly guessedLengths: boolean
  /** Batches carry a padding mask. */
  readonly padded: boolean

  /** Activations are recomputed layer by layer. */
  readonly checkpointing: boolean
  /** The kept layer inputs are moved to the CPU (Unsloth). */
  readonly checkpointsOffloaded: boolean
  readonly attention: Attention

  /** Type of the (unquantized) weights. */
  readonly weightType: 'bf16' | 'fp16' | 'fp32'
  /** Forward passes run under autocast (`bf16: true` or `fp16: true` of a trainer). */
  readonly autocast: boolean
  readonly adapterType: 'fp32' | 'bf16'

  readonly optimizer: Optimizer
  /** One kernel for the whole step (`adamw_torch_fused`, what Transformers 5 takes by default), without temporaries. */
  readonly fusedOptimizer: boolean
  readonly strategy: Strategy
  /** GPUs that share one copy of sharded weights; null = all of them. Fewer means hybrid sharding. */
  readonly shardGroup: number | null
  /** Every GPU holds the whole model for a moment while it loads, before its weights are divided. */
  readonly loadsWhole: boolean
  /** Rank 0 alone reads the checkpoint (`fsdp_cpu_ram_efficient_loading`). */
  readonly loadsOnce: boolean
  /** Sequences that one GPU evaluates at once; 0 where the run does not evaluate. */
  readonly evaluationBatch: number
  /** Checkpoints are written, and sharded weights are gathered for it. */
  readonly saves: boolean
  readonly gathersToSave: boolean
  /** GiB of memory of one machine; null if not set. */
  readonly hostMemoryGib: number | null
  /** Sharded weights are freed after the forward pass and gathered again for the backward pass. */
  readonly reshard: boolean
  /** GPUs among which one sequence is split (context or sequence parallelism). */
  readonly sequenceSplit: number
  /** GPUs among which every weight matrix is split (tensor parallelism). */
  readonly tensorSplit: number
  readonly offloadOptimizer: Offload
  readonly offloadParameters: Offload
  /** Elements of one DeepSpeed bucket; null = hidden × hidden, what Accelerate and the Trainer fill in for `auto`. */
  readonly bucketElements: number | null
  /** `stage3_max_live_parameters`. */
  readonly maxLiveParameters: number

  /** What a measured run multiplies memory and step time by; 1 without one. */
  readonly memoryFactor: number
  readonly stepFactor: number

  readonly loss: Loss
  /** Liger's kernels for norm, rotary embedding and gate. */
  readonly ligerKernels: boolean
  readonly stack: Stack
}

/** What has to be said; the rest follows from the stack and the method. */
export type WorkloadInput = Pick<Workload, 'model' | 'gpu'> & Partial<Workload>

interface StackDefaults {
  readonly loss: Loss
  readonly adapterType: (method: Method, strategy: Strategy) => 'fp32' | 'bf16'
  readonly autocast: boolean
  readonly upcast: boolean
}

/**
 * What each stack does when nobody says otherwise. PEFT keeps adapters in fp32 (`autocast_adapter_dtype`, since 0.12);
 * TRL 1.x turns them to bf16 for quantized models and under ZeRO-3, and computes the loss in chunks (trl 1.13.0,
 * trainer/sft_trainer.py). Transformers 5.18 lets go of the logits before the backward pass. DeepSpeed with bf16 or fp16
 * turns the whole model to that type and runs without autocast (deepspeed 0.19.6, runtime/engine.py).
 */
const stacks: Readonly<Record<Stack, StackDefaults>> = {
  'hf-trainer': { loss: 'whole', adapterType: () => 'fp32', autocast: true, upcast: true },
  trl: {
    loss: 'chunked',
    adapterType: (method, strategy) => (method === 'qlora' || strategy === 'zero3' ? 'bf16' : 'fp32'),
    autocast: true,
    upcast: false,
  },
  'own-loop': { loss: 'kept', adapterType: () => 'bf16', autocast: false, upcast: false },
  mlperf: { loss: 'whole', adapterType: () => 'fp32', autocast: true, upcast: false },
  unsloth: { loss: 'fused', adapterType: () => 'fp32', autocast: true, upcast: false },
  axolotl: { loss: 'whole', adapterType: () => 'fp32', autocast: true, upcast: true },
  'ms-swift': { loss: 'whole', adapterType: () => 'fp32', autocast: true, upcast: false },
  litgpt: { loss: 'kept', adapterType: () => 'bf16', autocast: false, upcast: false },
  torchtune: { loss: 'half', adapterType: () => 'bf16', autocast: false, upcast: false },
}

/** A whole workload from what is known of it. */
export function workload(input: WorkloadInput): Workload {
  const stack = stacks[input.stack ?? 'hf-trainer']
  const method = input.method ?? 'lora'
  const quantization = input.quantization ?? (method === 'qlora' ? 'nf4' : 'none')
  const gpus = (input.gpusPerMachine ?? 1) * (input.machines ?? 1)
  const strategy = input.strategy ?? (gpus > 1 ? 'ddp' : 'single')
  const quantized = quantization !== 'none'
  const deepspeed = strategy.startsWith('zero')
  return {
    gpusPerMachine: 1,
    machines: 1,
    doubleQuantization: true,
    shardableQuantization: true,
    quantizedExperts: input.stack === 'unsloth',
    expertLoop: false,
    rank: 16,
    targets: input.model.defaultTargets.length > 0 ? input.model.defaultTargets : 'all-linear',
    dropout: 0,
    bias: 'none',
    modulesToSave: [],
    microBatch: 1,
    sequenceLength: 2048,
    accumulation: 1,
    variableLength: false,
    fill: 1,
    padding: 1,
    attended: null,
    compiled: false,
    guessedLengths: false,
    padded: false,
    checkpointing: true,
    checkpointsOffloaded: input.stack === 'unsloth',
    attention: 'sdpa',
    weightType: 'bf16',
    autocast: stack.autocast && !deepspeed,
    optimizer: 'adamw',
    fusedOptimizer: true,
    shardGroup: null,
    loadsWhole: input.stack === 'litgpt',
    loadsOnce: true,
    evaluationBatch: 0,
    saves: true,
    gathersToSave: true,
    hostMemoryGib: null,
    reshard: true,
    sequenceSplit: 1,
    tensorSplit: 1,
    offloadOptimizer: 'none',
    offloadParameters: 'none',
    bucketElements: null,
    maxLiveParameters: 1e9,
    memoryFactor: 1,
    stepFactor: 1,
    loss: stack.loss,
    ligerKernels: false,
    ...input,
    stack: input.stack ?? 'hf-trainer',
    method,
    quantization,
    strategy,
    adapterType: input.adapterType ?? (deepspeed ? 'bf16' : stack.adapterType(method, strategy)),
    upcast: input.upcast ?? (stack.upcast && quantized && quantization !== 'gptq4'),
  }
}

export const gpuCount = (work: Workload): number => work.gpusPerMachine * work.machines
/** Tokens in one micro batch of one GPU. */
export const tokensPerMicroBatch = (work: Workload): number =>
  (work.microBatch * work.sequenceLength) / work.sequenceSplit
/** GPUs that work on different data. */
export const dataParallel = (work: Workload): number => gpuCount(work) / (work.sequenceSplit * work.tensorSplit)
/** GPUs that share one copy of sharded state. */
export const shardCount = (work: Workload): number => work.shardGroup ?? gpuCount(work) / work.tensorSplit
export const usesAdapter = (work: Workload): boolean => work.method !== 'full'
export const isQuantized = (work: Workload): boolean => work.quantization !== 'none'
/** Whether the weights themselves are divided among the GPUs. */
export const shardsWeights = (work: Workload): boolean =>
  work.strategy === 'zero3' || work.strategy === 'fsdp1' || work.strategy === 'fsdp2'
/** Full fine-tuning in fp32 under autocast: each linear's bf16 copy is kept, and the residual stream is fp32. */
export const isFullMixed = (work: Workload): boolean =>
  work.method === 'full' && work.weightType === 'fp32' && work.autocast
