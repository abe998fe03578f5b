/** The sizes of all parallel dimensions, multiplied, must be the number of processes. */
import type { FieldKey } from '../../fields/index.ts'
import {
  type Argument,
  argument,
  type CommandedRoot,
  countsSlots,
  hit,
  launchedOf,
  usesParallelism,
} from '../../lookup/keys.ts'
import { processes } from '../../lookup/run.ts'
import { pythonText } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const sizes = [
  'parallelism.parallelism_config_dp_shard_size',
  'parallelism.parallelism_config_dp_replicate_size',
  'parallelism.parallelism_config_tp_size',
  'parallelism.parallelism_config_cp_size',
  'parallelism.parallelism_config_sp_size',
] as const satisfies readonly FieldKey[]

/** The product of the sizes that a file or a command gives, and where the first of them above 1 is; undefined where nothing is compared. */
function comparedIn(root: CommandedRoot): { readonly total: number; readonly one: Argument } | undefined {
  if (!usesParallelism(root) || root.partial || countsSlots(root)) return undefined
  const given = sizes.flatMap((key) => argument(root, key.replace('parallelism.', '')) ?? [])
  const numbers = given.map(({ entry }) => Number(pythonText(entry.value)))
  if (!numbers.every((number) => Number.isInteger(number) && number >= 1)) return undefined
  const sequence = argument(root, 'parallelism_config_sp_size')
  // DeepSpeed makes the groups itself.
  if (sequence && Number(pythonText(sequence.entry.value)) > 1) return undefined
  const total = numbers.reduce((product, number) => product * number, 1)
  const one = given.find((_, place) => (numbers[place] as number) > 1)
  return one && { total, one }
}

export const parallelismProcessMismatch = rule({
  id: 'parallelism/process-mismatch',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/parallelism_config.py:354-377'),
    accelerate('src/accelerate/accelerator.py:2360-2365'),
  ],
  reads: {
    options: [
      ...sizes,
      'hardware.gpus_per_machine',
      'hardware.machines',
      'accelerate.distributed_type',
      'fsdp.fsdp_version',
    ],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const compared = comparedIn(root)
        const count = argument(root, 'num_processes')
        const number = count && Number(pythonText(count.entry.value))
        if (!compared || number === undefined || !Number.isInteger(number) || number < 1) continue
        const { total, one } = compared
        if (total !== number) yield hit(file, one, { total, processes: number })
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --use_fsdp --fsdp_version 2 --use_parallelism_config --parallelism_config_tp_size 2 --parallelism_config_dp_shard_size 4 --num_processes 4 --num_machines 1 --mixed_precision bf16 --dynamo_backend no train.py\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --use_fsdp --fsdp_version 2 --use_parallelism_config --parallelism_config_tp_size 2 --parallelism_config_dp_shard_size 4 --num_processes 8 --num_machines 1 --mixed_precision bf16 --dynamo_backend no train.py\n',
      },
    },
  },
  run: {
    check: ({ config }) => {
      const type = config['accelerate.distributed_type']
      if (type !== 'DEEPSPEED' && !(type === 'FSDP' && config['fsdp.fsdp_version'] === 2)) return undefined
      // Only what belongs to the chosen strategy is written: context parallelism to FSDP2, sequence parallelism to DeepSpeed.
      const [, , tensor, context, sequence] = sizes
      const divides = type === 'DEEPSPEED' && config[sequence] > 1
      // Where DeepSpeed divides the sequence Accelerate compares nothing, but it computes the batch from these sizes, without tensor parallelism.
      const skipped: readonly FieldKey[] = type === 'FSDP' ? [sequence] : divides ? [context, tensor] : [context]
      const total = sizes.filter((key) => !skipped.includes(key)).reduce((product, key) => product * config[key], 1)
      // A total of 1 Accelerate fills in itself.
      if (total === 1) return undefined
      return total === processes(config) ? undefined : { total, processes: processes(config) }
    },
    fix: () => Object.fromEntries(sizes.map((key) => [key, null])),
    example: {
      bad: {
        'accelerate.distributed_type': 'FSDP',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_dp_shard_size': 4,
      },
      good: {
        'accelerate.distributed_type': 'FSDP',
        'hardware.gpus_per_machine': 8,
        'parallelism.parallelism_config_dp_shard_size': 4,
        'parallelism.parallelism_config_tp_size': 2,
      },
    },
  },
})
