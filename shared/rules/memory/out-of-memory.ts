/** The estimate says that one GPU would have to hold more than it has. */
import { workloadOf } from '../../estimate/from-run.ts'
import { memory } from '../../estimate/memory.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

/**
 * A warning and never an error: an estimate is no proof, and its error on published runs is told with it. Of a
 * model that is named by its own config.json nothing is said until somebody has read that.
 */
export const memoryOutOfMemory = rule({
  id: 'memory/out-of-memory',
  severity: 'warning',
  stage: 'training',
  consequence: 'refuses',
  sources: [page('https://docs.pytorch.org/docs/stable/notes/cuda.html')],
  reads: {
    options: [
      'training.per_device_train_batch_size',
      'data.sequence_length',
      'model.id',
      'model.config_file',
      'hardware.gpu',
      'hardware.gpus_per_machine',
      'hardware.machines',
      'method.name',
      'method.quantization',
      'method.double_quant',
      'lora.r',
      'lora.target_modules',
      'lora.modules_to_save',
      'lora.lora_dropout',
      'lora.bias',
      'training.gradient_checkpointing',
      'training.gradient_accumulation_steps',
      'training.attn_implementation',
      'training.use_liger_kernel',
      'training.optim',
      'accelerate.mixed_precision',
      'accelerate.distributed_type',
      'accelerate.num_processes',
      'deepspeed.zero_stage',
      'deepspeed.offload_optimizer_device',
      'deepspeed.offload_param_device',
      'fsdp.fsdp_version',
      'fsdp.fsdp_sharding_strategy',
      'fsdp.fsdp_reshard_after_forward',
      'fsdp.fsdp_cpu_ram_efficient_loading',
      'fsdp.fsdp_offload_params',
      'fsdp.fsdp_activation_checkpointing',
      'parallelism.parallelism_config_tp_size',
      'parallelism.parallelism_config_cp_size',
      'parallelism.parallelism_config_sp_size',
      'parallelism.parallelism_config_dp_replicate_size',
      'output.trainer',
    ],
  },
  run: {
    check: (run) => {
      if (run.config['model.config_file'] !== null && !run.model) return undefined
      const found = workloadOf(run)
      if (!('workload' in found)) return undefined
      const { perGpu, fits } = memory(found.workload)
      const { name, memoryGib } = found.workload.gpu
      if (fits !== 'no') return undefined
      const shown = (gib: number) => gib.toFixed(1)
      return {
        gpu: name,
        needed: shown(perGpu.reserved),
        low: shown(perGpu.low),
        high: shown(perGpu.high),
        card: shown(memoryGib),
      }
    },
    example: {
      bad: { 'hardware.gpu': 'RTX 4090', 'data.sequence_length': 8192 },
      good: { 'hardware.gpu': 'RTX 4090', 'data.sequence_length': 1024, 'method.name': 'qlora' },
    },
  },
})
