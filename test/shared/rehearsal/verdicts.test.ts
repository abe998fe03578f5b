/** Evidence of processes → claims: what is shown, what is contradicted, and what must not be claimed. */
import { describe, expect, it } from 'vitest'
import { type Answers, resolve } from '../../../shared/config.ts'
import { arrangement } from '../../../shared/rehearsal/overrides.ts'
import { type ClaimId, type Event, proofs, type Rehearsed, ruleOfClaim } from '../../../shared/rehearsal/verdicts.ts'

const settings = (answers: Answers) => {
  const { config } = resolve(answers)
  const names = [
    ['learning_rate', 'lr_scheduler_type', 'weight_decay', 'max_grad_norm', 'gradient_checkpointing', 'bf16', 'fp16'],
    ['seed', 'optim', 'per_device_train_batch_size', 'gradient_accumulation_steps', 'max_steps', 'num_train_epochs'],
    ['warmup_steps', 'save_strategy', 'save_steps'],
  ].flat()
  return Object.fromEntries(
    names.map((name) => [name, (config as unknown as Record<string, unknown>)[`training.${name}`]]),
  )
}

interface Seen {
  readonly begin?: Record<string, unknown>
  readonly asked?: Record<string, unknown>
  readonly batch?: Record<string, unknown>
  readonly squares?: number
  readonly sharded?: boolean
  readonly gradNorm?: number
  readonly losses?: readonly number[]
  readonly start?: number
}

/** What one process of a sound run writes. */
function events(answers: Answers, seen: Seen = {}): readonly Event[] {
  const losses = seen.losses ?? [5, 4, 3, 2]
  const start = seen.start ?? 0
  return [
    { event: 'asked', ...settings(answers), ...seen.asked },
    {
      event: 'begin',
      step: start,
      world: 1,
      joined: 1,
      type: 'NO',
      fsdp: false,
      ddp: false,
      zero_stage: null,
      engine_clipping: null,
      trainable: 1000,
      quantized: 'none',
      ...seen.begin,
    },
    { event: 'arrived', ...settings(answers), ...seen.asked },
    ...losses.flatMap((loss, place): readonly Event[] => {
      const step = start + place
      return [
        { event: 'batch', step, tokens: 100, counted: 40, rows: `row ${step}`, ...seen.batch },
        { event: 'step', step: step + 1 },
        ...(step === 0 ? [{ event: 'moment', squares: seen.squares ?? 0.09, sharded: seen.sharded ?? false }] : []),
        { event: 'log', step: step + 1, loss, ...(step === 0 ? { grad_norm: seen.gradNorm ?? 2 } : {}) },
      ]
    }),
  ]
}

const basis: Answers = { 'accelerate.distributed_type': 'NO', 'training.max_grad_norm': 0.3 }
function rehearsed(answers: Answers = {}, seen: Seen = {}, more: Partial<Rehearsed> = {}): Rehearsed {
  const all = { ...basis, ...answers }
  const run = resolve(all)
  const { processes, settings: changed } = arrangement(run, 0)
  return {
    run,
    processes,
    changed: Object.keys(changed),
    onCpu: true,
    kind: 'chat',
    ended: { whole: true, resumed: true },
    whole: [events(all, seen)],
    resumed: [events(all, { ...seen, start: 2, losses: (seen.losses ?? [5, 4, 3, 2]).slice(2) })],
    reloaded: { adapter: true, tensors: 28, elements: 1000, empty: 0, zeros: 0, changes_output: true },
    trainable: 1000,
    sameAdapter: true,
    ...more,
  }
}

const verdicts = (one: Rehearsed) => Object.fromEntries(proofs(one).map(({ id, verdict }) => [id, verdict]))
const ddp: Answers = { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 2 }
const zero: Answers = { ...ddp, 'accelerate.distributed_type': 'DEEPSPEED', 'deepspeed.zero_stage': 3 }
const fsdp: Answers = { ...ddp, 'accelerate.distributed_type': 'FSDP' }
const joined = { world: 2, joined: 2 }

describe('a sound run', () => {
  it('shows every claim', () => {
    expect(new Set(Object.values(verdicts(rehearsed())))).toEqual(new Set(['shown']))
  })
  it.each([
    ['DDP', ddp, { ...joined, ddp: true }],
    ['ZeRO-3', zero, { ...joined, zero_stage: 3, engine_clipping: 0.3 }],
    ['FSDP', fsdp, { ...joined, fsdp: true }],
  ])('shows its strategy: %s', (_, answers, begin) => {
    const found = verdicts(rehearsed(answers, { begin }))
    expect([found['world-size'], found.strategy]).toEqual(['shown', 'shown'])
  })
  it('adds the parts of a gradient that is divided', () => {
    const both = [0.05, 0.04].map((squares) => events({ ...basis, ...zero }, { begin: joined, squares, sharded: true }))
    expect(verdicts(rehearsed(zero, { begin: { ...joined, zero_stage: 3 } }, { whole: both })).clipping).toBe('shown')
  })
})

describe('a fault contradicts its claim', () => {
  const zeroed = { adapter: true, tensors: 28, elements: 1000, empty: 0, zeros: 0, changes_output: true }
  it.each<[string, ClaimId, Rehearsed]>([
    ['the run fails', 'runs', rehearsed({}, {}, { ended: { whole: false, resumed: null } })],
    ['the run stops early', 'runs', rehearsed({}, { losses: [5, 4] })],
    ['a process trains alone', 'world-size', rehearsed(ddp, { begin: { world: 1, joined: 1 } })],
    ['processes that did not join', 'world-size', rehearsed(ddp, { begin: { world: 2, joined: 1 } })],
    ['FSDP fell to nothing', 'strategy', rehearsed(fsdp, { begin: joined })],
    ['another stage', 'strategy', rehearsed(zero, { begin: { ...joined, zero_stage: 2 } })],
    ['weights of 16 bits', 'quantization', rehearsed({ 'method.name': 'qlora' }, { begin: { quantized: 'none' } })],
    ['all weights trained', 'trainable-parameters', rehearsed({}, { begin: { trainable: 9_000_000 } })],
    ['no token counts', 'loss-mask', rehearsed({}, { batch: { counted: 0 } })],
    ['every token of a chat counts', 'loss-mask', rehearsed({}, { batch: { counted: 100 } })],
    ['no clipping', 'clipping', rehearsed({}, { squares: 4 })],
    ['another limit in DeepSpeed', 'clipping', rehearsed(zero, { begin: { ...joined, engine_clipping: 1 } })],
    ['another learning rate', 'settings', rehearsed({}, { asked: { learning_rate: 5e-5 } })],
    [
      'another batch, before the rehearsal changed it',
      'settings',
      rehearsed({}, { asked: { per_device_train_batch_size: 8 } }),
    ],
    ['resume starts again', 'resume', rehearsed({}, {}, { resumed: [events(basis)] })],
    [
      'resume with other rows',
      'resume',
      rehearsed({}, {}, { resumed: [events(basis, { start: 2, losses: [3, 2], batch: { rows: 'x' } })] }),
    ],
    [
      'resume without weights',
      'resume',
      rehearsed({}, {}, { resumed: [events(basis, { start: 2, losses: [5, 4.5] })] }),
    ],
    ['the resumed run fails', 'resume', rehearsed({}, {}, { ended: { whole: true, resumed: false } })],
    ['half of the tensors are empty', 'adapter', rehearsed({}, {}, { reloaded: { ...zeroed, empty: 14 } })],
    ['the adapter changes nothing', 'adapter', rehearsed({}, {}, { reloaded: { ...zeroed, changes_output: false } })],
    ['nothing is saved', 'adapter', rehearsed({}, {}, { reloaded: { ...zeroed, tensors: 0, elements: 0 } })],
    ['a part is missing', 'adapter', rehearsed({}, {}, { reloaded: { ...zeroed, elements: 500 } })],
    ['it cannot be loaded', 'adapter', rehearsed({}, {}, { reloaded: { ...zeroed, problem: 'KeyError' } })],
  ])('%s', (_, claim, one) => {
    const found = proofs(one).find(({ id }) => id === claim)
    expect(found?.verdict).toBe('contradicted')
    expect(found?.found).not.toBe('')
    expect(ruleOfClaim[claim]).toMatch(/^rehearsal\//)
  })
})

describe('what cannot be seen is not claimed', () => {
  it.each<[string, ClaimId, Rehearsed]>([
    ['a gradient below the limit', 'clipping', rehearsed({}, { gradNorm: 0.2, squares: 0.04 })],
    ['an optimizer without a first moment', 'clipping', rehearsed({ 'training.optim': 'sgd' })],
    ['plain text', 'loss-mask', rehearsed({}, { batch: { counted: 100 } }, { kind: 'plain text' })],
    ['rows that nobody knows', 'loss-mask', rehearsed({}, { batch: { counted: 100 } }, { kind: undefined })],
    ['a number that nobody predicted', 'trainable-parameters', rehearsed({}, {}, { trainable: undefined })],
    ['a run without a Trainer', 'runs', rehearsed({}, {}, { whole: [], resumed: [] })],
    ['a resume that was not tried', 'resume', rehearsed({}, {}, { ended: { whole: true, resumed: null } })],
    ['a save that nobody looked at', 'adapter', rehearsed({}, {}, { reloaded: undefined })],
  ])('%s', (_, claim, one) => {
    expect(verdicts(one)[claim]).toBe('not-shown')
  })
  it('exit status 0 alone shows nothing', () => {
    expect(Object.values(verdicts(rehearsed({}, {}, { whole: [], resumed: [], reloaded: undefined })))).not.toContain(
      'shown',
    )
  })
})

describe('what a rehearsal changes', () => {
  it('is listed with the original value, and nothing else is', () => {
    const run = resolve({
      ...zero,
      'hardware.machines': 2,
      'training.max_steps': 1000,
      'training.attn_implementation': 'flash_attention_2',
    })
    const { overrides, processes, settings: changed } = arrangement(run, 0)
    expect(processes).toBe(2)
    expect(changed).toMatchObject({ max_steps: 4, save_steps: 2, push_to_hub: false, ddp_backend: 'gloo' })
    expect(overrides).toContainEqual({ what: 'num_processes', original: '4', rehearsal: '2' })
    expect(overrides).toContainEqual({ what: 'attn_implementation', original: 'flash_attention_2', rehearsal: 'sdpa' })
    for (const { original, rehearsal } of overrides) expect(original).not.toBe(rehearsal)
  })
  it('keeps kernels and the strategy where there are GPUs', () => {
    const run = resolve({
      ...zero,
      'training.attn_implementation': 'flash_attention_2',
      'training.optim': 'paged_adamw_8bit',
    })
    const { overrides, settings: changed } = arrangement(run, 2)
    expect(overrides.map(({ what }) => what)).not.toContain('attn_implementation')
    for (const name of ['use_cpu', 'ddp_backend', 'optim']) expect(changed).not.toHaveProperty(name)
  })
})
