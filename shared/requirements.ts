/** The Python packages a run needs, with the versions this project was checked against, and how they are installed. */
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

/** Packages that are needed beside them, in the releases that they were tried with. */
const others = { datasets: '5.2.0', bitsandbytes: '0.50.2' } as const

/** The oldest releases that the training script and the rehearsal were tried with, on 2026-12-01. */
export const oldestTried: Readonly<Record<string, string>> = {
  accelerate: '1.13.0',
  transformers: '5.9.0',
  peft: '0.19.1',
  trl: '1.5.1',
  deepspeed: '0.19.1',
  bitsandbytes: '0.49.2',
}

/** The pins of the MLPerf reference itself (requirements.txt of mlcommons/training, llama2_70b_lora), and what its container of January 2024 brings. */
const reference = [
  'torch==2.2.0',
  'numpy<2',
  'transformers==4.38.1',
  'accelerate==0.27.2',
  'peft==0.8.2',
  'datasets==2.17.1',
  'deepspeed==0.13.2',
  'flash-attn==2.4.1',
]

/** pip requirement specifiers, torch first. */
export function requirements({ config }: Run): readonly string[] {
  if (config['output.trainer'] === 'mlperf') return reference
  const releases = { ...versions, ...others }
  const pinned = (name: keyof typeof releases) => `${name}==${releases[name]}`
  const packages = [pinned('torch'), pinned('accelerate'), pinned('transformers'), pinned('datasets')]
  // after.py, which comes with the script that is written, imports PEFT whatever the method is.
  const writes = config['output.trainer'] === 'trl' && config['output.script'] === null
  if (config['method.name'] !== 'full' || writes) packages.push(pinned('peft'))
  if (config['output.trainer'] === 'trl') packages.push(pinned('trl'))
  if (config['accelerate.distributed_type'] === 'DEEPSPEED') packages.push(pinned('deepspeed'))
  if (config['method.quantization'] !== 'none' && config['method.name'] !== 'full')
    packages.push(pinned('bitsandbytes'))
  else if (/8bit|paged|bnb/.test(config['training.optim'])) packages.push(pinned('bitsandbytes'))
  if (config['training.use_liger_kernel']) packages.push('liger-kernel')
  if (config['training.report_to'] !== 'none') packages.push(config['training.report_to'])
  if (config['training.attn_implementation'] === 'flash_attention_2') packages.push('flash-attn')
  return packages
}

/** Packages whose setup imports torch, so that they can be built only where torch is installed already. */
const builtOnTorch = /^(?:deepspeed|flash-attn)\b/

/** Python releases that every pinned package has a build for. */
export const pythonOf = ({ config }: Run): string => (config['output.trainer'] === 'mlperf' ? '3.10' : '3.10–3.13')

/** The commands that install what a run needs, one after another, in an empty environment. */
export function installCommands(run: Run): readonly string[] {
  const [torch = '', ...others] = requirements(run)
  const builds = others.some((one) => builtOnTorch.test(one))
  return [
    `pip install ${torch}`,
    ...(builds ? ['pip install setuptools wheel ninja packaging psutil'] : []),
    `pip install ${builds ? '--no-build-isolation ' : ''}-r requirements.txt`,
  ]
}
