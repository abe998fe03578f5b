/** Something that looks like a date becomes one. */
import { path, spot } from '../../lookup/keys.ts'
import { scalarsOf } from '../../lookup/nodes.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlImplicitDate = rule({
  id: 'yaml/implicit-date',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [
    page('https://yaml.org/type/timestamp.html', '2026-11-24'),
    page('https://github.com/omry/omegaconf/blob/v2.3.0/omegaconf/_utils.py#L168', '2026-11-28'),
  ],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check(set) {
      for (const { file, entry: one, path: key, node } of scalarsOf(set)) {
        // LLaMA-Factory reads with OmegaConf, which knows no dates.
        if (file.reading.kind === 'llama-factory') continue
        if (node.value.type !== 'date' && node.value.type !== 'datetime') continue
        yield {
          spot: spot(file, key, one),
          facts: { key, written: node.text },
          ...(one.value === node && { fix: [{ path: path(key), value: node.text }] }),
        }
      }
    },
    example: {
      bad: {
        'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nrun_name: 2026-11-24\n',
      },
      good: {
        'train.yaml':
          "model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nrun_name: '2026-11-24'\n",
      },
    },
  },
})
