/** Advice is given on histories with a known ailment and on no healthy one. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Advice, Seen } from '../../../shared/advice/advice.ts'
import { adviceRules, advise } from '../../../shared/advice/index.ts'
import { type Answers, applies, resolve } from '../../../shared/config.ts'
import { fieldAt } from '../../../shared/fields/index.ts'
import { logReader } from '../../../shared/training/log.ts'
import { type MadeRun, madeLog } from '../training/made-log.ts'

const answers: Answers = {
  'model.id': 'meta-llama/Llama-3.1-8B',
  'hardware.gpu': 'RTX 4090',
  'training.learning_rate': 2e-4,
  'training.max_grad_norm': 1,
  'training.per_device_train_batch_size': 4,
  'training.gradient_accumulation_steps': 4,
}

function seen(text: string, more: Answers = {}): Seen {
  const reader = logReader()
  reader.push(text)
  reader.end()
  const all = { ...answers, ...more }
  return { history: reader.history(), run: resolve(all), stated: new Set(Object.keys(all)) }
}
const adviceOn = (run: MadeRun | string, more: Answers = {}): readonly Advice[] =>
  advise(seen(typeof run === 'string' ? run : madeLog(run), more))

const smi = (used: number, busy: number): string => `2026/12/01 05:00:00.000, 0, ${used} MiB, 81920 MiB, ${busy} %`
const smiHeader = 'timestamp, index, memory.used [MiB], memory.total [MiB], utilization.gpu [%]\n'
const noMemory = (text: string): string => `torch.OutOfMemoryError: CUDA out of memory. ${text}\n`
const flush = '[WARNING] [stage3.py:1991:step] 1 pytorch allocator cache flushes since last step.'
const overflow = '[deepspeed] OVERFLOW! Rank 0 Skipping step. Attempted loss scale: 65536, reducing to 32768'
const spikesAt = (every: number) => (step: number) => step > 40 && step % every === 0

/** A history, the ailment it has, and the option that the advice changes first, if it changes one. */
const ailing: readonly (readonly [name: string, run: MadeRun | string, rule: string, key?: string, more?: Answers])[] =
  [
    [
      'NaN from a step on',
      { steps: 80, loss: (step) => (step > 50 ? Number.NaN : 1.5) },
      'loss-not-finite',
      'training.learning_rate',
    ],
    ['NaN in the first step', { steps: 20, loss: () => Number.NaN }, 'loss-not-finite', 'training.learning_rate'],
    [
      'a gradient norm of NaN',
      { steps: 60, norm: (step) => (step > 30 ? Number.NaN : 0.4) },
      'loss-not-finite',
      'training.learning_rate',
    ],
    [
      'NaN with FP16',
      { steps: 60, loss: (step) => (step > 5 ? Number.NaN : 1.5) },
      'loss-not-finite',
      'accelerate.mixed_precision',
      { 'accelerate.mixed_precision': 'fp16' },
    ],
    [
      'an infinite loss',
      { steps: 60, loss: (step) => (step === 30 ? Infinity : 1.5), strings: true },
      'loss-not-finite',
    ],
    ['no gradient from the start', { steps: 40, norm: () => 0, loss: () => 1.5 }, 'gradient-zero'],
    [
      'no gradient after a jump',
      { steps: 120, norm: (step) => (step > 60 ? 0 : 0.5), loss: (step) => (step > 60 ? 10.37 : 1.5), noise: 0 },
      'gradient-zero',
    ],
    [
      'a loss that leaves',
      { steps: 200, loss: (step) => (step < 100 ? 1.2 : 1.2 + (step - 100) / 40) },
      'loss-diverges',
      'training.learning_rate',
    ],
    [
      'a loss that jumps and stays',
      { steps: 300, loss: (step) => (step < 150 ? 1 + Math.exp(-step / 20) : 4) },
      'loss-diverges',
      'training.learning_rate',
    ],
    [
      'the same, logged every 5 steps',
      { steps: 400, every: 5, loss: (step) => (step < 200 ? 1.2 : 6) },
      'loss-diverges',
      'training.learning_rate',
    ],
    [
      'a noisy loss that leaves',
      { steps: 300, noise: 0.2, loss: (step) => (step < 120 ? 1.5 : 3) },
      'loss-diverges',
      'training.learning_rate',
    ],
    [
      'spikes, clipping off',
      { steps: 300, loss: (step) => (spikesAt(37)(step) ? 6 : 1.2), norm: (step) => (spikesAt(37)(step) ? 40 : 0.5) },
      'loss-spikes',
      'training.max_grad_norm',
      { 'training.max_grad_norm': 0 },
    ],
    [
      'spikes, a loose threshold',
      { steps: 300, loss: (step) => (spikesAt(50)(step) ? 5 : 1.2), norm: (step) => (spikesAt(50)(step) ? 12 : 0.4) },
      'loss-spikes',
      'training.max_grad_norm',
    ],
    [
      'spikes in a falling loss',
      {
        steps: 400,
        loss: (step) => (spikesAt(61)(step) ? 9 : 1 + Math.exp(-step / 80)),
        norm: (step) => (spikesAt(61)(step) ? 30 : 0.6),
      },
      'loss-spikes',
      'training.max_grad_norm',
    ],
    ['every step clipped', { steps: 200, norm: () => 5 }, 'clipping-every-step', 'training.max_grad_norm'],
    [
      'every step clipped at 0.3',
      { steps: 300, norm: () => 1.5 },
      'clipping-every-step',
      'training.max_grad_norm',
      { 'training.max_grad_norm': 0.3 },
    ],
    [
      'a rate too low for an adapter',
      { steps: 300, loss: () => 1.5 },
      'loss-does-not-fall',
      'training.learning_rate',
      { 'training.learning_rate': 1e-5 },
    ],
    ['nothing is learned', { steps: 500, loss: () => 2.3, noise: 0.1 }, 'loss-does-not-fall'],
    [
      'overfitting',
      { steps: 300, evaluation: (step) => (step % 30 === 0 ? 1.2 + Math.abs(step - 120) / 400 : undefined) },
      'overfitting',
      'training.max_steps',
    ],
    [
      'overfitting, few evaluations',
      { steps: 200, evaluation: (step) => (step % 40 === 0 ? 1.2 + step / 500 : undefined) },
      'overfitting',
      'training.max_steps',
    ],
    [
      'a schedule that is too short',
      { steps: 200, rate: (step) => Math.max(0, 2e-4 * (1 - step / 80)) },
      'learning-rate-ended-early',
    ],
    [
      'a resumed run behind its schedule',
      { steps: 100, rate: (step) => (step < 20 ? 1e-4 : 0) },
      'learning-rate-ended-early',
    ],
    [
      'full memory',
      { steps: 120, beside: (step) => (step % 4 === 0 ? [flush] : []) },
      'cache-flushed-often',
      'training.per_device_train_batch_size',
    ],
    [
      'full memory at the end of the run',
      { steps: 200, beside: (step) => (step > 150 && step % 5 === 0 ? [flush] : []) },
      'cache-flushed-often',
      'training.per_device_train_batch_size',
    ],
    [
      'FP16 overflows',
      { steps: 200, beside: (step) => (step % 3 === 0 ? [overflow] : []) },
      'fp16-overflows',
      'accelerate.mixed_precision',
      { 'accelerate.mixed_precision': 'fp16' },
    ],
    [
      'out of memory at loading',
      noMemory(
        'Tried to allocate 1.00 GiB. GPU 0 has a total capacity of 23.55 GiB of which 0.50 GiB is free. Of the allocated memory 22.00 GiB is allocated by PyTorch, and 100.00 MiB is reserved by PyTorch but unallocated.',
      ),
      'out-of-memory',
      undefined,
      { 'data.sequence_length': 8192 },
    ],
    [
      'out of memory by fragmentation',
      madeLog({ steps: 30 }) +
        noMemory(
          'Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.15 GiB of which 0.50 GiB is free. Of the allocated memory 60.00 GiB is allocated by PyTorch, and 15.00 GiB is reserved by PyTorch but unallocated.',
        ),
      'out-of-memory',
    ],
    [
      'out of memory beside another process',
      noMemory(
        'Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.15 GiB of which 0.50 GiB is free. Process 4711 has 40.00 GiB memory in use. Of the allocated memory 30.00 GiB is allocated by PyTorch, and 1.00 GiB is reserved by PyTorch but unallocated.',
      ),
      'out-of-memory',
    ],
    [
      'GPUs nearly empty',
      { steps: 100, beside: (step) => (step === 1 ? [smiHeader.trim()] : [smi(20000, 95)]) },
      'memory-left-over',
      'training.per_device_train_batch_size',
    ],
    [
      'GPUs that wait',
      { steps: 100, beside: (step) => (step === 1 ? [smiHeader.trim()] : [smi(70000, 15)]) },
      'gpus-idle',
    ],
  ]

/** Histories of runs that nothing is wrong with. */
const healthy: readonly (readonly [name: string, run: MadeRun | string, more?: Answers])[] = [
  ...Array.from({ length: 12 }, (_, seed): readonly [string, MadeRun] => [
    `a usual run, seed ${seed}`,
    { steps: 100 + 50 * seed, seed, noise: 0.02 * (1 + (seed % 5)), strings: seed % 2 === 0, every: 1 + (seed % 3) },
  ]),
  ['a very short run', { steps: 5 }],
  ['one step', { steps: 1 }],
  ['an empty log', ''],
  ['nothing but text', 'Downloading the model\nDone.\n'],
  ['a slow fall', { steps: 600, loss: (step) => 2 - step / 1500, noise: 0.05 }],
  ['a low loss from the start', { steps: 300, loss: (step) => 0.9 - 0.1 * (1 - Math.exp(-step / 50)), noise: 0.03 }],
  ['large noise of a small batch', { steps: 400, noise: 0.6 }],
  ['a third of the steps clipped', { steps: 300, norm: (step) => (step % 3 === 0 ? 1.4 : 0.6) }],
  ['clipped just at the threshold', { steps: 300, norm: () => 1.2 }],
  [
    'one spike',
    {
      steps: 300,
      loss: (step) => (step === 150 ? 5 : 1 + Math.exp(-step / 40)),
      norm: (step) => (step === 150 ? 9 : 0.5),
    },
  ],
  ['evaluations that fall', { steps: 300, evaluation: (step) => (step % 30 === 0 ? 1 + 30 / step : undefined) }],
  [
    'evaluations that waver',
    { steps: 300, evaluation: (step) => (step % 30 === 0 ? 1 + 0.004 * ((step / 30) % 3) : undefined) },
  ],
  ['a linear schedule to its end', { steps: 200, rate: (step) => 2e-4 * (1 - step / 200) }],
  ['a constant rate', { steps: 200, rate: () => 1e-4 }],
  ['a flush beside each evaluation', { steps: 400, beside: (step) => (step % 80 === 0 ? [flush] : []) }],
  [
    'a few overflows at the start',
    { steps: 300, beside: (step) => (step < 12 ? [overflow] : []) },
    { 'accelerate.mixed_precision': 'fp16' },
  ],
  ['well used GPUs', { steps: 100, beside: (step) => (step === 1 ? [smiHeader.trim()] : [smi(70000, 97)]) }],
  ['one zero gradient', { steps: 100, norm: (step) => (step === 50 ? 0 : 0.4), noise: 0.01 }],
  [
    'a warm-up of many steps',
    { steps: 400, rate: (step) => 2e-4 * Math.min(1, step / 150), loss: (step) => 1.1 + Math.exp(-step / 120) },
  ],
]

describe('histories with an ailment', () => {
  test('there are at least thirty, and each advice has one', () => {
    expect(ailing.length).toBeGreaterThanOrEqual(30)
    expect(new Set(ailing.map(([, , rule]) => rule))).toEqual(new Set(adviceRules.map(({ id }) => id)))
  })
  test.each(ailing.map(([name, run, rule, key, more]) => ({ name, run, rule, key, more })))(
    '$name',
    ({ run, rule, key, more }) => {
      const found = adviceOn(run, more)
      expect(found.map((one) => one.rule)).toContain(rule)
      if (key) expect(found.find((one) => one.rule === rule)?.changes[0]?.key).toBe(key)
    },
  )
  test('memory that ran out by size names changes of this run', () => {
    const [first] = adviceOn(ailing.find(([name]) => name === 'out of memory at loading')?.[1] ?? '', {
      'data.sequence_length': 8192,
    })
    expect(first?.facts.cause).toBe('too-large')
    expect(first?.changes.length).toBeGreaterThan(0)
  })
  test('a change is a valid value of an option that applies', () => {
    for (const [, run, , , more] of ailing) {
      for (const { changes } of adviceOn(run, more)) {
        for (const { key } of changes) {
          expect(fieldAt(key)).toBeDefined()
          expect(applies(key, resolve({ ...answers, ...more }).config)).toBe(true)
        }
      }
    }
  })
})

describe('healthy histories', () => {
  test('there are at least thirty', () => expect(healthy.length).toBeGreaterThanOrEqual(30))
  const named = healthy.map(([name, run, more]) => ({ name, run, more }))
  test.each(named)('$name', ({ run, more }) => {
    expect(adviceOn(run, more).map(({ rule }) => rule)).toEqual([])
  })
  test.each(named)('$name, without a configuration', ({ run }) => {
    const { history } = seen(typeof run === 'string' ? run : madeLog(run))
    expect(advise({ history, run: undefined, stated: new Set() })).toEqual([])
  })
})

test('every advice has a page in both languages, and every page an advice', () => {
  const root = join(import.meta.dirname, '../../../docs')
  for (const language of ['en', 'zh']) {
    const pages = readdirSync(join(root, language, 'advice')).filter((name) => name !== 'index.md')
    expect(pages.map((name) => name.replace(/\.md$/, '')).sort()).toEqual(adviceRules.map(({ id }) => id).sort())
  }
})
