/** A part of a model's name, as people type it → the known models that it could mean, the likeliest first. */
import fuzzysort from 'fuzzysort'
import { modelIds } from './models.ts'
import { trainedFrom } from './trained-from.ts'

/** A match that scores less has its letters by chance. */
const likely = 0.3

const tail = (id: string): string => id.slice(id.indexOf('/') + 1)

/** Everything that is known by a name: models, then those that were trained from them. */
let names: readonly { readonly id: string; readonly name: string }[] | undefined
const known = () => {
  names ??= [...modelIds, ...Object.keys(trainedFrom)].map((id) => ({ id, name: tail(id) }))
  return names
}

/** All ids where nothing is typed; otherwise those in which its letters occur in order: `q38b` finds Qwen3-8B. */
export function findModels(text: string): readonly string[] {
  const wanted = text.trim()
  if (wanted === '') return known().map(({ id }) => id)
  return fuzzysort.go(wanted, known(), { keys: ['name', 'id'], limit: 0, threshold: likely }).map(({ obj }) => obj.id)
}
