/** An argument that LLaMA-Factory does not have: it stops before it loads anything. */
import { nearest } from '../../config.ts'
import { decisionsOf, spotOfClaim } from '../../lookup/claimed.ts'
import { unknownToLlamaFactory } from '../../lookup/unknown-names.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const llamaFactoryUnknownArgument = rule({
  id: 'llama-factory/unknown-argument',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    page(
      'https://github.com/hiyouga/LLaMA-Factory/blob/v0.9.5/src/llamafactory/hparams/parser.py#L109-L114',
      '2026-12-01',
    ),
  ],
  reads: { options: ['lora.r'], files: ['llama-factory', 'launch-script'] },
  files: {
    *check(set) {
      const { unknown, near, names } = unknownToLlamaFactory(set)
      for (const { name, winner } of decisionsOf(set, 'llama-factory')) {
        // An option is a name that the tool has.
        const spot = winner.key === undefined ? spotOfClaim(winner) : undefined
        if (!spot || !unknown(name)) continue
        const meant = near(name) ? (nearest(name, names)[0] ?? '') : ''
        const free = meant !== '' && set.claims.of('llama-factory', meant) === undefined
        yield {
          spot,
          facts: { key: name, meant },
          ...(spot.file.reading.language === 'yaml' && free && { fix: [{ path: [name], rename: meant }] }),
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\nstage: sft\nfinetuning_type: lora\ntemplate: llama3\ncutoff_len: 512\nlora_rnak: 8\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: m\nstage: sft\nfinetuning_type: lora\ntemplate: llama3\ncutoff_len: 512\nlora_rank: 8\n',
      },
    },
  },
})
