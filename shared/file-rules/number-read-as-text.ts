/** `1e-4` has no dot, so YAML 1.1 reads a text. */
import { page, transformers } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { path, spot } from './look.ts'
import { scalarsOf } from './walk.ts'

export const numberReadAsText = fileRule({
  id: 'number-read-as-text',
  severity: 'hint',
  judge: 'opinion',
  seen: 'late',
  sources: [
    page('https://yaml.org/type/float.html', '2026-11-24'),
    page('https://github.com/omry/omegaconf/blob/v2.3.0/omegaconf/_utils.py#L154', '2026-11-28'),
    transformers('src/transformers/hf_argparser.py'),
  ],
  *check(set) {
    for (const { file, entry: one, path: key, node } of scalarsOf(set)) {
      // LLaMA-Factory reads with OmegaConf, which takes such a number for a number.
      if (file.reading.kind === 'llama-factory') continue
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
    bad: { 'axolotl.yaml': 'base_model: m\nadapter: lora\nlora_r: 16\nmicro_batch_size: 1\nlearning_rate: 1e-4\n' },
    good: { 'axolotl.yaml': 'base_model: m\nadapter: lora\nlora_r: 16\nmicro_batch_size: 1\nlearning_rate: 1.0e-4\n' },
  },
})
