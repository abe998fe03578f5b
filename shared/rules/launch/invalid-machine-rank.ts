/** Ranks count from 0, so the last machine is one less than their number. */
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchInvalidMachineRank = rule({
  id: 'launch/invalid-machine-rank',
  severity: 'error',
  about: [
    'accelerate.machine_rank',
    'hardware.machines',
    'accelerate.distributed_type',
    'deepspeed.deepspeed_multinode_launcher',
  ],
  sources: [accelerate('src/accelerate/utils/launch.py:219')],
  seen: 'late',
  check: ({ config }) => {
    const type = config['accelerate.distributed_type']
    // One process has no rank, and most of DeepSpeed's own launchers give the ranks themselves.
    const counted =
      type === 'DEEPSPEED'
        ? ['standard', 'nossh'].includes(config['deepspeed.deepspeed_multinode_launcher'])
        : type !== 'NO'
    return counted &&
      config['hardware.machines'] > 1 &&
      config['accelerate.machine_rank'] >= config['hardware.machines']
      ? { value: config['accelerate.machine_rank'], machines: config['hardware.machines'] }
      : undefined
  },
  // Whoever counts from 1 meets this on the last machine.
  fix: ({ config }) => ({ 'accelerate.machine_rank': config['hardware.machines'] - 1 }),
  example: {
    bad: { 'hardware.machines': 2, 'accelerate.machine_rank': 2 },
    good: { 'hardware.machines': 2, 'accelerate.machine_rank': 1 },
  },
})
