/** DeepSpeed's own JSON, for runs that describe DeepSpeed there instead of in the Accelerate file. */
import { applies } from '../config.ts'
import type { Value } from '../fields/field.ts'
import { all, when } from '../fields/when.ts'
import { deepspeed as at, transformers } from '../source.ts'
import { emitter } from './emitter.ts'
import { named } from './named.ts'

type Tree = { [key: string]: Value | Tree }

function put(tree: Tree, path: readonly string[], value: Value): void {
  const [head, ...rest] = path as [string, ...string[]]
  if (rest.length === 0) tree[head] = value
  else {
    tree[head] ??= {}
    put(tree[head] as Tree, rest, value)
  }
}

/** Batch size, accumulation, clipping and precision are numbers here, not `auto`: the script gets the same ones, and a raw Accelerator loop reads `auto` clipping as 1.0. */
export const deepspeed = emitter({
  id: 'deepspeed',
  appliesWhen: all(
    when('accelerate.distributed_type', 'DEEPSPEED'),
    when('deepspeed.deepspeed_config_file', 'ds_config.json'),
  ),
  sources: [at('deepspeed/runtime/zero/config.py'), transformers('src/transformers/integrations/deepspeed.py:147')],
  extend: (plan, run) => {
    const { config } = run
    const tree: Tree = {}
    for (const { name, value } of named('deepspeed', run)) put(tree, name.split('.'), value)
    const offload = (tree.zero_optimization as Tree | undefined) ?? {}
    for (const part of ['offload_optimizer', 'offload_param']) {
      const block = offload[part] as Tree | undefined
      if (block?.device === 'none') delete offload[part]
      else if (block) block.pin_memory = true
    }
    for (const [key, name, way] of [
      ['training.max_grad_norm', 'gradient_clipping', 'output.deepspeed_gradient_clipping'],
      [
        'training.gradient_accumulation_steps',
        'gradient_accumulation_steps',
        'output.deepspeed_gradient_accumulation_steps',
      ],
    ] as const) {
      if (!applies(way, config)) continue
      if (config[way] === 'absent') delete tree[name]
      else tree[name] = config[way] === 'auto' ? 'auto' : config[key]
    }
    tree.train_batch_size = 'auto'
    // Around fp8, too, DeepSpeed computes in bf16.
    tree.bf16 = { enabled: ['bf16', 'fp8'].includes(config['accelerate.mixed_precision']) }
    tree.fp16 = { enabled: config['accelerate.mixed_precision'] === 'fp16' }
    return { ...plan, files: [...plan.files, { path: 'ds_config.json', text: `${JSON.stringify(tree, null, 2)}\n` }] }
  },
})
