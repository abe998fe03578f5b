/** What somebody calls a model → the catalogue's model of that shape. */
import type { Model } from './model.ts'
import { modelById, modelIds } from './models.ts'

/** Endings that tell what a model was trained for, not how it is built. */
const training = /[-_](instruct|chat|it|pt|base|hf|it-hf|chat-hf|instruct-\d{4}|\d{4})$/i

/** The part of an id that its publishers share: without the owner, and without what it was trained for. */
function shape(id: string): string {
  let name = (id.split('/').at(-1) ?? id).toLowerCase().replace(/^meta-/, '')
  for (let before = ''; before !== name; ) {
    before = name
    name = name.replace(training, '')
  }
  return name
}

const byShape: ReadonlyMap<string, string> = new Map(modelIds.map((id) => [shape(id), id]))

/** The model of that id; or one that differs only in owner or in what it was trained for, such as `-Instruct`, since those share every shape. */
export const readableModel = (id: string): Model | undefined => modelById(id) ?? modelById(byShape.get(shape(id)) ?? '')
