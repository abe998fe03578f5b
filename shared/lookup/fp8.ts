/** Whether the workers of a run make a recipe for FP8, whose values they then look at. */
import { stringOf } from '../python/values.ts'
import type { FileSet } from '../rules/file-rule.ts'
import { argument, type CommandedRoot, launcherOf } from './keys.ts'

/** What the Trainer is told itself takes the place of the launcher's precision (transformers 5.24.0, training_args.py:1614-1618). */
const saysPrecision = ({ files }: Pick<FileSet, 'files'>): boolean =>
  files.some(
    ({ reading }) =>
      ['launch-script', 'trl'].includes(reading.kind) &&
      reading.given.some(({ path, value }) => ['bf16', 'fp16'].includes(path) && value === true),
  )

/** Whether the launcher hands FP8's settings to the workers (accelerate 1.15.0, commands/launch.py and utils/launch.py). */
export const handsFp8On = (root: CommandedRoot): boolean =>
  stringOf(argument(root, 'mixed_precision')?.entry.value)?.toLowerCase() === 'fp8' && launcherOf(root) !== 'tpu'

export const usesFp8 = (set: FileSet, root: CommandedRoot): boolean => handsFp8On(root) && !saysPrecision(set)
