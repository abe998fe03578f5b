/** Answers and the values that follow from them: a line a case, and what holds for any answers. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Answers,
  answer,
  answerAll,
  checkValue,
  extended,
  nearest,
  parseText,
  recommended,
  resolve,
} from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import { runs } from '../runs.ts'
import { answerTo, someAnswers } from './values.ts'

describe('a typed text', () => {
  it.each<[key: string, typed: string, value: Value]>([
    ['lora.r', '16', 16],
    ['lora.r', ' 16 ', 16],
    ['data.sequence_length', '8,192', 8192],
    ['data.sequence_length', '8_192', 8192],
    ['training.learning_rate', '2e-4', 2e-4],
    ['training.learning_rate', '2.0E-4', 2e-4],
    ['training.learning_rate', '.0001', 1e-4],
    ['training.max_steps', '-1', -1],
    ['data.packing', 'yes', true],
    ['data.packing', 'OFF', false],
    ['accelerate.distributed_type', 'deepspeed', 'DEEPSPEED'],
    ['accelerate.mixed_precision', 'BF16', 'bf16'],
    ['accelerate.mixed_precision', 'no', 'no'],
    ['deepspeed.zero_stage', '3', 3],
    ['accelerate.main_process_ip', '', null],
    ['accelerate.main_process_ip', 'null', null],
    ['accelerate.tpu_env', 'A=1, B=2', ['A=1', 'B=2']],
    ['model.id', ' Qwen/Qwen3-8B ', 'Qwen/Qwen3-8B'],
  ])('%s = %j is %j', (key, typed, value) => {
    expect(parseText(key, typed)).toEqual({ value })
  })

  it.each<[key: string, typed: string, why: string]>([
    ['lora.rank', '16', 'unknown-key'],
    ['lora.r', 'many', 'wrong-type'],
    ['lora.r', '16.5', 'wrong-type'],
    ['lora.r', '0x10', 'wrong-type'],
    ['lora.r', 'Infinity', 'wrong-type'],
    ['lora.r', '0', 'out-of-range'],
    ['lora.r', '-3', 'out-of-range'],
    ['lora.r', '1e300', 'out-of-range'],
    ['lora.r', '', 'not-optional'],
    ['lora.lora_dropout', '1', 'out-of-range'],
    ['data.packing', 'maybe', 'wrong-type'],
    ['accelerate.distributed_type', 'DEEPSEED', 'not-a-choice'],
    ['deepspeed.zero_stage', '4', 'not-a-choice'],
    ['lora.target_modules', 'q proj', 'pattern'],
    ['output.output_dir', 'a\nb', 'pattern'],
  ])('%s = %j is refused: %s', (key, typed, why) => {
    expect(parseText(key, typed)).toMatchObject({ refusal: { why } })
  })

  it('of a value reads back as that value', () => {
    fc.assert(
      fc.property(answerTo, ([key, value]) => {
        if ('refusal' in checkValue(key, value) || value === null) return
        const field: Field = fields[key]
        if (field.kind === 'text' || field.kind === 'list') return
        expect(parseText(key, String(value))).toEqual({ value })
      }),
      runs(125),
    )
  })
  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...fieldKeys), fc.string()),
        fc.string({ unit: 'grapheme' }),
        (key, typed) => {
          const parsed = parseText(key, typed)
          expect('value' in parsed || 'refusal' in parsed).toBe(true)
        },
      ),
      runs(125),
    )
  })
})

describe('a refusal', () => {
  it.each([
    ['lora.alpha', ['lora.lora_alpha']],
    ['deepspeed.zero_stge', ['deepspeed.zero_stage']],
    ['zero_stage', ['deepspeed.zero_stage']],
    ['qwertyuiop', []],
  ])('of %s suggests %j', (key, names) => {
    expect(nearest(key, fieldKeys).slice(0, 1)).toEqual(names)
  })
  it('of a choice suggests the nearest one', () => {
    expect(checkValue('accelerate.distributed_type', 'DEEPSEED')).toMatchObject({ refusal: { nearest: ['DEEPSPEED'] } })
  })
})

describe('one value has one home', () => {
  it.each<[given: Answers, kept: Answers]>([
    [{ 'deepspeed.gradient_clipping': 0.3 }, { 'training.max_grad_norm': 0.3 }],
    [{ 'deepspeed.gradient_accumulation_steps': 4 }, { 'training.gradient_accumulation_steps': 4 }],
    [{ 'accelerate.num_machines': 2 }, { 'hardware.machines': 2 }],
    [{ 'accelerate.num_processes': 8 }, { 'hardware.gpus_per_machine': 8 }],
    [
      { 'accelerate.num_processes': 16, 'accelerate.num_machines': 2 },
      { 'hardware.machines': 2, 'hardware.gpus_per_machine': 8 },
    ],
    [{ 'training.bf16': true }, { 'accelerate.mixed_precision': 'bf16' }],
    [{ 'training.fp16': true }, { 'accelerate.mixed_precision': 'fp16' }],
  ])('%j is kept as %j', (given, kept) => {
    const taken = answerAll({}, Object.entries(given) as [string, Value][])
    expect(taken.refusals).toEqual([])
    expect(taken.answers).toEqual(kept)
    const { config } = resolve(taken.answers)
    for (const [key, value] of Object.entries(given)) expect(config[key as FieldKey]).toEqual(value)
  })

  it('switches a precision off only where it is the one that is on', () => {
    expect(answer({ 'accelerate.mixed_precision': 'bf16' }, 'training.bf16', false)).toEqual({
      answers: { 'accelerate.mixed_precision': 'no' },
    })
    expect(answer({ 'accelerate.mixed_precision': 'fp16' }, 'training.bf16', false)).toEqual({
      answers: { 'accelerate.mixed_precision': 'fp16' },
    })
  })

  it('refuses processes that the machines cannot share evenly', () => {
    expect(
      answerAll({}, [
        ['accelerate.num_processes', 7],
        ['hardware.machines', 2],
      ]),
    ).toEqual({
      answers: { 'hardware.machines': 2 },
      refusals: [
        { why: 'not-divisible', key: 'accelerate.num_processes', value: '7', by: 'hardware.machines', divisor: 2 },
      ],
    })
  })
})

describe('defaults', () => {
  it.each<[given: Answers, key: FieldKey, value: Value]>([
    [{}, 'accelerate.distributed_type', 'NO'],
    [{ 'hardware.gpus_per_machine': 8 }, 'accelerate.distributed_type', 'DEEPSPEED'],
    [{ 'hardware.gpus_per_machine': 2, 'method.name': 'qlora' }, 'accelerate.distributed_type', 'FSDP'],
    [{}, 'lora.lora_alpha', 32],
    [{ 'lora.r': 64 }, 'lora.lora_alpha', 128],
    [{ 'method.name': 'qlora' }, 'method.quantization', 'nf4'],
    [{}, 'method.quantization', 'none'],
    [{ 'method.name': 'full' }, 'training.learning_rate', 2e-5],
    [{}, 'training.learning_rate', 2e-4],
    [{ 'output.script': 'trl sft' }, 'output.trainer', 'trl'],
    [{ 'output.deepspeed_json': true }, 'deepspeed.deepspeed_config_file', 'ds_config.json'],
    [{ 'hardware.machines': 2 }, 'accelerate.main_process_port', 29_500],
    [{}, 'accelerate.main_process_port', null],
  ])('with %j make %s %j', (given, key, value) => {
    expect(resolve(given).config[key]).toEqual(value)
  })
})

describe('for any answers', () => {
  it('every option has a value that it accepts, and what was said stands', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const { config } = resolve(answers)
        for (const key of fieldKeys) {
          const field: Field = fields[key]
          const value = config[key] as Value
          if (answers[key] !== undefined && !field.home)
            expect(value).toEqual(answers[key] ?? recommended(answers, key))
          // A product of two counts may leave the range of either; every other value is one that could be given.
          if (!field.home) expect(checkValue(key, value)).toEqual({ value })
        }
      }),
      runs(50),
    )
  })
  it('what nobody said is what looking it up alone gives, whatever is said first', () => {
    fc.assert(
      fc.property(someAnswers, someAnswers, (answers, more) => {
        const { config } = resolve(answers)
        for (const key of fieldKeys) {
          if (answers[key] === undefined) expect(config[key], key).toEqual(recommended(answers, key))
        }
        expect(extended(resolve(answers), more)).toEqual(resolve({ ...answers, ...more }))
      }),
      runs(50),
    )
  })
  it('nothing is kept away from its home', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        for (const key of Object.keys(answers)) expect((fields[key as FieldKey] as Field).home).toBeUndefined()
      }),
    )
  })
  it('a recommendation does not depend on what was said about it', () => {
    fc.assert(
      fc.property(someAnswers, answerTo, (answers, [key, value]) => {
        const said = answer(answers, key, value)
        if ('refusal' in said || (fields[key] as Field).home) return
        expect(recommended(said.answers, key)).toEqual(recommended(answers, key))
      }),
      runs(50),
    )
  })
})
