/** A value that the launcher hands on as a text, and that the class in the worker refuses. */
import { nearest } from '../../config.ts'
import { usesFp8 } from '../../lookup/fp8.ts'
import { argument, type CommandedRoot, hit, launchedOf, launcherOf, path, usesParallelism } from '../../lookup/keys.ts'
import { pythonText, stringOf, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { fitsKind, type ReadWhen, type WorkerValue, workerValues } from '../../tools/accelerate/worker-values.ts'
import { tool } from '../../tools/index.ts'
import type { Name } from '../../tools/tool.ts'
import type { FileSet } from '../file-rule.ts'
import { rule } from '../rule.ts'

const backends: Readonly<Partial<Record<ReadWhen, string>>> = {
  'transformer-engine': 'TE',
  torchao: 'AO',
  msamp: 'MSAMP',
}

/** Whether a worker looks at the value at all. */
function isRead(set: FileSet, root: CommandedRoot, when: ReadWhen): boolean {
  const backend = backends[when]
  if (backend !== undefined) {
    const chosen = stringOf(argument(root, 'fp8_backend')?.entry.value)
    // DeepSpeed computes in BF16 around FP8, and Accelerate makes no recipe for it; its plugin looks at MS-AMP's level.
    const isMade = when === 'msamp' || launcherOf(root) !== 'deepspeed'
    return isMade && chosen === backend && usesFp8(set, root)
  }
  if (!usesParallelism(root)) return false
  if (when === 'parallelism') return true
  const size = argument(root, `parallelism_config_${when === 'context' ? 'cp' : 'sp'}_size`)
  return size !== undefined && Number(pythonText(size.entry.value)) > 1
}

/** Whether the class takes the text. */
function takes({ letters, values, also }: WorkerValue, name: Name, text: string): boolean {
  const choices = values ?? name.choices?.map(String)
  if (!choices) return fitsKind(name.kinds[0], text)
  const compared = letters === 'upper' ? text.toUpperCase() : letters === 'lower' ? text.toLowerCase() : text
  return choices.includes(compared) || (also?.(text) ?? false)
}

export const accelerateInvalidValue = rule({
  id: 'accelerate/invalid-value',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [(workerValues[0] as WorkerValue).source, ...workerValues.slice(1).map(({ source }) => source)],
  reads: {
    options: ['fp8.fp8_format', 'parallelism.parallelism_config_cp_comm_strategy'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const release = tool('accelerate').release(set.versions.accelerate)
      for (const { file, root } of launchedOf(set)) {
        for (const one of workerValues) {
          const found = argument(root, one.argument)
          const name = release.section(one.home[0])?.names.get(one.home[1])
          if (!found || !name || !isRead(set, root, one.read)) continue
          if (typeOf(found.entry.value) === 'null' && !one.handsOnNull) continue
          const text = pythonText(found.entry.value)
          if (takes(one, name, text)) continue
          const choices = (one.values ?? name.choices ?? []).map(String)
          const meant = choices.length === 1 ? choices[0] : nearest(text, choices)[0]
          const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: path(found.path), value: meant }]
          yield hit(file, found, { expected: choices.length > 0 ? choices : [...name.kinds] }, fix)
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n  amax_history_len: long\n  amax_compute_algo: latest\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n  amax_history_len: 16\n  amax_compute_algo: MAX\n',
      },
    },
  },
})
