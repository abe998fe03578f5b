/** An argument that the command of ms-swift does not have. */
import { nearest } from '../../config.ts'
import { decisionsOf, spotOfClaim } from '../../lookup/claimed.ts'
import { unknownToSwift } from '../../lookup/unknown-names.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const msSwiftUnknownArgument = rule({
  id: 'ms-swift/unknown-argument',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [page('https://github.com/modelscope/ms-swift/blob/v4.6.0/swift/pipelines/base.py', '2026-12-01')],
  reads: { options: ['lora.r'], files: ['ms-swift', 'launch-script'] },
  files: {
    *check(set) {
      const ignored = set.claims.of('ms-swift', 'ignore_args_error')?.winner.value
      if (ignored?.known && String(ignored.value).toLowerCase() === 'true') return
      const { unknown, near, names } = unknownToSwift(set)
      for (const { name, winner } of decisionsOf(set, 'ms-swift')) {
        const spot = spotOfClaim(winner)
        if (!spot || name === 'script' || name.startsWith('ENV') || !unknown(name)) continue
        const meant = near(name) ? (nearest(name, names)[0] ?? '') : ''
        const free = meant !== '' && set.claims.of('ms-swift', meant) === undefined
        yield {
          spot,
          facts: { key: name, meant },
          ...(spot.file.reading.language !== 'shell' && free && { fix: [{ path: [name], rename: meant }] }),
        }
      }
    },
    example: {
      bad: { 'sft.yaml': 'model: a/b\ntuner_type: lora\ndataset: d\nlora_rnak: 8\n' },
      good: { 'sft.yaml': 'model: a/b\ntuner_type: lora\ndataset: d\nlora_rank: 8\n' },
    },
  },
})
