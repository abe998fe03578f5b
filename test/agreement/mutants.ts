/** What people make of sound files of the trainers: keys misspelt, moved, dropped; values of another type; accidents of YAML. */
import { resolve } from '../../shared/config.ts'
import { trainers } from '../../shared/emitters/trainers/index.ts'
import { exported } from '../../shared/export.ts'
import { presets } from '../../shared/presets/index.ts'
import { tool } from '../../shared/tools/index.ts'
import type { ToolId } from '../../shared/tools/tool.ts'
import { changedYaml, values } from '../real/mutants.ts'
import type { Random } from '../real/random-walk.ts'

export interface Trainer {
  readonly tool: ToolId
  /** The kind of its file, and the section of the captured release that reads it. */
  readonly kind: string
  readonly section: string
  /** Lines that our own files do not have. */
  readonly more: readonly string[]
}

export const judged: readonly Trainer[] = [
  {
    tool: 'axolotl',
    kind: 'axolotl',
    section: 'AxolotlInputConfig',
    more: [
      'adapter: lora\nval_set_size: 0.05\ngroup_by_length: false\nload_in_8bit: true\n',
      'dataset_prepared_path: prepared\nwandb_project: p\ntf32: true\nweight_decay: 0.01\nspecial_tokens:\n  pad_token: x\n',
      'lora_modules_to_save: [embed_tokens, lm_head]\npad_to_sequence_len: true\nsave_total_limit: 2\nxformers_attention: false\n',
    ],
  },
  {
    tool: 'llamafactory',
    kind: 'llama-factory',
    section: 'train',
    more: [
      'template: llama3\nmax_samples: 1000\noverwrite_cache: true\npreprocessing_num_workers: 4\nplot_loss: false\nval_size: 0.1\n',
      'additional_target: embed_tokens\nsave_total_limit: 2\nneftune_noise_alpha: 5.0\nddp_timeout: 180000000\nuse_rslora: true\n',
      'lora_target: q_proj,v_proj\nrope_scaling: linear\npacking: true\nneat_packing: true\nmask_history: false\n',
    ],
  },
  {
    tool: 'ms-swift',
    kind: 'ms-swift',
    section: 'sft',
    more: [
      'split_dataset_ratio: 0.01\ndataloader_num_workers: 4\nsave_total_limit: 2\nmodel_author: swift\nfreeze_vit: true\n',
      'init_weights: pissa\nlora_bias: none\nsystem: You help.\nval_dataset: [a, b]\nload_from_cache_file: true\n',
      'warmup_ratio: 0.05\nattn_impl: flash_attn\nstreaming: false\ntruncation_strategy: delete\nlazy_tokenize: false\n',
    ],
  },
]

export interface Mutant {
  readonly text: string
  readonly done: readonly string[]
}

/** Sound files of a trainer: our own for the presets, plain and with settings that we do not write. */
export function basesOf({ kind, more }: Trainer): readonly string[] {
  const trainer = trainers.find((one) => one.kind === kind)
  if (!trainer) throw new Error(`Nothing is exported to ${kind}.`)
  const own = presets.slice(0, 6).flatMap(({ answers }) => {
    const { files } = exported(trainer, resolve({ 'data.dataset': 'somebody/data', ...answers }))
    return files.filter(({ path }) => path === trainer.file).map(({ text }) => text)
  })
  // The newest Transformers has the share of warm-up steps under one name with their number.
  const newer = (text: string) => (kind === 'llama-factory' ? text.replace('warmup_ratio', 'warmup_steps') : text)
  return own.map(newer).flatMap((text, place) => [text, joined(text, more[place % more.length] ?? '')])
}

/** Lines of two files, each key once; the second file wins. */
function joined(text: string, more: string): string {
  const keyOf = (line: string) => /^(\w+):/.exec(line)?.[1]
  const keys = new Set(more.split('\n').map(keyOf))
  const kept = text.split(/\n(?=\w)/).filter((block) => !keys.has(keyOf(block)))
  return `${kept.join('\n').trimEnd()}\n${more}`
}

export function mutantOf({ tool: id, section }: Trainer, base: string, release: string, by: Random): Mutant {
  const names = [...(tool(id).release(release).section(section)?.names.keys() ?? [])]
  let text = base
  const done: string[] = []
  const times = by.pick([1, 1, 1, 2])
  for (let time = 0; time < times; time++) {
    if (by.chance(0.3)) {
      // A name of the tool's own, with a value of any kind.
      const line = `${by.pick(names)}: ${by.pick(values)}`
      text = `${text.trimEnd()}\n${line}\n`
      done.push(`add: ${line}`)
    } else {
      const [next, what] = changedYaml(text, by)
      text = next
      done.push(what)
    }
  }
  return { text, done }
}
