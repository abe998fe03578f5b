/** The model of a run: the catalogue's, or the one that its config.json describes. */
import { basename, join, resolve } from 'node:path'
import type { Model } from '../shared/catalog/model.ts'
import { type ModelConfigFinding, readModelConfig } from '../shared/catalog/model-config.ts'
import { modelIds } from '../shared/catalog/models.ts'
import { baseOfAdapter, resolveModel } from '../shared/catalog/resolve-model.ts'
import { nearest, type Run } from '../shared/config.ts'
import { fill } from '../shared/pages.ts'
import type { Wording } from './face.ts'
import type { Host } from './host.ts'
import { clean } from './print/text.ts'
import { bytesOf } from './read-answers.ts'
import { reasonOf } from './system-error.ts'
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

/** The catalogue's model of that name, or the one that its name hints at; a name that nobody knows is an error of the user's. */
function namedModel(id: string, wording: Wording): ModelOf {
  const answer = resolveModel(id)
  if (answer.kind === 'exact') return { model: answer.model, notes: [] }
  if (answer.kind === 'family') {
    const note = fill(wording.sentences('memory.guess') ?? '', { asked: id, model: answer.model.id })
    return { model: answer.model, notes: [clean(note)] }
  }
  const tail = (name: string) => name.slice(name.lastIndexOf('/') + 1)
  const ids = modelIds
  const tails = nearest(tail(id), ids.map(tail))
  const near = [...nearest(id, ids), ...ids.filter((one) => tails.includes(tail(one)))]
  throw new UserError('unknown-model', { model: id, nearest: [...new Set(near)].slice(0, 3) })
}

/** What is at a path; one that cannot be looked at is the user's to fix. */
function statusOf(host: Host, path: string) {
  try {
    return host.files.status(path)
  } catch (error) {
    throw new UserError('file-unreadable', { path, reason: reasonOf(error) })
  }
}

/** The model that a config.json on disk describes. */
function describedModel(host: Host, asked: string, wording: Wording): ModelOf {
  const path = statusOf(host, asked)?.kind === 'folder' ? join(asked, 'config.json') : asked
  const text = new TextDecoder().decode(bytesOf(host, path))
  const name = basename(asked) === 'config.json' ? basename(join(asked, '..')) : basename(asked)
  const { model, findings } = readModelConfig(text, name)
  const notes = findings.map((finding) => findingText(finding, wording))
  if (!model) throw new UserError('model-not-understood', { path, problem: notes.join(' ') })
  return { model, notes }
}

/** The model in a folder of that name, where there is one: its own config.json, or the base of the adapter that lies in it. */
function localModel(host: Host, id: string, wording: Wording): ModelOf | undefined {
  const folder = id.trim() === '' ? undefined : resolve(host.folder, id)
  if (folder === undefined || statusOf(host, folder)?.kind !== 'folder') return undefined
  if (statusOf(host, join(folder, 'config.json'))?.kind === 'file') return describedModel(host, folder, wording)
  const adapter = join(folder, 'adapter_config.json')
  if (statusOf(host, adapter)?.kind !== 'file') return undefined
  const base = baseOfAdapter(new TextDecoder().decode(bytesOf(host, adapter)))
  return base === null ? undefined : namedModel(base, wording)
}

export function modelOf(host: Host, { config }: Run, wording: Wording): ModelOf {
  const given = config['model.config_file']
  if (given !== null) return describedModel(host, resolve(host.folder, given), wording)
  return localModel(host, config['model.id'], wording) ?? namedModel(config['model.id'], wording)
}

/** The run with the model that a config.json beside it describes, where that can be read: files are written without it all the same. */
export function withModel(host: Host, run: Run, wording: Wording): Run {
  try {
    const given = run.config['model.config_file']
    const found =
      given === null
        ? localModel(host, run.config['model.id'], wording)
        : describedModel(host, resolve(host.folder, given), wording)
    return found ? { ...run, model: found.model } : run
  } catch (error) {
    if (error instanceof UserError) return run
    throw error
  }
}
