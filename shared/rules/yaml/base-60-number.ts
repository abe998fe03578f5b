/** `12:30` is a number of base 60 in YAML 1.1. */
import { path, spot } from '../../lookup/keys.ts'
import { scalarsOf } from '../../lookup/nodes.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlBase60Number = rule({
  id: 'yaml/base-60-number',
  severity: 'warning',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('https://yaml.org/type/int.html', '2026-11-24')],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check(set) {
      for (const { file, entry: one, path: key, node } of scalarsOf(set)) {
        const { value } = node
        if ((value.type !== 'int' && value.type !== 'float') || !node.text.includes(':')) continue
        yield {
          spot: spot(file, key, one),
          facts: { key, written: node.text, value: Number(value.value) },
          ...(one.value === node && { fix: [{ path: path(key), value: node.text }] }),
        }
      }
    },
    example: {
      bad: {
        'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nrun_name: 12:30:45\n',
      },
      good: {
        'train.yaml': "model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nrun_name: '12:30:45'\n",
      },
    },
  },
})
