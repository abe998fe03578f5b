/** What several rules ask of a run. */
import type { Gpu } from '../catalog/gpu.ts'
import { parseGpu } from '../catalog/gpu-names.ts'
import type { Config } from '../fields/index.ts'

/** The names in a list that is written with commas. */
export const names = (text: string | null): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** The card that is meant, where the catalogue knows it. */
export function gpuNamed(text: string): Gpu | undefined {
  const answer = parseGpu(text)
  return answer.kind === 'found' ? answer.gpu : undefined
}

/** An NVIDIA card older than Ampere: no bfloat16 units, no kernels of FlashAttention 2. */
export const beforeAmpere = (gpu: Gpu): boolean => gpu.vendor === 'NVIDIA' && !gpu.bf16

/** Processes of the whole run. */
export const processes = (config: Pick<Config, 'hardware.gpus_per_machine' | 'hardware.machines'>): number =>
  config['hardware.gpus_per_machine'] * config['hardware.machines']

/** DeepSpeed with settings that this run writes, in the Accelerate file or in `ds_config.json`. */
export const writesDeepspeed = (
  config: Pick<Config, 'accelerate.distributed_type' | 'deepspeed.deepspeed_config_file'>,
): boolean =>
  config['accelerate.distributed_type'] === 'DEEPSPEED' &&
  [null, 'ds_config.json'].includes(config['deepspeed.deepspeed_config_file'])

/** DeepSpeed described inside the Accelerate file. */
export const inlineDeepspeed = (
  config: Pick<Config, 'accelerate.distributed_type' | 'deepspeed.deepspeed_config_file'>,
): boolean =>
  config['accelerate.distributed_type'] === 'DEEPSPEED' && config['deepspeed.deepspeed_config_file'] === null

/** Heads that only a model for another task than text has: whether they are there, the task decides. */
export const isHead = (name: string): boolean => /^(?:score|classifier|qa_outputs|v_head)$/.test(name)

/** Names under which models keep their norms, or blocks that hold other modules; adapters go on layers with a matrix. */
export const isNoLayerOfWeights = (name: string): boolean =>
  /(^|[._])(layer_?|rms_?)?norm\d*$|(^|\.)ln_(\d|f|attn|mlp)$|(^|\.)(self_attn|self_attention|attn|mlp)$/i.test(name)

/** The embedding or the output matrix, which some models share. */
export const isTiedName = (name: string): boolean =>
  ['embed_tokens', 'lm_head', 'wte', 'word_embeddings'].includes(name)
