/** The script and its arguments, in the dialect of its argument parser. */
import type { Run } from '../config.ts'
import type { Value } from '../fields/field.ts'
import { page, transformers, trl } from '../source.ts'
import { emitter, type Phrase } from './emitter.ts'
import { type Named, named } from './named.ts'
import { trainingScript, writesTrainingScript } from './train.ts'

/** A value as Python's argparse takes it. */
const python = (value: Value): string => (value === true ? 'True' : value === false ? 'False' : String(value))
const items = (value: Value): readonly string[] =>
  String(value)
    .split(',')
    .map((item) => item.trim())

/** An option and its value. A value that begins with a dash would be taken for an option of its own. */
const option = (name: string, value: string): Phrase =>
  value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value]

/** Whether several processes hold parts of the frozen weights, so that 4-bit weights need a storage type that can be divided. */
function sharded({ config }: Run): boolean {
  const type = config['accelerate.distributed_type']
  return type === 'FSDP' || (type === 'DEEPSPEED' && config['deepspeed.zero_stage'] === 3)
}

/** What the adapter and the stored weights need beyond one-to-one names (TRL's ModelConfig, which other scripts imitate). */
function modelArguments(run: Run): readonly Phrase[] {
  const { config } = run
  const compute = { bf16: 'bfloat16', fp16: 'float16', no: 'float32', fp8: 'bfloat16' }[
    config['accelerate.mixed_precision']
  ]
  const phrases: Phrase[] = [['--dtype', config['model.dtype']]]
  if (config['method.name'] === 'full') return phrases
  phrases.push(['--use_peft', 'True'])
  if (config['method.name'] === 'dora') phrases.push(['--use_dora', 'True'])
  if (config['method.quantization'] === 'nf4') {
    phrases.push(['--load_in_4bit', 'True'], ['--bnb_4bit_quant_type', 'nf4'])
    if (sharded(run)) phrases.push(['--bnb_4bit_quant_storage', compute])
  }
  if (config['method.quantization'] === 'int8') phrases.push(['--load_in_8bit', 'True'])
  return phrases
}

/** What the written script takes: all that TRL's script takes, and what TRL's classes leave out. */
function ofWrittenScript(run: Run): readonly Named[] {
  const ofTrl = named('trl', run)
  const known = new Set(ofTrl.map(({ key }) => key))
  return [...ofTrl, ...named('trainer', run).filter(({ key }) => !known.has(key))]
}

/** Arguments under TrainingArguments' and ModelConfig's names. */
function hugging(target: 'trainer' | 'trl', run: Run): readonly Phrase[] {
  const options = writesTrainingScript(run) ? ofWrittenScript(run) : named(target, run)
  const phrases = options.flatMap(({ key, name, value }): Phrase[] => {
    // TRL turns bf16 on unless it is told not to, in whichever dialect its script is called.
    if (key === 'training.bf16' && value === false && (target === 'trl' || run.config['output.script'] === 'trl sft')) {
      return [option(name, 'False')]
    }
    if ((key === 'training.bf16' || key === 'training.fp16') && value === false) return []
    if (key === 'training.max_steps' && (value as number) <= 0) return []
    if (key === 'lora.target_modules' || key === 'lora.modules_to_save') return [[`--${name}`, ...items(value)]]
    return [option(name, python(value))]
  })
  // DeepSpeed computes in bf16 around fp8, and the Trainer wants to have said so; its own bf16 would turn fp8 off.
  if (run.config['accelerate.mixed_precision'] === 'fp8' && run.config['accelerate.distributed_type'] === 'DEEPSPEED')
    phrases.push(['--bf16_full_eval', 'True'])
  return [...phrases, ...modelArguments(run)]
}

/** Arguments of the MLPerf reference's train.py, which parses names of its own; warm-up it takes as a share of the steps only. */
function mlperf(run: Run): readonly Phrase[] {
  const { config } = run
  const phrases = named('mlperf', run).flatMap(({ key, name, value }): Phrase[] =>
    key === 'training.bf16' && value === false ? [] : [option(name, python(value))],
  )
  if (config['accelerate.mixed_precision'] === 'fp16') phrases.push(['--fp16', 'True'])
  const warmup = config['training.warmup_steps']
  const steps = config['training.max_steps']
  phrases.push(['--warmup_ratio', python(warmup < 1 ? warmup : steps > 0 ? Math.min(1, warmup / steps) : 0)])
  phrases.push(['--use_peft_lora', python(config['method.name'] !== 'full')])
  if (config['training.attn_implementation'].startsWith('flash')) phrases.push(['--use_flash_attn'])
  return phrases
}

export const script = emitter({
  id: 'script',
  sources: [
    transformers('src/transformers/training_args.py'),
    trl('trl/trainer/model_config.py'),
    page('https://github.com/mlcommons/training/blob/master/llama2_70b_lora/scripts/train.py'),
  ],
  extend: (plan, run) => {
    const trainer = run.config['output.trainer']
    const script = run.config['output.script']
    const ours = trainer === 'mlperf' ? 'scripts/train.py' : trainingScript
    const start: Phrase = script === 'trl sft' ? ['-m', 'trl.scripts.sft'] : [script ?? ours]
    const phrases = trainer === 'mlperf' ? mlperf(run) : hugging(trainer === 'trl' ? 'trl' : 'trainer', run)
    return { ...plan, command: [...plan.command, start, ...phrases] }
  },
})
