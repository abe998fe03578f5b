/** The library for FP8 by a name that Accelerate does not know; it is case sensitive. */

import { nearest } from '../../config.ts'
import { handsFp8On } from '../../lookup/fp8.ts'
import { argument, hit, launchedOf, path } from '../../lookup/keys.ts'
import { pythonText, typeOf } from '../../python/values.ts'
import type { Change } from '../../python/yaml/edit.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

const known = ['TE', 'AO', 'MSAMP', 'NO']

export const fp8UnknownBackend = rule({
  id: 'fp8/unknown-backend',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [accelerate('src/accelerate/accelerator.py:4400'), accelerate('src/accelerate/utils/dataclasses.py:658')],
  reads: {
    options: ['fp8.backend'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'fp8_backend')
        // Every Accelerator reads the name, also one that computes in another precision.
        if (!one || !handsFp8On(root) || typeOf(one.entry.value) === 'null') continue
        const text = pythonText(one.entry.value)
        if (known.includes(text)) continue
        const upper = text.trim().toUpperCase()
        const meant = ['TRANSFORMER_ENGINE', 'TRANSFORMERENGINE'].includes(upper)
          ? 'TE'
          : ['TORCHAO', 'TORCH_AO'].includes(upper)
            ? 'AO'
            : nearest(upper, known)[0]
        const fix: Change[] | undefined = meant === undefined ? undefined : [{ path: path(one.path), value: meant }]
        yield hit(file, one, { meant: meant ?? 'TE, AO' }, fix)
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: te\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: MULTI_GPU\nnum_processes: 8\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n',
      },
    },
  },
})
