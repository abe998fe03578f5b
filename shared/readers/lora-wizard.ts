/** `lora-wizard.yaml`: the answers as we write them. */
import { parseText } from '../config.ts'
import { type FieldKey, fieldAt, fieldKeys } from '../fields/index.ts'
import { readYaml } from '../python/yaml/document.ts'
import { reader } from './reader.ts'
import { readTree } from './tree.ts'

const names = new Map<string, FieldKey>(fieldKeys.map((key) => [key, key]))
const groups = new Set(fieldKeys.map((key) => key.slice(0, key.indexOf('.'))))

export const loraWizard = reader({
  id: 'lora-wizard',
  recognise: ({ names: found, json }) => {
    if (!found.has('version')) return 0
    // Many a JSON has a version and a model; the same text as YAML in one line has nothing else than our groups.
    if (json) return found.size > 1 && [...found].every((name) => name === 'version' || groups.has(name)) ? 20 : 0
    // Of a run that is all recommendations nothing but the version is written.
    return found.size === 1 || [...found].some((name) => groups.has(name)) ? 20 : 0
  },
  read: (text) =>
    readTree(readYaml(text), {
      kind: 'lora-wizard',
      language: 'yaml',
      names,
      // `learning_rate: 1e-4` is a text to PyYAML; here it is what the author meant.
      loose: (path) => {
        const field = fieldAt(path)
        return field !== undefined && field.kind !== 'toggle'
      },
      special: (path, value) => {
        if (path === 'version') return 'understood'
        // A bare `no` is false to YAML 1.1, and the choice `no` of our own file.
        const field = fieldAt(path)
        if (typeof value !== 'boolean' || field?.kind !== 'choice') return undefined
        const parsed = parseText(path, value ? 'yes' : 'no')
        return 'value' in parsed ? { answers: [[path as FieldKey, parsed.value]] } : undefined
      },
    }),
})
