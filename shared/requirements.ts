/** The Python packages a run needs, with the versions this project was checked against. */
import type { Run } from './config.ts'
import { newest } from './tools/index.ts'

/** The releases that the files and rules of this project are tried with: the newest captured ones. */
export const versions = {
  torch: '2.13.0',
  accelerate: newest.accelerate,
  transformers: newest.transformers,
  peft: newest.peft,
  trl: newest.trl,
  deepspeed: newest.deepspeed,
} as const

/** The pins of the MLPerf reference itself (requirements.txt of mlcommons/training, llama2_70b_lora). */
const reference = ['transformers==4.38.1', 'accelerate==0.27.2', 'peft==0.8.2', 'datasets==2.17.1', 'deepspeed==0.13.2']

/** pip requirement specifiers, in the order they are best installed. */
export function requirements({ config }: Run): readonly string[] {
  if (config['output.trainer'] === 'mlperf') return [...reference, 'flash-attn==2.4.1']
  const pinned = (name: keyof typeof versions) => `${name}==${versions[name]}`
  const packages = [pinned('torch'), pinned('accelerate'), pinned('transformers'), 'datasets']
  if (config['method.name'] !== 'full') packages.push(pinned('peft'))
  if (config['output.trainer'] === 'trl') packages.push(pinned('trl'))
  if (config['accelerate.distributed_type'] === 'DEEPSPEED') packages.push(pinned('deepspeed'))
  if (config['method.quantization'] !== 'none' && config['method.name'] !== 'full') packages.push('bitsandbytes')
  else if (/8bit|paged|bnb/.test(config['training.optim'])) packages.push('bitsandbytes')
  if (config['training.use_liger_kernel']) packages.push('liger-kernel')
  if (config['training.attn_implementation'] === 'flash_attention_2') packages.push('flash-attn')
  return packages
}
