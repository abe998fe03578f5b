/** The search: no better run is ever hidden by its bounds, what it finds is sound, and it keeps what was wished. */
import { describe, expect, it } from 'vitest'
import { check } from '../../shared/check.ts'
import { type Answers, resolve } from '../../shared/config.ts'
import { workloadOf } from '../../shared/estimate/from-run.ts'
import { memory } from '../../shared/estimate/memory.ts'
import { speed } from '../../shared/estimate/speed.ts'
import { goals, search, tokensPerSecond, type Wish } from '../../shared/search.ts'
import { freeSeed } from '../runs.ts'

const wish = (
  model: string,
  gpu: string,
  gpus: number,
  machines: number,
  tokens: number,
  more: Answers = {},
): Answers => ({
  'model.id': model,
  'hardware.gpu': gpu,
  'hardware.gpus_per_machine': gpus,
  'hardware.machines': machines,
  'data.sequence_length': tokens,
  'accelerate.main_process_ip': 'machine-0',
  'output.script': 'trl sft',
  ...more,
})

const wishes: readonly (readonly [name: string, batch: number, answers: Answers])[] = [
  ['70B on 8 × 80 GB', 32, wish('meta-llama/Llama-3.1-70B', 'A100-SXM4-80GB', 8, 1, 4096)],
  ['70B on 4 machines', 64, wish('meta-llama/Llama-3.1-70B', 'H100-SXM5-80GB', 8, 4, 4096)],
  ['8B on two 24 GB cards', 32, wish('meta-llama/Llama-3.1-8B', 'RTX 4090', 2, 1, 2048)],
  ['8B on one 16 GB card of an old kind', 16, wish('meta-llama/Llama-3.1-8B', 'T4', 1, 1, 1024)],
  ['32B with a fixed method', 16, wish('Qwen/Qwen2.5-32B', 'A100-SXM4-40GB', 8, 1, 2048, { 'method.name': 'lora' })],
  ['405B where nothing fits', 8, wish('meta-llama/Llama-3.1-405B', 'RTX 4090', 1, 1, 2048)],
  ['a mixture of experts', 8, wish('Qwen/Qwen3-30B-A3B', 'A100-SXM4-80GB', 1, 1, 4096)],
  ['a batch that the GPUs do not divide', 12, wish('Qwen/Qwen2.5-7B', 'A100-SXM4-80GB', 8, 1, 2048)],
]

// In the gate each wish has one goal, and each goal has a wish; with a free seed each wish has all of them.
const goalsOf = (name: string) => {
  const place = wishes.findIndex(([one]) => one === name)
  return goals.filter((_, index) => freeSeed !== undefined || index === place % goals.length)
}

describe.each(wishes)('%s', (name, effectiveBatch, answers) => {
  it.each(goalsOf(name))('the bounds hide nothing (%s)', (goal) => {
    const asked: Wish = { answers, effectiveBatch, goal }
    const quick = search(asked, 8)
    const whole = search(asked, 8, false)
    expect(quick.considered).toBe(whole.considered)
    expect(quick.best.map(({ way, answers: found }) => [way, found])).toEqual(
      whole.best.map(({ way, answers: found }) => [way, found]),
    )
    expect(quick.best.map((one) => tokensPerSecond(one.speed))).toEqual(
      whole.best.map((one) => tokensPerSecond(one.speed)),
    )
  })

  it('finds runs without an error, that keep the batch and what was fixed, and says of them what an estimate says', () => {
    for (const goal of goalsOf(name)) {
      for (const one of search({ answers, effectiveBatch, goal }, 8).best) {
        const run = resolve(one.answers)
        expect(check(run).filter(({ severity }) => severity === 'error')).toEqual([])
        const { config } = run
        expect(
          config['training.per_device_train_batch_size'] *
            config['training.gradient_accumulation_steps'] *
            config['accelerate.num_processes'],
        ).toBe(effectiveBatch)
        const of = workloadOf(run)
        if (!('workload' in of)) throw new Error('the workload is not known')
        expect(memory(of.workload)).toEqual(one.memory)
        expect(speed(of.workload)).toEqual(one.speed)
        expect(one.memory.fits).toBe('yes')
      }
    }
  })
})

describe('the search', () => {
  it('says how far it is off where nothing fits', () => {
    const found = search({ answers: wishes[5]?.[2] ?? {}, effectiveBatch: 8, goal: 'speed' })
    expect(found.best).toEqual([])
    expect(found.alternatives.length).toBeGreaterThan(0)
    expect(found.alternatives.every(({ speed: rate }) => rate === undefined)).toBe(true)
  })
  it('stands for at least 100,000 runs on eight machines', () => {
    const answers = wish('meta-llama/Llama-3.1-70B', 'A100-SXM4-80GB', 8, 8, 4096)
    expect(search({ answers, effectiveBatch: 128, goal: 'speed' }).considered).toBeGreaterThanOrEqual(100_000)
  })
  it('takes the precision that the card computes in, unless one is fixed', () => {
    const precisions = (answers: Answers) =>
      new Set(
        search({ answers, effectiveBatch: 16, goal: 'speed' }).best.map(
          (one) => resolve(one.answers).config['accelerate.mixed_precision'],
        ),
      )
    expect(precisions(wish('Qwen/Qwen2.5-1.5B', 'T4', 1, 1, 1024))).toEqual(new Set(['fp16']))
    expect(precisions(wish('Qwen/Qwen2.5-1.5B', 'RTX 4090', 1, 1, 1024))).toEqual(new Set(['bf16']))
    expect(
      precisions(wish('Qwen/Qwen2.5-1.5B', 'RTX 4090', 1, 1, 1024, { 'accelerate.mixed_precision': 'fp16' })),
    ).toEqual(new Set(['fp16']))
  })
  it('keeps a fixed micro batch and a fixed strategy', () => {
    const answers = wish('meta-llama/Llama-3.1-8B', 'A100-SXM4-80GB', 8, 1, 2048, {
      'accelerate.distributed_type': 'MULTI_GPU',
      'training.per_device_train_batch_size': 2,
    })
    const { best } = search({ answers, effectiveBatch: 32, goal: 'speed' }, 20)
    expect(best.length).toBeGreaterThan(0)
    for (const one of best) {
      expect(one.answers['training.per_device_train_batch_size']).toBe(2)
      expect(['MULTI_GPU']).toContain(one.answers['accelerate.distributed_type'])
    }
  })
})

it('finds a run for a mixture of experts by training its attention alone, and keeps targets that somebody set', () => {
  const answers = wish('Qwen/Qwen3-30B-A3B', 'A100-SXM4-80GB', 1, 1, 4096)
  const [best] = search({ answers, effectiveBatch: 8, goal: 'quality' }).best
  expect(best?.answers['lora.target_modules']).toBe('q_proj,k_proj,v_proj,o_proj')
  expect(best?.memory.fits).toBe('yes')
  const said = { ...answers, 'lora.target_modules': 'q_proj,v_proj' }
  for (const one of search({ answers: said, effectiveBatch: 8, goal: 'quality' }).best)
    expect(one.answers['lora.target_modules']).toBe('q_proj,v_proj')
})
