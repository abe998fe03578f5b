/** Bytes that each trainable parameter takes: its own value, its gradient, and the optimizer's state. */
import type { Optimizer, Workload } from './workload.ts'

/**
 * Bytes of optimizer state for one parameter whose values take `bytes`. Adam keeps two moments in the parameter's type;
 * 8-bit Adam two bytes and block constants (Dettmers et al. 2022, arXiv 2110.02861); Adafactor row and column sums only
 * (Shazeer and Stern 2018, arXiv 1804.04235); Lion one moment (Chen et al. 2023, arXiv 2302.06675).
 */
export function stateBytes(optimizer: Optimizer, bytes: number): number {
  switch (optimizer) {
    case 'adamw':
    case 'paged-adamw':
      return 2 * bytes
    case 'adamw-8bit':
    case 'paged-adamw-8bit':
      return 2.06
    case 'lion':
      return bytes
    case 'lion-8bit':
      return 1.03
    case 'adafactor':
      return 0.02 * bytes
    case 'sgd':
      return 0
  }
}

/** Bytes for each trainable parameter. */
export interface TrainableBytes {
  /** The trained copy beside the base model: adapters; 0 for full fine-tuning, whose weights are counted as weights. */
  readonly value: number
  readonly gradient: number
  readonly optimizer: number
}

/**
 * LoRA: adapters, gradients and moments in the adapters' type. Full fine-tuning on one GPU or DDP: everything in the
 * model's type. DeepSpeed and FSDP with bf16 keep an fp32 master copy of what trains, with fp32 moments: 12 bytes
 * (Rajbhandari et al. 2020, arXiv 1910.02054, §3.1).
 */
export function trainableBytes(work: Workload): TrainableBytes {
  if (work.strategy.startsWith('zero') && (work.method !== 'full' || work.weightType !== 'fp32')) {
    const master = 4 + stateBytes(work.optimizer, 4)
    return { value: work.method === 'full' ? 0 : 2, gradient: 2, optimizer: master }
  }
  if (work.method !== 'full') {
    const bytes = work.adapterType === 'fp32' ? 4 : 2
    return { value: bytes, gradient: bytes, optimizer: stateBytes(work.optimizer, bytes) }
  }
  const bytes = work.weightType === 'fp32' ? 4 : 2
  // Accelerate turns FSDP's trainable parameters to fp32 only for mixed precision (accelerate 1.15.0, accelerator.py).
  if (work.strategy === 'single' || work.strategy === 'ddp' || bytes === 4 || !work.autocast) {
    return { value: 0, gradient: bytes, optimizer: stateBytes(work.optimizer, bytes) }
  }
  return { value: 0, gradient: 2, optimizer: 4 + stateBytes(work.optimizer, 4) }
}

/** The same for modules that are trained whole beside adapters (`modules_to_save`): copies in the model's own type. */
export function wholeModuleBytes(work: Workload): TrainableBytes {
  if (work.strategy.startsWith('zero')) return { value: 2, gradient: 2, optimizer: 4 + stateBytes(work.optimizer, 4) }
  const bytes = work.weightType === 'fp32' ? 4 : 2
  return { value: bytes, gradient: bytes, optimizer: stateBytes(work.optimizer, bytes) }
}
