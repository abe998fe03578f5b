/** `[Nx]NAME` → the answers it means; a name that nobody knows is the user's to mend. */
import { parseGpu } from '../shared/catalog/gpu-names.ts'
import type { Value } from '../shared/fields/field.ts'
import { UserError } from './user-error.ts'

export function gpuAnswers(text: string): readonly (readonly [key: string, value: Value])[] {
  const found = parseGpu(text)
  if (found.kind === 'unknown') throw new UserError('unknown-gpu', { name: found.name, nearest: found.nearest })
  if (found.kind === 'ambiguous') throw new UserError('ambiguous-gpu', { name: text, names: found.names })
  const name = ['hardware.gpu', found.gpu.name] as const
  return found.count === null ? [name] : [name, ['hardware.gpus_per_machine', found.count]]
}
