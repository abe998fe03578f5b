/** `lora-wizard.config.yaml`: what a project has agreed about checking its files. */
import { dirname, join } from 'node:path'
import { fill } from '../shared/pages.ts'
import { readYaml } from '../shared/pyyaml/document.ts'
import type { Node } from '../shared/pyyaml/node.ts'
import { plainValue } from '../shared/readers/tree.ts'
import type { Severity } from '../shared/rules/rule.ts'
import type { Wording } from './face.ts'
import type { Host } from './host.ts'
import { bytesOf } from './read-answers.ts'
import { UserError } from './user-error.ts'

export const configName = 'lora-wizard.config.yaml'

export type Weight = Severity | 'off'

export interface ProjectConfig {
  /** The folder it stands in. */
  readonly root: string
  readonly ignore: readonly string[]
  readonly rules: Readonly<Record<string, Weight>>
  readonly versions: Readonly<Record<string, string>>
  readonly failOn: string | undefined
  readonly profiles: readonly string[]
}

/** The nearest one, from the working folder up to the root of its repository. */
export function projectConfig(host: Host, wording: Wording, ids: ReadonlySet<string>): ProjectConfig {
  for (let folder = host.folder; ; folder = dirname(folder)) {
    const path = join(folder, configName)
    if (host.files.status(path)?.kind === 'file')
      return parsed(new TextDecoder().decode(bytesOf(host, path)), path, folder, wording, ids)
    if (dirname(folder) === folder || host.files.status(join(folder, '.git'))) {
      return { root: host.folder, ignore: [], rules: {}, versions: {}, failOn: undefined, profiles: [] }
    }
  }
}

const weights: readonly string[] = ['off', 'hint', 'warning', 'error']
const bars: readonly string[] = ['error', 'warning', 'hint', 'never']

function parsed(text: string, path: string, root: string, wording: Wording, ids: ReadonlySet<string>): ProjectConfig {
  const refuse = (id: string, facts: Readonly<Record<string, string | number>>): never => {
    throw new UserError('file-not-understood', { path, problem: fill(wording.sentences(`check.${id}`) ?? id, facts) })
  }
  const document = readYaml(text)
  const stop = document.findings.find(({ refused }) => refused)
  if (stop) refuse('config-broken', { line: stop.at.line, problem: stop.detail })
  const config = {
    root,
    ignore: [] as string[],
    rules: {} as Record<string, Weight>,
    versions: {} as Record<string, string>,
  }
  let failOn: string | undefined
  let profiles: readonly string[] = []
  const texts = (node: Node, key: string): readonly string[] => {
    const value = plainValue(node)
    if (Array.isArray(value)) return value
    return typeof value === 'string' ? [value] : refuse('config-value', { key, value: String(value) })
  }
  const pairs = (node: Node, key: string): readonly (readonly [string, string])[] =>
    node.kind === 'mapping'
      ? [...node.entries.values()].map((entry) => {
          const name = entry.key.kind === 'scalar' ? entry.key.text : ''
          return [
            name,
            entry.value.kind === 'scalar'
              ? entry.value.text
              : refuse('config-value', { key: `${key}.${name}`, value: entry.value.kind }),
          ] as const
        })
      : refuse('config-value', { key, value: String(plainValue(node)) })
  if (document.root && document.root.kind !== 'mapping')
    refuse('config-value', { key: configName, value: document.root.kind })
  for (const { key, value, keyAt } of document.root?.kind === 'mapping' ? document.root.entries.values() : []) {
    const name = key.kind === 'scalar' ? key.text : ''
    if (name === 'ignore') config.ignore.push(...texts(value, name))
    else if (name === 'profile') profiles = texts(value, name)
    else if (name === 'fail-on') {
      failOn = texts(value, name)[0]
      if (!bars.includes(failOn ?? '')) refuse('config-value', { key: name, value: String(failOn) })
    } else if (name === 'versions') for (const [one, version] of pairs(value, name)) config.versions[one] = version
    else if (name === 'rules') {
      for (const [id, weight] of pairs(value, name)) {
        // YAML 1.1 makes a truth value of `off`; it is taken as it is written.
        const said = weight.toLowerCase()
        if (!ids.has(id)) refuse('config-rule', { rule: id, line: keyAt.line })
        if (!weights.includes(said)) refuse('config-value', { key: `rules.${id}`, value: weight })
        config.rules[id] = said as Weight
      }
    } else refuse('config-key', { key: name, line: keyAt.line })
  }
  return { ...config, failOn, profiles }
}
