/** `1e-4` has no dot, so YAML 1.1 reads a text. */
import { path, spot } from '../../lookup/keys.ts'
import { scalarsOf } from '../../lookup/nodes.ts'
import { isTrl } from '../../lookup/script-arguments.ts'
import { looksLikeJson } from '../../readers/recognise.ts'
import { page, transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const yamlNumberParsedAsString = rule({
  id: 'yaml/number-parsed-as-string',
  severity: 'hint',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    page('https://yaml.org/type/float.html', '2026-11-24'),
    page('https://github.com/omry/omegaconf/blob/v2.3.0/omegaconf/_utils.py#L154', '2026-11-28'),
    transformers('src/transformers/hf_argparser.py:408'),
  ],
  reads: {
    options: [],
    files: 'any',
  },
  files: {
    *check(set) {
      for (const { file, entry: one, path: key, node } of scalarsOf(set)) {
        // The others read a number after all: `trl sft`, axolotl and LLaMA-Factory convert, and Accelerate hands on what is written.
        if (file.reading.kind !== 'trl' || isTrl(file) || looksLikeJson(file.text)) continue
        if (node.value.type !== 'str' || !/^[-+]?\d+(\.\d*)?[eE][-+]?\d+$/.test(node.text)) continue
        const number = Number(node.text)
        if (!Number.isFinite(number)) continue
        yield {
          spot: spot(file, key, one),
          facts: { key, written: node.text },
          ...(one.value === node && { fix: [{ path: path(key), value: { type: 'float', value: number } }] }),
        }
      }
    },
    example: {
      bad: { 'dpo.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\nbeta: 0.1\nlearning_rate: 1e-6\n' },
      good: {
        'dpo.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\nbeta: 0.1\nlearning_rate: 1.0e-6\n',
      },
    },
  },
})
