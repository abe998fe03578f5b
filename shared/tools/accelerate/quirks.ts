/** What Accelerate does with its names and no parser says: which flag chooses a strategy, what is refused beside a JSON. */
import { accelerate as at, type Source } from '../../source.ts'

/** The flags that choose `distributed_type`, in the order in which the launcher asks for them; the first one given decides. */
export const strategyFlags = [
  ['cpu', 'NO'],
  ['use_deepspeed', 'DEEPSPEED'],
  ['use_fsdp', 'FSDP'],
  ['use_megatron_lm', 'MEGATRON_LM'],
  ['multi_gpu', 'MULTI_GPU'],
  ['tpu', 'XLA'],
] as const
export const strategyFlagsSource: Source = at('src/accelerate/commands/launch.py:1390')

/**
 * Keys of the section `deepspeed_config` that a DeepSpeed JSON replaces. In the file they stop every process with a
 * ValueError; as flags they are silently replaced by the values of the JSON.
 */
export const refusedBesideJson = [
  'gradient_accumulation_steps',
  'gradient_clipping',
  'zero_stage',
  'offload_optimizer_device',
  'offload_param_device',
  'offload_optimizer_nvme_path',
  'offload_param_nvme_path',
  'zero3_save_16bit_model',
] as const
/** The same for keys at the top level of the file. */
export const refusedBesideJsonAtTop = ['mixed_precision'] as const
export const refusedBesideJsonSource: Source = at('src/accelerate/utils/dataclasses.py:1507')

/** Names of a file that no flag of the launcher has. */
export const onlyInFiles = ['fsdp_ignored_modules', 'fp8_use_mxfp8_block_scaling'] as const
/** Flags whose name is another than that of the key. */
export const flagOfKey: Readonly<Record<string, string>> = { use_cpu: 'cpu' }

/** Keys that the file may still have under an old name, with what Accelerate makes of them. */
export const oldKeys: Readonly<Record<string, { readonly now: string; readonly source: Source }>> = {
  fp16: { now: 'mixed_precision', source: at('src/accelerate/commands/config/config_args.py:115') },
  dynamo_backend: {
    now: 'dynamo_config.dynamo_backend',
    source: at('src/accelerate/commands/config/config_args.py:117'),
  },
}
