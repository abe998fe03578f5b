/** Empty, or a list or a single value where keys are expected. */
import { beginning } from '../../lookup/keys.ts'
import { typeOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const filesNoKeys = rule({
  id: 'files/no-keys',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/commands/config/config_args.py:62')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        const { document } = file.reading
        if (!document || document.refused || document.root?.kind === 'mapping') continue
        const { root } = document
        // As Python would name it.
        const found = root === null ? 'None' : root.kind === 'sequence' ? 'list' : typeOf(root)
        yield { spot: beginning(file), facts: { found } }
      }
    },
    example: {
      bad: { 'accelerate.yaml': '[{distributed_type: MULTI_GPU, num_processes: 8}]\n' },
      good: { 'accelerate.yaml': '{distributed_type: MULTI_GPU, num_processes: 8}\n' },
    },
  },
})
