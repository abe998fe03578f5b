/** `1_000` is a number in YAML 1.1 and a text in YAML 1.2. */
import { path, spot } from '../../lookup/keys.ts'
import { scalarsOf } from '../../lookup/nodes.ts'
import { page } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlUnderscoreInNumber = rule({
  id: 'yaml/underscore-in-number',
  severity: 'hint',
  stage: 'reading',
  consequence: 'quiet',
  sources: [page('https://yaml.org/type/int.html', '2026-11-24')],
  reads: {
    options: ['fsdp.fsdp_min_num_params'],
    files: 'any',
  },
  files: {
    *check(set) {
      for (const { file, entry: one, path: key, node } of scalarsOf(set)) {
        const { value } = node
        if (value.type !== 'int' || !/^[-+]?[1-9][0-9_]*$/.test(node.text) || !node.text.includes('_')) continue
        yield {
          spot: spot(file, key, one),
          facts: { key, written: node.text, value: Number(value.value) },
          ...(one.value === node && { fix: [{ path: path(key), value: value.value }] }),
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: SIZE_BASED_WRAP\n  fsdp_min_num_params: 100_000_000\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: SIZE_BASED_WRAP\n  fsdp_min_num_params: 100000000\n',
      },
    },
  },
})
