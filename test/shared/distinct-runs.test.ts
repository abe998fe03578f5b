/** The runs to choose between: few, really different, none beaten by another; the first fits wherever any run of the search does. */
import { describe, expect, it } from 'vitest'
import { cardsThatFit } from '../../shared/cards-that-fit.ts'
import { gpus } from '../../shared/catalog/gpus.ts'
import { modelById, modelIds } from '../../shared/catalog/models.ts'
import { check } from '../../shared/check.ts'
import { resolve } from '../../shared/config.ts'
import { distinctRuns } from '../../shared/distinct-runs.ts'
import { goals, search, tokensPerSecond, type Wish } from '../../shared/search.ts'
import { freeSeed } from '../runs.ts'

const wish = (model: string, gpu: string, count: number, more: Partial<Wish> = {}): Wish => ({
  answers: {
    'model.id': model,
    'hardware.gpu': gpu,
    'hardware.gpus_per_machine': count,
    'hardware.machines': 1,
    'data.sequence_length': 2048,
  },
  effectiveBatch: Math.ceil(16 / count) * count,
  goal: 'speed',
  ...more,
})

const cases: readonly (readonly [model: string, gpu: string, count: number])[] = [
  ['Qwen/Qwen3-8B', 'RTX 4090', 2],
  ['meta-llama/Llama-3.1-70B', 'H100-SXM5-80GB', 8],
  ['meta-llama/Llama-3.1-8B', 'A100-SXM4-80GB', 1],
  ['Qwen/Qwen2.5-0.5B', 'RTX 3090', 4],
]

describe.each(cases)('%s on %s × %i', (model, gpu, count) => {
  const found = distinctRuns(wish(model, gpu, count))
  it('gives four to six runs that fit, without an error', () => {
    expect(found.runs.length).toBeGreaterThanOrEqual(4)
    expect(found.runs.length).toBeLessThanOrEqual(6)
    for (const { answers, memory } of found.runs) {
      expect(memory.fits).toBe('yes')
      expect(check(resolve(answers)).filter(({ severity }) => severity === 'error')).toEqual([])
    }
  })
  it('gives none that another beats in rate, memory, precision and GPU hours at once', () => {
    const bits = (one: (typeof found.runs)[number]) => (one.answers['method.quantization'] === 'none' ? 0 : 1)
    for (const one of found.runs)
      for (const other of found.runs) {
        // The simplest run is kept for that.
        if (one === other || one.strengths.includes('plainest')) continue
        const better =
          tokensPerSecond(other.speed) > tokensPerSecond(one.speed) * 1.02 &&
          other.memory.perGpu.nvidiaSmi < one.memory.perGpu.nvidiaSmi * 0.98 &&
          bits(other) <= bits(one) &&
          other.gpuHours < one.gpuHours * 0.98 &&
          other.memory.hostRam <= one.memory.hostRam
        expect(better).toBe(false)
      }
  })
  it('names strengths once each, and what a run changes against the first', () => {
    const strengths = found.runs.flatMap((one) => one.strengths)
    expect(new Set(strengths).size).toBe(strengths.length)
    expect(found.runs[0]?.differs).toEqual([])
    for (const one of found.runs.slice(1)) expect(one.differs.length).toBeGreaterThan(0)
  })
  it('begins with what the goal asks for', () => {
    const [memory, quality] = (['memory', 'quality'] as const).map(
      (goal) => distinctRuns(wish(model, gpu, count, { goal })).runs[0],
    )
    expect(memory?.strengths).toContain('memory')
    expect(quality?.answers['method.quantization']).toBe('none')
  })
})

/** Pairs of a model and GPUs, drawn with one seed from all models and all GPUs. */
function pairs(number: number): readonly (readonly [string, string, number])[] {
  let state = freeSeed ?? 20_261_201
  const draw = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
  const known = modelIds.filter((id) => modelById(id))
  return Array.from({ length: number }, () => {
    const gpu = gpus[draw(gpus.length)]?.name ?? ''
    return [known[draw(known.length)] ?? '', gpu, [1, 2, 4, 8][draw(4)] ?? 1] as const
  })
}

describe('of 200 models and GPUs', () => {
  const drawn = pairs(200)
  it('the first run fits wherever any run of the whole search does', () => {
    let fitting = 0
    for (const [model, gpu, count] of drawn) {
      const asked = wish(model, gpu, count)
      // The least memory that the search knows of decides whether anything fits.
      const any = goals.some((goal) => search({ ...asked, goal }, 60).best.length > 0)
      const [first] = distinctRuns(asked).runs
      expect([model, gpu, count, first !== undefined]).toEqual([model, gpu, count, any])
      if (!first) continue
      fitting++
      expect(first.memory.fits).toBe('yes')
    }
    expect(fitting).toBeGreaterThan(100)
  })
})

describe('where nothing fits', () => {
  it('names GPUs on which something does, more of them only where that helps', () => {
    const asked = wish('meta-llama/Llama-3.1-70B', 'RTX 4090', 1)
    expect(distinctRuns(asked).runs).toEqual([])
    const cards = cardsThatFit(asked)
    expect(cards.length).toBeGreaterThan(1)
    for (const { gpu, count } of cards)
      expect(distinctRuns(wish('meta-llama/Llama-3.1-70B', gpu, count)).runs.length).toBeGreaterThan(0)
    const sizes = cards.map(({ card }) => card)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })
})
