/** Logs become histories: formats, progress bars, labels, restarts, pieces of any size, damaged text. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { History } from '../../../shared/training/history.ts'
import { mostPoints } from '../../../shared/training/history.ts'
import { logReader } from '../../../shared/training/log.ts'
import { tensorboardRecords } from '../../../shared/training/tensorboard.ts'
import { trainerStateHistory } from '../../../shared/training/trainer-state.ts'
import { madeLog } from './made-log.ts'

function historyOf(text: string, piece = text.length): History {
  const reader = logReader()
  for (let at = 0; at < text.length; at += Math.max(1, piece)) reader.push(text.slice(at, at + Math.max(1, piece)))
  reader.end()
  return reader.history()
}

describe('lines of the Trainer', () => {
  test.each([
    ['Transformers 4', false],
    ['Transformers 5', true],
  ] as const)('%s', (_, strings) => {
    const history = historyOf(madeLog({ steps: 30, strings, noise: 0, loss: () => 1.5, norm: () => 0.25 }))
    expect(history.points).toHaveLength(30)
    expect(history.points[9]).toMatchObject({ step: 10, loss: 1.5, gradNorm: 0.25, seconds: 20 })
    expect(history).toMatchObject({ step: 30, totalSteps: 30, stepsCounted: false, restarts: 0 })
    expect(history.secondsPerStep).toBe(2)
  })
  test('steps between logged ones come from the progress bar', () => {
    const { points } = historyOf(madeLog({ steps: 50, every: 10 }))
    expect(points.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50])
  })
  test("an evaluation's bar is not the training's", () => {
    const history = historyOf(madeLog({ steps: 20, every: 7, evaluation: (step) => (step % 5 === 0 ? 1 : undefined) }))
    expect(history.evaluations.map(({ step }) => step)).toEqual([5, 10, 15, 20])
    expect(history.totalSteps).toBe(20)
    expect(history.points.map(({ step }) => step)).toEqual([7, 14])
  })
  test('without a bar the lines are counted, and the history says so', () => {
    const history = historyOf("{'loss': 2.0, 'epoch': 0.1}\n{'loss': 1.0, 'epoch': 0.2}\n")
    expect(history).toMatchObject({ step: 2, stepsCounted: true, totalSteps: null })
  })
  test('a bar with a description counts something else', () => {
    const history = historyOf(
      "Loading checkpoint shards: 100%|███| 15/15 [00:30<00:00,  2.00s/it]\nMap:  50%|██  | 500/1000 [00:01<00:01, 500.00 examples/s]\n  0%|   | 1/9 [00:01<00:08,  1.00s/it]\n{'loss': 2.0}\n",
    )
    expect(history).toMatchObject({ totalSteps: 9, step: 1 })
  })
  test('nan and inf are numbers of the history', () => {
    const [first, second] = historyOf("{'loss': nan, 'grad_norm': inf}\n{'loss': 'nan', 'grad_norm': '-inf'}\n").points
    expect(first).toMatchObject({ loss: Number.NaN, gradNorm: Infinity })
    expect(second).toMatchObject({ loss: Number.NaN, gradNorm: -Infinity })
  })
  test('of several processes that log the same steps, one counts', () => {
    const text = [1, 2, 3].flatMap((step) => [0, 1].map((rank) => `[rank${rank}]: {'loss': ${step}.0}`)).join('\n')
    expect(historyOf(text).points.map(({ loss }) => loss)).toEqual([1, 2, 3])
  })
  test('a run that continues from a checkpoint replaces what it repeats', () => {
    const first = madeLog({ steps: 40, seed: 3 }).split('\n').slice(0, 60).join('\n')
    const again = madeLog({ steps: 40, seed: 4 })
      .split('\n')
      .slice(2 * 19)
      .join('\n')
    const history = historyOf(`${first}\n${again}`)
    expect(history.restarts).toBe(1)
    expect(history.points.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  })
})

describe('other lines', () => {
  test('DeepSpeed: memory, flushed caches, overflows', () => {
    const history = historyOf(
      [
        '  5%|█  | 5/100 [00:10<03:10,  2.00s/it]',
        "{'loss': 1.0}",
        '[2026-01-10 08:21:41] [INFO] MA 21.3 GB         Max_MA 22.5 GB         CA 24.1 GB         Max_CA 24 GB ',
        '[WARNING] [stage3.py:1991:step] 1 pytorch allocator cache flushes since last step. this happens when there is',
        '[deepspeed] OVERFLOW! Rank 0 Skipping step. Attempted loss scale: 65536, reducing to 32768',
      ].join('\n'),
    )
    expect(history).toMatchObject({ peakAllocated: 22.5, peakReserved: 24, cacheFlushes: [5], overflows: 1 })
  })
  test('MLPerf: samples become steps by the batch size that the log states', () => {
    const line = (key: string, value: unknown, more: object = {}, time = 1000) =>
      `:::MLLOG ${JSON.stringify({ namespace: '', time_ms: time, event_type: 'POINT_IN_TIME', key, value, metadata: more })}`
    const history = historyOf(
      [
        line('global_batch_size', 8),
        line('opt_gradient_clip_norm', 0.3),
        line('run_start', null),
        line('train_loss', 1.25, { samples_count: 192 }, 61_000),
        line('eval_accuracy', 0.94, { samples_count: 384 }),
      ].join('\n'),
    )
    expect(history.points).toEqual([
      { step: 24, loss: 1.25, gradNorm: null, learningRate: null, epoch: null, seconds: 60 },
    ])
    expect(history.evaluations).toEqual([{ step: 48, loss: 0.94 }])
    expect(history.settings).toMatchObject({ max_grad_norm: 0.3, global_batch_size: 8 })
  })
  test.each([
    ['with units', 'timestamp, index, memory.used [MiB], memory.total [MiB], utilization.gpu [%]', ' MiB', ' %'],
    ['without units', 'timestamp, index, memory.used [MiB], memory.total [MiB], utilization.gpu [%]', '', ''],
  ])('nvidia-smi %s', (_, header, mebibytes, percent) => {
    const row = (gpu: number, used: number, busy: number) =>
      `2026/12/01 05:00:00.000, ${gpu}, ${used}${mebibytes}, 81920${mebibytes}, ${busy}${percent}`
    const history = historyOf([header, row(0, 1024, 90), row(1, 2048, 10), row(0, 40960, 70)].join('\n'))
    expect(history.gpus).toEqual([
      { index: 0, samples: 2, peakUsed: 40, total: 80, utilization: 80 },
      { index: 1, samples: 1, peakUsed: 2, total: 80, utilization: 10 },
    ])
  })
  test('PyTorch: memory that ran out, in both wordings', () => {
    const newer =
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 1 has a total capacity of 79.15 GiB of which 512.00 MiB is free. Process 4711 has 8.00 GiB memory in use. Including non-PyTorch memory, this process has 70.50 GiB memory in use. Of the allocated memory 60.00 GiB is allocated by PyTorch, and 7.25 GiB is reserved by PyTorch but unallocated.'
    const older =
      'RuntimeError: CUDA out of memory. Tried to allocate 512.00 MiB (GPU 0; 8.00 GiB total capacity; 7.00 GiB already allocated; 0 bytes free; 7.50 GiB reserved in total by PyTorch)'
    const { shortages } = historyOf(`${newer}\n${older}\n`)
    expect(shortages[0]).toMatchObject({
      gpu: 1,
      requested: 2,
      capacity: 79.15,
      free: 0.5,
      process: 70.5,
      allocated: 60,
      unallocated: 7.25,
      others: 8,
      phase: 'loading',
    })
    expect(shortages[1]).toMatchObject({ gpu: 0, requested: 0.5, capacity: 8, allocated: 7, unallocated: 0.5 })
  })
  test('the last line of a traceback', () => {
    const history = historyOf('Traceback (most recent call last):\n  File "train.py"\nValueError: the batch is empty\n')
    expect(history.failures).toEqual(['ValueError: the batch is empty'])
  })
})

describe('any pieces, any bytes', () => {
  const text = madeLog({ steps: 60, evaluation: (step) => (step % 20 === 0 ? 1.2 : undefined) })
  test('the size of the pieces changes nothing', () => {
    const whole = historyOf(text)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (piece) => {
        expect(historyOf(text, piece)).toEqual(whole)
      }),
      { numRuns: 40, seed: 20261201 },
    )
  })
  test('damaged text never stops it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(text.length - 1), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 8 }),
        (changes) => {
          let damaged = text
          for (const [at, by] of changes) damaged = damaged.slice(0, at) + by + damaged.slice(at + by.length)
          expect(historyOf(damaged).points.length).toBeLessThanOrEqual(60 + changes.length)
        },
      ),
      { numRuns: 40, seed: 20261201 },
    )
  })
  test('a line without an end is skipped, and memory stays bounded', () => {
    const reader = logReader()
    for (let piece = 0; piece < 200; piece++) reader.push("{'loss': ".repeat(1000))
    reader.push("\n{'loss': 1.5}\n")
    expect(reader.history().points.map(({ loss }) => loss)).toEqual([1.5])
  })
  test('a very long log is thinned', () => {
    const reader = logReader()
    for (let step = 0; step < 3 * mostPoints; step++) reader.push("{'loss': 1.5}\n")
    const { points, thinning, step } = reader.history()
    expect(points.length).toBeLessThanOrEqual(mostPoints)
    expect(thinning).toBe(4)
    expect(step).toBe(3 * mostPoints)
  })
})

describe('whole files', () => {
  test('a trainer state, with the numbers Python adds to JSON', () => {
    const text = `{"max_steps": 10, "log_history": [{"step": 5, "loss": 1.5, "grad_norm": 0.2}, {"step": 5, "eval_loss": 1.4}, {"step": 10, "loss": NaN, "grad_norm": Infinity}]}`
    const history = trainerStateHistory(text)
    expect(history).toMatchObject({ step: 10, totalSteps: 10, evaluations: [{ step: 5, loss: 1.4 }] })
    expect(history?.points[1]).toMatchObject({ loss: Number.NaN, gradNorm: Infinity })
  })
  test.each(['', '{', '[]', '{"log_history": 1}', '{"log_history": [null, 3]}'])('no trainer state: %s', (text) => {
    expect(trainerStateHistory(text)?.points ?? []).toEqual([])
  })
  const events = new Uint8Array(readFileSync(join(import.meta.dirname, 'events.out.tfevents.tiny')))
  test('an event file that TensorBoard wrote', () => {
    expect(
      [...tensorboardRecords(events)].map((record) => ('step' in record ? [record.kind, record.step] : [])),
    ).toEqual([
      ['step', 1],
      ['step', 1],
      ['step', 2],
      ['evaluation', 2],
    ])
    const [loss] = tensorboardRecords(events)
    expect(loss).toMatchObject({ loss: 1.5, seconds: expect.any(Number) })
  })
  test('a cut or damaged event file gives what comes before', () => {
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(255), (at, byte) => {
        const damaged = events.slice(0, events.length - (at % 40))
        damaged[at % damaged.length] = byte
        expect([...tensorboardRecords(damaged)].length).toBeLessThanOrEqual(40)
      }),
      { numRuns: 200, seed: 20261201 },
    )
  })
})
