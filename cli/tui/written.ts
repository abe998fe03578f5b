/** What becomes of an answer: the lines it is found on in the files as they will be. */
import type { EmittedFile } from '../../shared/emitters/emitter.ts'
import type { Target } from '../../shared/fields/field.ts'
import { fieldAt } from '../../shared/fields/index.ts'

export interface Written {
  /** The file, e.g. `accelerate.yaml`. */
  readonly path: string
  /** The name there, e.g. `zero_stage` or `--max_grad_norm`. */
  readonly name: string
  /** The whole line without what only holds it together, e.g. `zero_stage: 3`. */
  readonly line: string
}

const last = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** How a name is written in a file of each kind; the answers themselves are no effect. */
function patternFor(path: string, name: string): RegExp | undefined {
  if (path === 'lora-wizard.yaml') return undefined
  if (path.endsWith('.yaml')) return new RegExp(`^ *(${name}):.*$`, 'm')
  if (path.endsWith('.json')) return new RegExp(`^ *"(${name})":.*$`, 'm')
  return new RegExp(`^ +(--${name})(?: .*)?$`, 'm')
}

/** Whether an option has a name of its own in any tool. */
export const hasNames = (key: string): boolean => fieldAt(key)?.emits !== undefined

/** The lines of an option, each once. */
export function writtenFor(files: readonly EmittedFile[], key: string): readonly Written[] {
  const emits = (fieldAt(key)?.emits ?? {}) as Readonly<Partial<Record<Target, string>>>
  const names = [...new Set(Object.values(emits).map(last))]
  return files.flatMap(({ path, text }) => {
    for (const name of names) {
      const found = patternFor(path, name)?.exec(text)
      if (!found) continue
      const line = found[0]
        .trim()
        .replace(/ \\$|,$/, '')
        .replace(/\s+#.*$/, '')
      return [{ path, name: found[1] ?? name, line }]
    }
    return []
  })
}
