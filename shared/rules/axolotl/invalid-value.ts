/** A value that axolotl's configuration classes don't accept. */
import { hit, nameOf, shown, treesOf } from '../../lookup/keys.ts'
import { acceptsPydantic } from '../../lookup/python-kinds.ts'
import { isNumber, pythonText, stringOf } from '../../python/values.ts'
import type { Node } from '../../python/yaml/node.ts'
import { page } from '../../source.ts'
import { sectionRead } from '../../tools/commands.ts'
import { tool } from '../../tools/index.ts'
import type { Release, Section } from '../../tools/tool.ts'
import type { Hit, ReadFile } from '../file-rule.ts'
import { rule } from '../rule.ts'

/** A text is a rate where Python makes a number of it; the class itself declares any text. */
const isRate = (name: string, node: Node): boolean => {
  const text = stringOf(node)
  return name !== 'learning_rate' || text === undefined || isNumber(text)
}

/** Every value of a mapping that its class does not accept, sections included. */
function* wrongIn(file: ReadFile, root: Node, section: Section, release: Release, prefix = ''): Generator<Hit> {
  for (const one of root.kind === 'mapping' ? root.entries.values() : []) {
    const name = section.named(nameOf(one) ?? '')
    // A placeholder that is filled in later has no value yet.
    if (!name || /\$\{|\{\{/.test(pythonText(one.value))) continue
    const inner = name.kinds.map((kind) => release.section(kind)).find((found) => found !== undefined)
    const path = prefix + name.name
    if (!acceptsPydantic(name, one.value) || !isRate(path, one.value)) {
      const kind = [...name.kinds, ...(name.choices ?? []).map((choice) => `'${choice}'`)].slice(0, 6).join(' | ')
      yield hit(file, { path, entry: one }, { key: path, value: shown(file, one), kind })
    } else if (inner && one.value.kind === 'mapping') yield* wrongIn(file, one.value, inner, release, `${path}.`)
  }
}

export const axolotlInvalidValue = rule({
  id: 'axolotl/invalid-value',
  severity: 'error',
  stage: 'reading',
  consequence: 'refuses',
  sources: [
    page('https://github.com/axolotl-ai-cloud/axolotl/blob/v0.19.0/src/axolotl/utils/schemas/config.py', '2026-12-01'),
    page('https://pydantic.dev/docs/validation/latest/concepts/conversion_table/', '2026-12-01'),
  ],
  reads: { options: ['lora.r', 'training.learning_rate'], files: ['axolotl', 'axolotl-merge'] },
  files: {
    *check(set) {
      for (const { file, root } of treesOf(set, 'axolotl', 'axolotl-merge')) {
        const release = tool('axolotl').release(set.versions.axolotl)
        const section = sectionRead('axolotl', set.versions.axolotl)
        if (section) yield* wrongIn(file, root, section, release)
      }
    },
    example: {
      bad: { 'axolotl.yml': 'base_model: m\nlearning_rate: 1e-4\nsequence_len: 512\nadapter: lora\nlora_r: eight\n' },
      good: { 'axolotl.yml': 'base_model: m\nlearning_rate: 1e-4\nsequence_len: 512\nadapter: lora\nlora_r: 8\n' },
    },
  },
})
