/** Known faults of DeepSpeed. */
import { above, all, any, not, when } from '../fields/when.ts'
import { type Fault, thread } from './fault.ts'
import { deepspeed, zero } from './settings.ts'

export const deepspeedFaults: readonly Fault[] = [
  {
    id: 'deepspeed/wrong-zero2-gradients',
    package: 'deepspeed',
    releases: '>=0.17.6 <0.18.3',
    when: zero(2),
    effect: 'wrong',
    title: '[BUG]Incorrect gradient computation in ZeRO-2 with DeepSpeed ≥ 0.17.6',
    thread: thread('https://github.com/deepspeedai/DeepSpeed/issues/7718'),
    proof: 'thread',
  },
  {
    id: 'deepspeed/slurm-filters-refused',
    package: 'deepspeed',
    releases: '<0.19.7',
    when: all(
      deepspeed,
      above('hardware.machines', 1),
      when('deepspeed.deepspeed_multinode_launcher', 'slurm'),
      any(
        not(when('deepspeed.deepspeed_inclusion_filter', null)),
        not(when('deepspeed.deepspeed_exclusion_filter', null)),
      ),
    ),
    effect: 'fails',
    title: 'Honor --include/--exclude in the SLURM launcher',
    thread: thread('https://github.com/deepspeedai/DeepSpeed/pull/8304'),
    proof: 'source',
  },
  {
    id: 'deepspeed/nvme-optimizer-barely-learns',
    package: 'deepspeed',
    releases: '=0.7.2',
    when: all(zero(3), when('deepspeed.offload_optimizer_device', 'nvme')),
    effect: 'wrong',
    title:
      '[BUG] nvme optimizer offload decreases loss 25x less than cpu optimizer offload for a given number of epochs',
    thread: thread('https://github.com/deepspeedai/DeepSpeed/issues/2272'),
    proof: 'reported',
  },
]
