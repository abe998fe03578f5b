/** Files that merge an adapter, export a model, or run one: they start no training, and are not judged as if they did. */
import type { Value } from '../fields/field.ts'
import type { FieldKey } from '../fields/index.ts'
import { readYaml } from '../python/yaml/document.ts'
import { type CommandKind, sectionRead } from '../tools/commands.ts'
import { type Reader, reader, type Sample } from './reader.ts'
import { type Meaning, readTree } from './tree.ts'

/** Higher than any reader of training files is sure of a few names. */
const sure = 40

interface ExportKind {
  readonly id: string
  readonly command: CommandKind
  /** The argument that names the base model. */
  readonly model: string
  readonly isExport: (sample: Sample) => boolean
}

const hasAny = ({ names }: Sample, wanted: readonly string[]): boolean => wanted.some((name) => names.has(name))

/** What only a training is told. */
const ofTraining = ['do_train', 'learning_rate', 'num_train_epochs', 'per_device_train_batch_size', 'max_steps']

/** Whether a file is for `llamafactory-cli export`, `chat`, or `api` (hparams/parser.py of 0.9.5, _INFER_ARGS). */
export const isFactoryExport = (sample: Sample): boolean =>
  hasAny(sample, ['export_dir', 'infer_backend', 'adapter_name_or_path']) &&
  hasAny(sample, ['model_name_or_path', 'adapter_name_or_path']) &&
  !hasAny(sample, [...ofTraining, 'output_dir', 'dataset', 'cutoff_len'])

/** `axolotl merge-lora` reads the file of the training; a file for merging alone says so itself. */
export const isAxolotlMerge = ({ names, text }: Sample): boolean =>
  names.has('base_model') && /^merge_lora:\s*(?:true|True|TRUE|yes|on)\b/m.test(text)

/** Whether a file is for `swift export`. */
export const isSwiftExport = (sample: Sample): boolean =>
  hasAny(sample, ['merge_lora', 'to_ollama', 'to_mcore', 'to_hf', 'quant_n_samples', 'to_peft_format']) &&
  hasAny(sample, ['model', 'adapters', 'ckpt_dir', 'mcore_model', 'mcore_adapter']) &&
  !hasAny(sample, ofTraining)

const exportReader = ({ id, command, model, isExport }: ExportKind): Reader =>
  reader({
    id,
    recognise: (sample) => (isExport(sample) ? sure : 0),
    read: (text) =>
      readTree(readYaml(text), {
        kind: id,
        language: 'yaml',
        names: new Map<string, FieldKey>(),
        special: (path: string, value: Value | undefined): Meaning | undefined =>
          path === model && typeof value === 'string' ? { answers: [['model.id', value]] } : undefined,
        knows: (path) => sectionRead(command)?.named(path.split('.')[0] as string) !== undefined,
      }),
  })

export const llamaFactoryExport = exportReader({
  id: 'llama-factory-export',
  command: 'llama-factory-export',
  model: 'model_name_or_path',
  isExport: isFactoryExport,
})
export const axolotlMerge = exportReader({
  id: 'axolotl-merge',
  command: 'axolotl',
  model: 'base_model',
  isExport: isAxolotlMerge,
})
export const msSwiftExport = exportReader({
  id: 'ms-swift-export',
  command: 'ms-swift-export',
  model: 'model',
  isExport: isSwiftExport,
})
