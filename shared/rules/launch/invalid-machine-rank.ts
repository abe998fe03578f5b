/** Ranks count from 0, so the last machine is one less than their number. */
import { argument, hit, launchedOf, path } from '../../lookup/keys.ts'
import { numberOf, pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const launchInvalidMachineRank = rule({
  id: 'launch/invalid-machine-rank',
  severity: 'error',
  stage: 'worker',
  consequence: 'waits',
  sources: [accelerate('src/accelerate/utils/launch.py:219')],
  reads: {
    options: [
      'accelerate.machine_rank',
      'hardware.machines',
      'accelerate.distributed_type',
      'deepspeed.deepspeed_multinode_launcher',
    ],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  run: {
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
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const rank = argument(root, 'machine_rank')
        const machines = argument(root, 'num_machines')
        const many = (machines && numberOf(machines.entry.value)) ?? 1
        const number = Number(rank ? pythonText(rank.entry.value) : 0)
        if (!rank || !machines || many <= 1 || (number >= 0 && number < many)) continue
        if (!Number.isInteger(number)) continue
        // Whoever counts from 1 meets this on the last machine.
        yield hit(file, rank, { machines: many }, number > 0 ? [{ path: path(rank.path), value: many - 1 }] : undefined)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 16\nnum_machines: 2\nmachine_rank: -1\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 16\nnum_machines: 2\nmachine_rank: 1\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n',
      },
    },
  },
})
