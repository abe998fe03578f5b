/** Bytes that the forward pass keeps and the backward pass needs, per token and in whole. */
import { reachedExperts, targetedLinears } from './trainables.ts'
import { isFullMixed, isQuantized, tokensPerMicroBatch, usesAdapter, type Workload } from './workload.ts'

/** Which targets read which input, and how wide those inputs are. */
interface TargetInputs {
  readonly attentionInputs: number
  readonly mlpInputs: number
  readonly attentionOutput: boolean
  readonly mlpOutput: boolean
  readonly count: number
  /** Sum of the input widths of all targets: every target with a copy of its own. */
  readonly width: number
}

function targetInputs(work: Workload): TargetInputs {
  let attentionInputs = 0
  let mlpInputs = 0
  let attentionOutput = false
  let mlpOutput = false
  let count = 0
  let width = 0
  if (usesAdapter(work)) {
    for (const linear of targetedLinears(work.model, work.targets)) {
      count += 1
      width += linear.in
      if (linear.role === 'attention-input') attentionInputs += 1
      else if (linear.role === 'mlp-input') mlpInputs += 1
      else if (linear.role === 'attention-output') attentionOutput = true
      else if (linear.role === 'mlp-output') mlpOutput = true
    }
  }
  return { attentionInputs, mlpInputs, attentionOutput, mlpOutput, count, width }
}

/** Width of the feed-forward network that one token passes: of a mixture, the experts it visits and the shared one. */
export function activeIntermediate(work: Workload): number {
  const experts = work.model.experts
  return experts ? experts.perToken * experts.intermediate + experts.sharedIntermediate : work.model.intermediate
}

/**
 * How many times the mean number of tokens the busiest expert gets (a guess: routers are trained towards 1, and no
 * run reaches it).
 */
const busiest = 2

/**
 * The feed-forward width whose backward products are there at once, for one token. Grouped matrix products work on all
 * visits at once; a loop over experts (`for expert_idx in …`, transformers before 5, modeling_mixtral.py) has only one
 * expert's at a time, and each expert sees its share of the tokens.
 */
function backwardIntermediate(work: Workload): number {
  const experts = work.model.experts
  if (!experts || !work.expertLoop) return activeIntermediate(work)
  const visits = experts.perToken * experts.intermediate
  return Math.max(visits * Math.min(1, busiest / experts.count), experts.sharedIntermediate)
}

/**
 * Bytes kept for one token in one decoder layer, without checkpointing. Measured with saved-tensor hooks on
 * Transformers 5.18.0 and PEFT 0.21.0 (test/upstream/activation-measured.tsv):
 * what the norms keep (two fp32 inputs and reciprocal roots, 8h + 8, in a Llama layer), the feed-forward network's three
 * products (6i), attention, and what the trained modules need on top. An adapter in bf16 shares the input its base module does
 * not keep; an fp32 adapter under autocast keeps a bf16 copy of its own; dropout a copy and a mask for each, of one byte
 * an element on a GPU (`maskBytes`; on a CPU the mask has the input's type).
 */
export function savedPerToken(work: Workload, targets: TargetInputs = targetInputs(work), maskBytes = 1): number {
  const { model } = work
  const { hidden, heads } = model
  const query = heads * model.headDim
  const keyValue = model.keyValueHeads * model.headDim
  const intermediate = activeIntermediate(work)
  const wide = work.upcast && isQuantized(work)
  let bytes = model.kept.norms * (work.ligerKernels ? 0.5 : 1)
  if (work.attention === 'eager') {
    bytes += 6 * query + 6 * heads * work.sequenceLength
  } else {
    bytes += 4 * query + 4 * keyValue + 4 * heads
    if (work.padded && work.attention === 'sdpa') bytes += 4 * (query - keyValue) + 2 * work.sequenceLength
  }
  bytes += (wide ? 2 : 1) * (work.ligerKernels && model.gated ? 4 : model.kept.mlp) * intermediate
  if (model.experts) bytes += 2 * hidden * model.experts.perToken

  if (work.method === 'full') {
    bytes += model.kept.trained + 2 * intermediate + (work.attention === 'eager' ? 2 * query : 0)
    return isFullMixed(work) ? bytes + 10 * hidden : bytes
  }
  const fp32 = work.adapterType === 'fp32'
  const per = fp32 && !work.autocast ? 4 : 2
  const own = fp32 || wide
  if (work.dropout > 0) {
    bytes += (per + maskBytes) * targets.width
  } else if (own) {
    bytes += per * targets.width
  } else {
    if (targets.attentionInputs > 0) bytes += per * hidden
    if (targets.mlpInputs > 0) bytes += per * hidden
    if (targets.attentionOutput && work.attention === 'eager') bytes += 2 * query
    if (targets.mlpOutput) bytes += per * intermediate
  }
  if (work.stack === 'litgpt' && isQuantized(work)) bytes += 2 * outputWidth(work)
  if (work.method === 'dora') bytes += 2 * doraWidth(work)
  return bytes + (fp32 && !work.autocast ? 4 : 2) * work.rank * targets.count
}

/** LitGPT's quantized linear modules keep each output once more (fitted: published runs with and without NF4). */
function outputWidth(work: Workload): number {
  let width = 0
  for (const linear of work.model.linears) width += linear.out
  return width
}

/** DoRA keeps each target's output before its magnitude scales it (a guess from peft 0.21.0, tuners/lora/dora.py). */
function doraWidth(work: Workload): number {
  let width = 0
  for (const linear of targetedLinears(work.model, work.targets)) width += linear.out
  return width
}

/**
 * Bytes for one token that exist only while one layer's backward pass runs, on top of what it saved. A linear fit to
 * live-storage simulation of Transformers 5.18.0 with PEFT 0.21.0, residual below 1 %.
 */
export function backwardPerToken(work: Workload, targets: TargetInputs = targetInputs(work)): number {
  const { hidden, heads } = work.model
  const query = heads * work.model.headDim
  const keyValue = work.model.keyValueHeads * work.model.headDim
  const intermediate = backwardIntermediate(work)
  const mlp = targets.mlpInputs > 0 || targets.mlpOutput
  const wide = work.upcast && isQuantized(work)
  let bytes: number
  if (work.method === 'full') bytes = 14 * hidden + 4.1 * intermediate
  else if (wide) bytes = 10 * hidden + (mlp ? 10.3 : 12.3) * intermediate + 0.4 * query + keyValue
  else if (work.adapterType === 'fp32' && !work.autocast)
    bytes = (mlp ? 17 : 7) * hidden + (mlp ? 4.2 : 6.2) * intermediate
  else if (work.adapterType === 'fp32') bytes = (mlp ? 15 : 7) * hidden + 6.2 * intermediate
  else bytes = 7 * hidden + 4.2 * intermediate
  return work.attention === 'eager' ? bytes + 10 * heads * work.sequenceLength : bytes
}

/** Where matrices are split, so are the products inside attention and the feed-forward network; norms and residuals are not. */
const splitLayer = (work: Workload, bytes: number): number =>
  work.tensorSplit === 1 ? bytes : work.model.kept.norms + (bytes - work.model.kept.norms) / work.tensorSplit

/** Bytes of one residual of one token: bf16, or fp32 where the stream is fp32. */
export const residualBytes = (work: Workload): number =>
  (work.upcast && isQuantized(work)) || isFullMixed(work) ? 4 : 2

/** Bytes of one layer's experts that PEFT makes anew because adapters reach them. */
interface ExpertCopies {
  /** Weights with the adapter added: one copy, which the backward pass needs (peft 0.21.2, tuners/lora/layer.py, `_LoraFactorsProxy`). */
  readonly copy: number
  /** The gradient of the largest of those copies, from which the adapter's own follow. */
  readonly gradient: number
}

function expertCopies(work: Workload): ExpertCopies {
  const { experts, hidden } = work.model
  if (!experts || !usesAdapter(work) || work.expertLoop) return { copy: 0, gradient: 0 }
  const reached = reachedExperts(work.model, work.targets)
  const one = 2 * experts.count * hidden * experts.intermediate
  const gateUp = reached.gateUp ? 2 * one : 0
  const down = reached.down ? one : 0
  return { copy: gateUp + down, gradient: Math.max(gateUp, down) }
}

/** What the two moments that can be the peak need of activations, bytes. */
export interface Activations {
  /** Kept for the whole backward pass: inputs of the layers with checkpointing, everything without. */
  readonly kept: number
  /** The last hidden state, and the final norm's fp32 copy of it. */
  readonly last: number
  /** Logits and what the loss and its gradient take: alive when the last layer has run. */
  readonly logits: number
  /** One layer's recomputed activations and its backward pass's temporaries. */
  readonly layer: number
  /** The same for the layer that runs last, when no other layer's activations are left. */
  readonly lastLayer: number
}

/**
 * Bytes of logits and cross-entropy. Whole logits: fp32 log-softmax, its gradient and the loss gradient, 12 bytes an
 * entry (transformers 5.18.0, src/transformers/loss/loss_utils.py, ForCausalLMLoss), plus what the caller keeps alive.
 */
export function logitsBytes(work: Workload): number {
  const { hidden, vocabulary } = work.model
  const tokens = tokensPerMicroBatch(work)
  const inputs = 6 * hidden * tokens
  if (work.loss === 'chunked') return Math.min(tokens, 256) * vocabulary * 12 + 8 * hidden * tokens
  if (work.loss === 'fused') {
    const chunk = Math.min(tokens, Math.max(1, Math.ceil(tokens / Math.max(1, Math.floor(vocabulary / hidden)))))
    return (work.method === 'full' ? 2 * vocabulary * hidden : 0) + chunk * vocabulary * 6 + inputs
  }
  if (work.loss === 'half') return 8 * vocabulary * tokens + inputs
  const entry = 12 + (work.loss === 'kept' ? (work.autocast ? 4 : 2) : 0)
  const cast = work.upcast && isQuantized(work) && work.autocast ? 2 * vocabulary * hidden : 0
  return entry * vocabulary * tokens + inputs + cast
}

export function activations(work: Workload): Activations {
  const { layers, hidden } = work.model
  const tokens = tokensPerMicroBatch(work)
  const targets = targetInputs(work)
  const saved = splitLayer(work, savedPerToken(work, targets))
  const residual = residualBytes(work)
  const backward = backwardPerToken(work, targets)
  const checkpointed = work.checkpointsOffloaded ? 2 : layers
  const { copy, gradient } = expertCopies(work)
  const copies = (work.model.experts?.layers ?? 0) * copy
  return {
    kept: work.checkpointing ? checkpointed * residual * hidden * tokens : layers * saved * tokens + copies,
    last: (residual + 4) * hidden * tokens,
    logits: logitsBytes(work),
    layer: (work.checkpointing ? saved + backward : backward) * tokens + (work.checkpointing ? copy : 0) + gradient,
    lastLayer: (saved + backward) * tokens + copy + gradient,
  }
}

/**
 * Bytes of a forward pass without gradients, as evaluation does it: logits with what the loss makes of them, 10 bytes an
 * entry (the same loss, forward only), or one layer's products. Liger's model code leaves the logits out only while it
 * trains (liger_kernel 0.6, transformers/model, `skip_logits`); a loss in chunks is one in evaluation too.
 */
export function evaluationBytes(work: Workload): { readonly activations: number; readonly logits: number } {
  const { hidden, vocabulary, heads } = work.model
  const tokens = (work.evaluationBatch * work.sequenceLength) / work.sequenceSplit
  const stream = (residualBytes(work) + 4) * hidden * tokens
  const entry = work.loss === 'chunked' ? 0 : work.loss === 'half' ? 6 : 10
  const logits = entry === 0 ? Math.min(tokens, 256) * vocabulary * 10 : entry * vocabulary * tokens
  const attention = work.attention === 'eager' ? 6 * heads * work.sequenceLength : 0
  const layer = splitLayer(work, 6 * activeIntermediate(work) + 8 * hidden + attention) * tokens
  return layer > logits ? { activations: stream + layer, logits: 0 } : { activations: stream, logits }
}
