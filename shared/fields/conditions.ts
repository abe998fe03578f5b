/** The conditions that several options share, each with a name. */
import { above, all, any, not, when } from './when.ts'

export const usesDeepspeed = when('accelerate.distributed_type', 'DEEPSPEED')
/** DeepSpeed described in the Accelerate file itself, not in a JSON of its own. */
export const deepspeedInline = all(usesDeepspeed, when('deepspeed.deepspeed_config_file', null))
/** DeepSpeed whose settings this run writes, inline or as `ds_config.json`; a JSON of somebody else is only referred to. */
export const deepspeedOurs = all(usesDeepspeed, when('deepspeed.deepspeed_config_file', null, 'ds_config.json'))
export const zeroStage2 = all(deepspeedOurs, when('deepspeed.zero_stage', 2, 3))
export const zeroStage3 = all(deepspeedOurs, when('deepspeed.zero_stage', 3))
export const usesFsdp = when('accelerate.distributed_type', 'FSDP')
export const fsdp1 = all(usesFsdp, when('fsdp.fsdp_version', 1))
export const fsdp2 = all(usesFsdp, when('fsdp.fsdp_version', 2))
/** Runs that name no script of the user's own: lora-wizard writes `train.py` for them. */
export const writesScript = all(when('output.script', null), when('output.trainer', 'trl'))
export const usesAdapter = not(when('method.name', 'full'))
export const quantized = all(usesAdapter, not(when('method.quantization', 'none')))
export const severalMachines = above('hardware.machines', 1)
export const severalProcesses = any(above('hardware.machines', 1), above('hardware.gpus_per_machine', 1))
export const usesFp8 = when('accelerate.mixed_precision', 'fp8')
export const usesDynamo = not(when('dynamo.dynamo_backend', 'NO'))
export const local = when('accelerate.compute_environment', 'LOCAL_MACHINE')
export const sagemaker = when('accelerate.compute_environment', 'AMAZON_SAGEMAKER')
