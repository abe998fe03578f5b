/** A captured release as text: one line a name, so that the difference of two releases reads as a list of names. */
import type { CapturedRelease } from '../../shared/tools/tool.ts'

const line = (value: unknown): string => JSON.stringify(value)

const lines = (entries: readonly (readonly [string, unknown])[], indent: string): string =>
  entries.length === 0
    ? '{}'
    : `{\n${entries.map(([name, value]) => `${indent}  ${line(name)}: ${line(value)}`).join(',\n')}\n${indent}}`

export function formatted({ enums, sections, failed, ...rest }: CapturedRelease): string {
  const head = Object.entries(rest).map(([name, value]) => `  ${line(name)}: ${line(value)}`)
  const parts = Object.entries(sections).map(([name, { keys, ...more }]) => {
    const facts = Object.entries(more).map(([fact, value]) => `      ${line(fact)}: ${line(value)}`)
    return `    ${line(name)}: {\n${[...facts, `      "keys": ${lines(Object.entries(keys), '      ')}`].join(',\n')}\n    }`
  })
  const body = [
    ...head,
    `  "failed": ${lines(Object.entries(failed), '  ')}`,
    `  "enums": ${lines(Object.entries(enums), '  ')}`,
    `  "sections": {\n${parts.join(',\n')}\n  }`,
  ]
  return `{\n${body.join(',\n')}\n}\n`
}
