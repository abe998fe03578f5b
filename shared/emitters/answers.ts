/** `lora-wizard.yaml`: the answers, to come back to. */
import type { Value } from '../fields/field.ts'
import { type FieldKey, fieldKeys } from '../fields/index.ts'
import { writeScalar } from '../python/yaml/scalar.ts'
import { page } from '../source.ts'
import { emitter } from './emitter.ts'

const written = (value: Value): string =>
  Array.isArray(value)
    ? `[${value.map((item) => writeScalar(item, 'flow')).join(', ')}]`
    : writeScalar(value as string | number | boolean | null)

export const answers = emitter({
  id: 'answers',
  sources: [page('https://yaml.org/spec/1.1/')],
  extend: (plan, run, remarks) => {
    const lines: string[] = []
    const note = remarks.remark('answers-file')
    if (note) lines.push(`# ${note}`)
    lines.push('version: 1')
    let group = ''
    for (const key of fieldKeys.filter((one: FieldKey) => run.answers[one] !== undefined)) {
      const [head, tail] = key.split(/\.(.*)/) as [string, string]
      if (head !== group) {
        group = head
        lines.push(`${head}:`)
      }
      lines.push(`  ${tail}: ${written(run.answers[key] as Value)}`)
    }
    return { ...plan, files: [...plan.files, { path: 'lora-wizard.yaml', text: `${lines.join('\n')}\n` }] }
  },
})
