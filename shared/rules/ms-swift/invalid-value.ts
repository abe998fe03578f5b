/** A value that the parser of an ms-swift command can't convert. */
import { hit, nameOf, shown, treesOf } from '../../lookup/keys.ts'
import { acceptsArgument } from '../../lookup/python-kinds.ts'
import { swiftSection } from '../../lookup/unknown-names.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const msSwiftInvalidValue = rule({
  id: 'ms-swift/invalid-value',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    page('https://github.com/modelscope/ms-swift/blob/v4.6.0/swift/cli/main.py', '2026-12-01'),
    page('https://docs.python.org/3/library/argparse.html#type', '2026-12-01'),
  ],
  reads: { options: ['lora.r', 'training.learning_rate'], files: ['ms-swift'] },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'ms-swift')) {
        const section = swiftSection(set)
        for (const one of root.entries.values()) {
          const name = section?.named(nameOf(one) ?? '')
          if (!name || acceptsArgument(name, one.value)) continue
          const kind = (name.choices?.map(String) ?? name.kinds).slice(0, 6).join(' | ')
          yield hit(file, { path: name.name, entry: one }, { key: name.name, value: shown(file, one), kind })
        }
      }
    },
    example: {
      bad: { 'sft.yaml': 'model: a/b\ntuner_type: lora\ndataset: d\nlora_rank: eight\n' },
      good: { 'sft.yaml': 'model: a/b\ntuner_type: lora\ndataset: d\nlora_rank: 8\n' },
    },
  },
})
