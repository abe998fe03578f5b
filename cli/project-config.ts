/** `lora-wizard.config.yaml`: what a project has agreed about checking its files. */
import { dirname, join } from 'node:path'
import { nearest } from '../shared/config.ts'
import { fill, type SentenceFacts } from '../shared/pages.ts'
import { readYaml } from '../shared/python/yaml/document.ts'
import type { Entry } from '../shared/python/yaml/node.ts'
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

/** The names that the file may hold. */
export interface Names {
  readonly rules: ReadonlySet<string>
  readonly profiles: readonly string[]
  readonly versions: readonly string[]
}

/** What is at a path that nobody named: what cannot be looked at is not there for us. */
function kindAt(host: Host, path: string): string | undefined {
  try {
    return host.files.status(path)?.kind
  } catch {
    return undefined
  }
}

/** The nearest one, from the working folder up to the root of its repository. */
export function projectConfig(host: Host, wording: Wording, names: Names): ProjectConfig {
  for (let folder = host.folder; ; folder = dirname(folder)) {
    const path = join(folder, configName)
    if (kindAt(host, path) === 'file')
      return parsed(new TextDecoder().decode(bytesOf(host, path)), path, folder, wording, names)
    if (dirname(folder) === folder || kindAt(host, join(folder, '.git'))) {
      return { root: host.folder, ignore: [], rules: {}, versions: {}, failOn: undefined, profiles: [] }
    }
  }
}

const settings = ['ignore', 'rules', 'versions', 'fail-on', 'profile']
const weights: readonly string[] = ['off', 'hint', 'warning', 'error']
const bars: readonly string[] = ['error', 'warning', 'hint', 'never']

function parsed(text: string, path: string, root: string, wording: Wording, names: Names): ProjectConfig {
  const refuse = (line: number, id: string, facts: SentenceFacts, near: readonly string[] = []): never => {
    const problem = fill(wording.sentences(`check.${id}`) ?? id, facts)
    throw new UserError('project-config', { path, line, problem, nearest: near })
  }
  const document = readYaml(text)
  const stop = document.findings.find(({ refused }) => refused)
  if (stop) throw new UserError('project-config', { path, line: stop.at.line, problem: stop.detail })
  const ignore: string[] = []
  const rules: Record<string, Weight> = {}
  const versions: Record<string, string> = {}
  const profiles: string[] = []
  let failOn: string | undefined
  const texts = ({ value, keyAt }: Entry, key: string): readonly string[] => {
    const plain = plainValue(value)
    if (Array.isArray(plain)) return plain
    return typeof plain === 'string' ? [plain] : refuse(keyAt.line, 'config-value', { key, value: String(plain) })
  }
  const pairs = ({ value, keyAt }: Entry, key: string) =>
    value.kind === 'mapping'
      ? [...value.entries.values()].map((entry) => {
          const name = entry.key.kind === 'scalar' ? entry.key.text : ''
          const { line } = entry.keyAt
          return entry.value.kind === 'scalar'
            ? { name, value: entry.value.text, line }
            : refuse(line, 'config-value', { key: `${key}.${name}`, value: entry.value.kind })
        })
      : refuse(keyAt.line, 'config-value', { key, value: String(plainValue(value)) })
  if (document.root && document.root.kind !== 'mapping')
    refuse(1, 'config-value', { key: configName, value: document.root.kind })
  for (const entry of document.root?.kind === 'mapping' ? document.root.entries.values() : []) {
    const name = entry.key.kind === 'scalar' ? entry.key.text : ''
    const { line } = entry.keyAt
    switch (name) {
      case 'ignore':
        ignore.push(...texts(entry, name))
        break
      case 'profile':
        for (const value of texts(entry, name)) {
          if (!names.profiles.includes(value))
            refuse(line, 'config-value', { key: name, value }, nearest(value, names.profiles))
          profiles.push(value)
        }
        break
      case 'fail-on': {
        const [value = ''] = texts(entry, name)
        if (!bars.includes(value)) refuse(line, 'config-value', { key: name, value }, nearest(value, bars))
        failOn = value
        break
      }
      case 'versions':
        for (const { name: tool, value, line: at } of pairs(entry, name)) {
          if (!names.versions.includes(tool) || !/^\d/.test(value))
            refuse(at, 'config-value', { key: `${name}.${tool}`, value }, nearest(tool, names.versions))
          versions[tool] = value
        }
        break
      case 'rules':
        for (const { name: id, value, line: at } of pairs(entry, name)) {
          // YAML 1.1 makes a truth value of `off`; it is taken as it is written.
          const said = value.toLowerCase()
          if (!names.rules.has(id)) refuse(at, 'config-rule', { rule: id }, nearest(id, [...names.rules]))
          if (!weights.includes(said)) refuse(at, 'config-value', { key: `rules.${id}`, value }, nearest(said, weights))
          rules[id] = said as Weight
        }
        break
      default:
        refuse(line, 'config-key', { key: name, settings }, nearest(name, settings))
    }
  }
  return { root, ignore, rules, versions, failOn, profiles }
}
