/** Two ways to share out the work, or a way that something else is missing for. */
import { given } from '../../lookup/keys.ts'
import { launcherWords, textOf } from '../../lookup/launcher-flags.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const ways = ['multi_gpu', 'cpu', 'tpu', 'use_deepspeed', 'use_fsdp']

export const launchConflictingFlags = rule({
  id: 'launch/conflicting-flags',
  severity: 'error',
  stage: 'launch',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/launch.py:1202')],
  reads: {
    options: ['accelerate.distributed_type'],
    files: ['launch-script'],
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        if (file.reading.kind !== 'launch-script') continue
        const words = launcherWords(file)
        const last = (name: string) => words.findLast(({ path }) => path === name)
        const chosen = ways.flatMap((name) => last(name) ?? [])
        const [one, other] = chosen
        if (one && other) {
          yield { spot: given(file, other), facts: { flag: `--${other.path}`, other: `--${one.path}` } }
          continue
        }
        const processes = last('num_processes')
        const number = processes && Number(textOf(file, processes) ?? Number.NaN)
        if (last('multi_gpu') && processes && number !== undefined && number < 2) {
          yield { spot: given(file, processes), facts: { flag: `--num_processes ${number}`, other: '--multi_gpu' } }
          continue
        }
        const parallel = last('use_parallelism_config')
        const version = last('fsdp_version')
        if (parallel && (!last('use_fsdp') || (version ? textOf(file, version) : '1') === '1')) {
          const missing = last('use_fsdp') ? '--fsdp_version 1' : '…'
          yield { spot: given(file, parallel), facts: { flag: '--use_parallelism_config', other: missing } }
        }
      }
    },
    example: {
      bad: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --multi_gpu --use_fsdp train.py\n' },
      good: { 'launch.sh': 'accelerate launch --config_file accelerate.yaml --use_fsdp train.py\n' },
    },
  },
})
