/** What a rehearsal proved: the evidence of its processes against what the run is meant to be. */
import type { Run } from '../config.ts'
import { checkpointAt, steps } from './overrides.ts'

/** One line that a process of a rehearsal wrote. */
export type Event = Readonly<Record<string, unknown>> & { readonly event: string }
/** The events of every process, by rank. */
export type Evidence = readonly (readonly Event[])[]

export interface Reloaded {
  readonly adapter: boolean
  readonly tensors: number
  readonly elements: number
  readonly empty: number
  readonly zeros: number
  readonly changes_output: boolean | null
  readonly problem?: string
}

export const claimIds = [
  'runs',
  'world-size',
  'strategy',
  'quantization',
  'trainable-parameters',
  'loss-mask',
  'clipping',
  'settings',
  'resume',
  'adapter',
] as const
export type ClaimId = (typeof claimIds)[number]

/** The rule that says what a contradicted claim means. */
export const ruleOfClaim: Readonly<Record<ClaimId, string>> = {
  runs: 'rehearsal/run-failed',
  'world-size': 'rehearsal/wrong-world-size',
  strategy: 'rehearsal/wrong-strategy',
  quantization: 'rehearsal/wrong-quantization',
  'trainable-parameters': 'rehearsal/wrong-trainable-parameters',
  'loss-mask': 'rehearsal/wrong-loss-mask',
  clipping: 'rehearsal/wrong-clipping',
  settings: 'rehearsal/lost-setting',
  resume: 'rehearsal/wrong-resume',
  adapter: 'rehearsal/unusable-result',
}

/** Exit status 0 is no evidence: what could not be looked at is not shown. */
export type Verdict = 'shown' | 'contradicted' | 'not-shown'

export interface Proof {
  readonly id: ClaimId
  readonly verdict: Verdict
  readonly expected: string
  readonly found: string
}

export interface Rehearsed {
  readonly run: Run
  readonly processes: number
  /** Settings that the rehearsal itself changes. */
  readonly changed: readonly string[]
  readonly onCpu: boolean
  /** What kind of rows the data has, as `train.py` calls it; undefined where it does not know them. */
  readonly kind: string | undefined
  /** Whether both runs, the unbroken one and the resumed one, ended with status 0. */
  readonly ended: { readonly whole: boolean; readonly resumed: boolean | null }
  readonly whole: Evidence
  readonly resumed: Evidence
  readonly reloaded: Reloaded | undefined
  /** Trainable parameters of the small model as lora-wizard predicts them; undefined where it cannot. */
  readonly trainable: number | undefined
  readonly sameAdapter: boolean | undefined
}

const first = (evidence: Evidence, event: string): Event | undefined =>
  evidence.flat().find((one) => one.event === event)
const all = (evidence: Evidence, event: string): readonly Event[] =>
  (evidence[0] ?? []).filter((one) => one.event === event)

const judged = (id: ClaimId, expected: unknown, found: unknown): Proof => ({
  id,
  verdict: String(expected) === String(found) ? 'shown' : 'contradicted',
  expected: String(expected),
  found: String(found),
})
const unseen = (id: ClaimId, expected: unknown, found = ''): Proof => ({
  id,
  verdict: 'not-shown',
  expected: String(expected),
  found,
})

function wantedStrategy({ config }: Run, processes: number): string {
  const type = config['accelerate.distributed_type']
  if (type === 'DEEPSPEED') return `DeepSpeed ZeRO-${config['deepspeed.zero_stage']}`
  if (type === 'FSDP') return 'FSDP'
  return processes > 1 ? 'DDP' : 'one process'
}

function strategyIn({ zero_stage: stage, fsdp, ddp, world }: Event): string {
  if (typeof stage === 'number') return `DeepSpeed ZeRO-${stage}`
  if (fsdp === true) return 'FSDP'
  if (ddp === true) return 'DDP'
  return world === 1 ? 'one process' : 'no exchange of gradients'
}

/** The norm of the gradient that reached the optimizer in the first step, over all processes. */
function clippedNorm(evidence: Evidence): number | undefined {
  const moments = evidence.flatMap((events) => events.filter(({ event }) => event === 'moment').slice(0, 1))
  if (moments.length === 0) return undefined
  const squares = moments.map((one) => Number(one.squares))
  const sharded = moments.some((one) => one.sharded === true)
  return Math.sqrt(sharded ? squares.reduce((sum, one) => sum + one, 0) : (squares[0] as number))
}

function clipping({ run, whole }: Rehearsed): Proof {
  const limit = run.config['training.max_grad_norm']
  const engine = first(whole, 'begin')?.engine_clipping
  if (typeof engine === 'number' && engine !== limit) return judged('clipping', limit, engine)
  const raw = Number(all(whole, 'log').find((one) => one.grad_norm !== undefined)?.grad_norm)
  const norm = clippedNorm(whole)
  const optimizer = run.config['training.optim']
  if (norm === undefined || !Number.isFinite(raw) || !optimizer.includes('adam'))
    return unseen('clipping', limit, 'no first moment to look at')
  const told = `${norm.toFixed(3)} after clipping, ${raw.toFixed(3)} before`
  if (limit > 0 && raw <= limit) return unseen('clipping', limit, told)
  const expected = limit > 0 ? limit : raw
  const near = Math.abs(norm - expected) <= expected * 0.03
  return { id: 'clipping', verdict: near ? 'shown' : 'contradicted', expected: String(limit), found: told }
}

/** The rows and the losses of the steps after the checkpoint, of an unbroken run and of a resumed one. */
function resume({ ended, whole, resumed, sameAdapter }: Rehearsed): Proof {
  const expected = `step ${checkpointAt}, and then the same rows and losses`
  if (ended.resumed === null) return unseen('resume', expected, 'not tried')
  const start = first(resumed, 'begin')?.step
  if (!ended.resumed || start === undefined)
    return { id: 'resume', verdict: 'contradicted', expected, found: 'the resumed run failed' }
  if (start !== checkpointAt)
    return { id: 'resume', verdict: 'contradicted', expected, found: `starts at step ${start}` }
  const rows = (evidence: Evidence) =>
    all(evidence, 'batch')
      .filter(({ step }) => Number(step) >= checkpointAt)
      .map(({ rows: hash }) => hash)
      .join(' ')
  const losses = (evidence: Evidence) =>
    all(evidence, 'log')
      .filter(({ step, loss }) => Number(step) > checkpointAt && loss !== undefined)
      .map(({ loss }) => Number(loss))
  const [before, after] = [losses(whole), losses(resumed)]
  const same =
    before.length > 0 &&
    before.length === after.length &&
    before.every((loss, place) => Math.abs(loss - (after[place] as number)) <= 1e-3 * Math.max(1, Math.abs(loss)))
  if (rows(whole) !== rows(resumed))
    return { id: 'resume', verdict: 'contradicted', expected, found: 'other rows than without a break' }
  if (!same) {
    const found = `losses ${after.join(', ')} instead of ${before.join(', ')}`
    return { id: 'resume', verdict: 'contradicted', expected, found }
  }
  const found = `step ${start}, same rows, same losses${sameAdapter ? ', the same adapter byte by byte' : ''}`
  return { id: 'resume', verdict: 'shown', expected, found }
}

function saved({ run, reloaded, trainable }: Rehearsed): Proof {
  const expected = run.config['method.name'] === 'full' ? 'a whole model' : 'an adapter that changes the model'
  if (!reloaded) return unseen('adapter', expected, 'nothing was saved')
  const { tensors, elements, empty, zeros, changes_output: changes, problem } = reloaded
  const told = `${tensors} tensors, ${elements.toLocaleString('en-US')} elements, ${empty} empty, ${zeros} all zeros`
  if (problem !== undefined)
    return { id: 'adapter', verdict: 'contradicted', expected, found: `${told}; cannot be loaded: ${problem}` }
  const whole = tensors > 0 && empty === 0 && changes === true && (trainable === undefined || elements >= trainable)
  const found = `${told}${changes === true ? '; loaded again, it changes the output' : '; it changes nothing'}`
  return { id: 'adapter', verdict: whole ? 'shown' : 'contradicted', expected, found }
}

/** Settings of the run by the names of TrainingArguments. */
const settingsOf = ({ config }: Run): Readonly<Record<string, string | number | boolean>> => ({
  learning_rate: config['training.learning_rate'],
  lr_scheduler_type: config['training.lr_scheduler_type'],
  weight_decay: config['training.weight_decay'],
  max_grad_norm: config['training.max_grad_norm'],
  gradient_checkpointing: config['training.gradient_checkpointing'],
  bf16: config['training.bf16'],
  fp16: config['training.fp16'],
  seed: config['training.seed'],
  optim: config['training.optim'],
  per_device_train_batch_size: config['training.per_device_train_batch_size'],
  gradient_accumulation_steps: config['training.gradient_accumulation_steps'],
  ...(config['training.max_steps'] > 0
    ? { max_steps: config['training.max_steps'] }
    : { num_train_epochs: config['training.num_train_epochs'] }),
  warmup_steps: config['training.warmup_steps'],
  save_strategy: config['training.save_strategy'],
  ...(config['training.save_strategy'] === 'steps' ? { save_steps: config['training.save_steps'] } : {}),
})

const isSame = (wanted: unknown, found: unknown): boolean =>
  typeof wanted === 'number' ? Number(found) === wanted : String(wanted) === String(found ?? false)

/**
 * Every setting must arrive: those that the rehearsal leaves alone as the trainer holds them in the end, the others as the
 * script asked for them before the rehearsal changed them.
 */
function settings({ run, whole, changed }: Rehearsed): Proof {
  const [asked, arrived] = [first(whole, 'asked'), first(whole, 'arrived')]
  const wanted = settingsOf(run)
  const expected = `${Object.keys(wanted).length} settings as written`
  if (!asked || !arrived) return unseen('settings', expected)
  const found = (name: string) => (changed.includes(name) ? asked : arrived)[name]
  const lost = Object.entries(wanted).filter(
    ([name, value]) => found(name) !== undefined && !isSame(value, found(name)),
  )
  if (lost.length === 0) return { id: 'settings', verdict: 'shown', expected, found: 'all arrived' }
  const told = lost.map(([name, value]) => `${name} is ${String(found(name))}, not ${String(value)}`).join('; ')
  return { id: 'settings', verdict: 'contradicted', expected, found: told }
}

function lossMask({ run, whole, kind }: Rehearsed): Proof {
  const batches = all(whole, 'batch')
  const tokens = batches.reduce((sum, { tokens: one }) => sum + Number(one), 0)
  const counted = batches.reduce((sum, { counted: one }) => sum + Number(one), 0)
  const masked = run.config['data.assistant_only_loss']
  const expected = masked ? 'the answers only' : 'some tokens'
  if (tokens === 0) return unseen('loss-mask', expected)
  const found = `${counted.toLocaleString('en-US')} of ${tokens.toLocaleString('en-US')} tokens count`
  // Plain text has no answers to tell apart, and neither has an unknown format.
  const hasAnswers = kind !== undefined && kind !== 'plain text' && kind !== 'already tokenized'
  if (masked && counted >= tokens)
    return hasAnswers
      ? { id: 'loss-mask', verdict: 'contradicted', expected, found }
      : unseen('loss-mask', expected, found)
  return { id: 'loss-mask', verdict: counted > 0 ? 'shown' : 'contradicted', expected, found }
}

/** Whether it gets to its end. A script that uses no Trainer says nothing about its steps. */
function runsToTheEnd({ ended, whole }: Rehearsed): Proof {
  const expected = `${steps} steps, a checkpoint, a save`
  const done = all(whole, 'step').length
  const found = `${done} of ${steps} steps, ${ended.whole ? 'exit status 0' : 'ended with an error'}`
  if (ended.whole && whole.every((events) => events.length === 0))
    return unseen('runs', expected, 'exit status 0, without a Trainer')
  return { id: 'runs', verdict: ended.whole && done >= steps ? 'shown' : 'contradicted', expected, found }
}

/** Every claim, each shown, contradicted, or not to be shown here. */
export function proofs(rehearsed: Rehearsed): readonly Proof[] {
  const { run, processes, whole, trainable } = rehearsed
  const begin = first(whole, 'begin')
  const runs = runsToTheEnd(rehearsed)
  if (!begin) return [runs, ...claimIds.slice(1).map((id) => unseen(id, ''))]
  const quantization = { none: 'none', nf4: '4-bit', int8: '8-bit' }[run.config['method.quantization']]
  const adapters = run.config['method.name'] === 'full' ? 'none' : quantization
  return [
    runs,
    judged(
      'world-size',
      processes,
      begin.world === begin.joined ? begin.world : `${begin.world}, joined ${begin.joined}`,
    ),
    judged('strategy', wantedStrategy(run, processes), strategyIn(begin)),
    judged('quantization', adapters, begin.quantized),
    trainable === undefined
      ? unseen('trainable-parameters', '', String(begin.trainable))
      : judged('trainable-parameters', trainable, begin.trainable),
    lossMask(rehearsed),
    clipping(rehearsed),
    settings(rehearsed),
    resume(rehearsed),
    saved(rehearsed),
  ]
}

/** What no machine without the run's own GPUs can show. */
export const neverShown = (run: Run, onCpu: boolean): readonly string[] => [
  ...(onCpu ? ['memory', 'speed', 'nccl'] : []),
  ...(onCpu && run.config['training.attn_implementation'].startsWith('flash') ? ['flash-attention'] : []),
  ...(run.config['accelerate.mixed_precision'] === 'fp16' && onCpu ? ['fp16'] : []),
  ...(run.config['accelerate.distributed_type'] === 'FSDP' && run.config['fsdp.fsdp_version'] === 1 && onCpu
    ? ['fsdp1-save']
    : []),
  ...(run.config['hardware.machines'] > 1 ? ['machines'] : []),
  'quality',
]
