/** A text of no kind that is read: only whether its own language can be parsed is known. */
import { readJson } from '../python/json.ts'
import { readYaml } from '../python/yaml/document.ts'
import type { TextFinding } from '../python/yaml/node.ts'
import type { Reading } from './reader.ts'

export const unknownKind = 'unknown'

/** Why no tool could parse a file that its name says is YAML or JSON. */
function refusals(text: string, path: string): readonly TextFinding[] {
  const document = /\.ya?ml$/i.test(path) ? readYaml(text) : /\.json$/i.test(path) ? readJson(text) : undefined
  return document?.findings.filter(({ refused }) => refused) ?? []
}

/** `undecodable`: the bytes are no text, and why. */
export const ofUnknownKind = (text: string, path: string, undecodable?: TextFinding): Reading => ({
  kind: unknownKind,
  language: /\.json$/i.test(path) ? 'json' : 'yaml',
  document: null,
  answers: {},
  implied: {},
  given: [],
  unknown: [],
  refused: [],
  references: [],
  findings: undecodable ? [undecodable] : refusals(text, path),
})
