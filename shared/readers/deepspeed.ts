/** DeepSpeed's own JSON (`ds_config.json`). */
import type { Answers } from '../config.ts'
import type { Value } from '../fields/field.ts'
import { readJson } from '../python/json.ts'
import { reader } from './reader.ts'
import { scored } from './recognise.ts'
import { type Meaning, namesOf, readTree } from './tree.ts'

const names = namesOf('deepspeed')

function special(path: string, value: Value | undefined): Meaning | undefined {
  switch (path) {
    case 'gradient_clipping':
      return value === 'auto' ? { answers: [['output.deepspeed_gradient_clipping', 'auto']] } : undefined
    case 'gradient_accumulation_steps':
      return value === 'auto' ? { answers: [['output.deepspeed_gradient_accumulation_steps', 'auto']] } : undefined
    case 'bf16':
    case 'fp16':
    case 'bfloat16':
      // A section of which one key says something about our options: it is looked at below.
      return undefined
    case 'bf16.enabled':
    case 'bfloat16.enabled':
      return value === true ? { answers: [['accelerate.mixed_precision', 'bf16']] } : 'understood'
    case 'fp16.enabled':
      return value === true ? { answers: [['accelerate.mixed_precision', 'fp16']] } : 'understood'
    default:
      return value === 'auto' ? 'understood' : undefined
  }
}

/** Precision stands in sections that no option names. */
const named = new Map([
  ...names,
  ['bf16.enabled', 'accelerate.mixed_precision'] as const,
  ['bfloat16.enabled', 'accelerate.mixed_precision'] as const,
  ['fp16.enabled', 'accelerate.mixed_precision'] as const,
])

/** What the file means by being there, and by what it leaves out: the defaults of DeepSpeed 0.19.6 (runtime/constants.py, runtime/zero/config.py). */
function implied(answers: Answers, said: ReadonlySet<string>): Answers {
  return {
    'accelerate.distributed_type': 'DEEPSPEED',
    'output.deepspeed_json': true,
    ...(answers['accelerate.mixed_precision'] === undefined ? { 'accelerate.mixed_precision': 'no' } : {}),
    ...(said.has('zero_optimization.stage') ? {} : { 'deepspeed.zero_stage': 0 }),
    ...(answers['deepspeed.zero_stage'] === 3 &&
    !said.has('zero_optimization.stage3_gather_16bit_weights_on_model_save')
      ? { 'deepspeed.zero3_save_16bit_model': false }
      : {}),
    ...(said.has('gradient_clipping') ? {} : { 'output.deepspeed_gradient_clipping': 'absent' }),
    ...(said.has('gradient_accumulation_steps') ? {} : { 'output.deepspeed_gradient_accumulation_steps': 'absent' }),
  }
}

export const deepspeed = reader({
  id: 'deepspeed',
  recognise: scored({
    zero_optimization: 6,
    train_micro_batch_size_per_gpu: 4,
    train_batch_size: 3,
    gradient_clipping: 1,
    gradient_accumulation_steps: 1,
    offload_optimizer: 1,
    offload_param: 1,
    steps_per_print: 3,
    wall_clock_breakdown: 3,
    fp16: 1,
    bf16: 1,
  }),
  // DeepSpeed reads Hjson: comments and commas at the end are read, and reported.
  read: (text) =>
    readTree(readJson(text, { lenient: true }), {
      kind: 'deepspeed',
      language: 'json',
      names: named,
      special,
      implied,
    }),
})
