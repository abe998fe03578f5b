/** The models and GPUs that experiments offer, taken from the catalog when the site is built: a page needs these few, not the whole catalog. */
import type { Gpu } from '../../shared/catalog/gpu.ts'
import { gpuByName } from '../../shared/catalog/gpus.ts'
import type { Model } from '../../shared/catalog/model.ts'
import { modelById } from '../../shared/catalog/models.ts'
import { labGpus, labModels } from '../../shared/lab/memory-settings.ts'

export interface LabCatalog {
  readonly models: readonly { readonly name: string; readonly model: Model }[]
  readonly gpus: readonly { readonly name: string; readonly gpu: Gpu }[]
}

declare const data: LabCatalog

export { data }

const known = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`${name} isn't in the catalog`)
  return value
}

export default {
  load: (): LabCatalog => ({
    models: labModels.map(({ name, id }) => ({ name, model: { ...known(modelById(id), id), sources: [] } })),
    gpus: labGpus.map(({ name, id }) => ({ name, gpu: { ...known(gpuByName(id), id), sources: [] } })),
  }),
}
