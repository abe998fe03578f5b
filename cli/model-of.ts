/** The model of a run: the catalogue's, or the one that its config.json describes. */
import { basename, join, resolve } from 'node:path'
import type { Model } from '../shared/catalog/model.ts'
import { type ModelConfigFinding, readModelConfig } from '../shared/catalog/model-config.ts'
import { readableModel } from '../shared/catalog/model-names.ts'
import { modelIds } from '../shared/catalog/models.ts'
import { nearest, type Run } from '../shared/config.ts'
import { fill } from '../shared/pages.ts'
import type { Wording } from './face.ts'
import type { Host } from './host.ts'
import { clean } from './print/text.ts'
import { bytesOf } from './read-answers.ts'
import { UserError } from './user-error.ts'

export interface ModelOf {
  readonly model: Model
  /** Whole sentences: what a config.json left open. */
  readonly notes: readonly string[]
}

/** What a config.json leaves open, in words. */
function findingText(finding: ModelConfigFinding, wording: Wording): string {
  const { kind, ...facts } = finding
  const id = kind === 'unknown-family' && finding.assumed === null ? 'unsupported-family' : kind
  return clean(fill(wording.sentences(`memory.config.${id}`) ?? id, { ...facts } as Record<string, string>))
}

/** The catalogue's model of that name; a name that nobody knows is the user's to mend. */
function catalogueModel(id: string): Model {
  const model = readableModel(id)
  if (model) return model
  const tail = (name: string) => name.slice(name.lastIndexOf('/') + 1)
  const ids = modelIds
  const tails = nearest(tail(id), ids.map(tail))
  const near = [...nearest(id, ids), ...ids.filter((one) => tails.includes(tail(one)))]
  throw new UserError('unknown-model', { model: id, nearest: [...new Set(near)].slice(0, 3) })
}

export function modelOf(host: Host, { config }: Run, wording: Wording): ModelOf {
  const given = config['model.config_file']
  if (given === null) return { model: catalogueModel(config['model.id']), notes: [] }
  const asked = resolve(host.folder, given)
  const path = host.files.status(asked)?.kind === 'folder' ? join(asked, 'config.json') : asked
  const text = new TextDecoder().decode(bytesOf(host, path))
  const name = basename(asked) === 'config.json' ? basename(join(asked, '..')) : basename(asked)
  const { model, findings } = readModelConfig(text, name)
  const notes = findings.map((finding) => findingText(finding, wording))
  if (!model) throw new UserError('model-not-understood', { path, problem: notes.join(' ') })
  return { model, notes }
}

/** The run with the model that its `model.config_file` describes, where that can be read: files are written without it all the same. */
export function withModel(host: Host, run: Run, wording: Wording): Run {
  if (run.config['model.config_file'] === null) return run
  try {
    return { ...run, model: modelOf(host, run, wording).model }
  } catch (error) {
    if (error instanceof UserError) return run
    throw error
  }
}
