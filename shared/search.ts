/** A wish → the best runs that fulfil it on these machines, and what rules the others out. */
import type { Model } from './catalog/model.ts'
import { attentionFor, familyRefuses } from './catalog/support.ts'
import { type Answers, resolve } from './config.ts'
import { attentionNamed, optimizerNamed, workloadOf } from './estimate/from-run.ts'
import { type MemoryEstimate, memory } from './estimate/memory.ts'
import { type SpeedEstimate, speed } from './estimate/speed.ts'
import type { Workload } from './estimate/workload.ts'
import { type FieldKey, fields } from './fields/index.ts'

/** What counts most: time; memory of one GPU; or weights kept in 16 bits, and then time. */
export type Goal = 'speed' | 'memory' | 'quality'
export const goals: readonly Goal[] = ['speed', 'memory', 'quality']

export interface Wish {
  /** The model, the machines, the sequence length, and every option that must stay as it is. */
  readonly answers: Answers
  /** Sequences of one optimizer step, over all GPUs. */
  readonly effectiveBatch: number
  readonly goal: Goal
  /** Given where the catalogue does not know the model. */
  readonly model?: Model | undefined
}

/** A run that fits with a margin, as predicted. */
export interface Candidate {
  readonly answers: Answers
  readonly memory: MemoryEstimate
  readonly speed: SpeedEstimate
  /** Which way it goes: method, strategy and offload. */
  readonly way: string
}

/** What became of one way: its best run, or the least memory it can do with. */
export interface Alternative {
  readonly way: string
  readonly answers: Answers
  readonly memory: MemoryEstimate
  /** Present where the way fits. */
  readonly speed: SpeedEstimate | undefined
}

export interface Search {
  readonly best: readonly Candidate[]
  /** The best of every way in the order of the goal; ways that do not fit come last. */
  readonly alternatives: readonly Alternative[]
  /** Runs that the search stands for; those that a bound proved no better are among them. */
  readonly considered: number
  /** Estimates that were really computed. */
  readonly computed: number
}

/** One setting of one axis: what it answers. */
type Setting = Answers
type Axis = readonly Setting[]

const powersUpTo = (limit: number): readonly number[] =>
  Array.from({ length: Math.floor(Math.log2(limit)) + 1 }, (_, power) => 2 ** power).concat(
    Number.isInteger(Math.log2(limit)) ? [] : [limit],
  )

/** Methods and how their frozen weights are stored. DoRA and full fine-tuning are somebody's wish, never a suggestion. */
const methods: Axis = [
  { 'method.name': 'lora', 'method.quantization': 'none' },
  { 'method.name': 'qlora', 'method.quantization': 'nf4', 'method.double_quant': true },
  { 'method.name': 'qlora', 'method.quantization': 'nf4', 'method.double_quant': false },
  { 'method.name': 'lora', 'method.quantization': 'int8' },
]

/**
 * Which modules are trained: what the run says, and the attention alone where adapters would else reach every expert of a
 * mixture, which takes hundreds of times the parameters.
 */
function targetSets({ linears, experts }: Model): Axis {
  if (!experts?.targets) return [{}]
  const names = linears
    .filter(({ role }) => role.startsWith('attention'))
    .map(({ path }) => path.slice(path.lastIndexOf('.') + 1))
  return [{}, { 'lora.target_modules': [...new Set(names)].join(',') }]
}

/** Ways to share the work. Several processes need a strategy; one process needs none. */
function strategies(processes: number, quantized: boolean): Axis {
  if (processes === 1) return [{ 'accelerate.distributed_type': 'NO' }]
  const zero = (stage: number, optimizer: string, param: string): Setting => ({
    'accelerate.distributed_type': 'DEEPSPEED',
    'deepspeed.zero_stage': stage,
    'deepspeed.offload_optimizer_device': optimizer,
    'deepspeed.offload_param_device': param,
    ...(stage === 3 ? { 'deepspeed.zero3_init_flag': !quantized } : {}),
  })
  const fsdp = (version: number, offload: boolean): Setting => ({
    'accelerate.distributed_type': 'FSDP',
    'fsdp.fsdp_version': version,
    'fsdp.fsdp_offload_params': offload,
    'fsdp.fsdp_state_dict_type': 'FULL_STATE_DICT',
  })
  return [
    { 'accelerate.distributed_type': 'MULTI_GPU' },
    zero(1, 'none', 'none'),
    zero(2, 'none', 'none'),
    zero(2, 'cpu', 'none'),
    zero(3, 'none', 'none'),
    zero(3, 'cpu', 'none'),
    zero(3, 'none', 'cpu'),
    zero(3, 'cpu', 'cpu'),
    fsdp(1, false),
    fsdp(1, true),
    fsdp(2, false),
    fsdp(2, true),
  ]
}

const toggles = (key: FieldKey, values: readonly (boolean | string)[]): Axis =>
  values.map((value) => ({ [key]: value }))

/** Settings that do not contradict what must stay; a fixed option leaves one way of the axis. */
function allowed(axis: Axis, fixed: Answers): Axis {
  const fitting = axis.filter((setting) =>
    Object.entries(setting).every(
      ([key, value]) => fixed[key as FieldKey] === undefined || fixed[key as FieldKey] === value,
    ),
  )
  if (fitting.length > 0) return fitting
  const keys = Object.keys(axis[0] ?? {}) as FieldKey[]
  return keys.some((key) => fixed[key] !== undefined) ? [{}] : axis
}

/** Numbers that divide the share of one GPU: the micro batches that keep the effective batch. */
function microBatches(share: number, fixed: number | undefined): readonly number[] {
  const divisors = Array.from({ length: Math.min(share, 256) }, (_, one) => one + 1).filter((one) => share % one === 0)
  return fixed === undefined ? divisors : divisors.filter((one) => one === fixed)
}

/** Everything but the micro batch: what varies together with it is a family. */
interface Family {
  readonly answers: Answers
  readonly work: Workload
  /** Method, strategy and offload. */
  readonly way: string
  /** The way and the GPUs it uses: the best of each is what a list shows. */
  readonly place: string
  /** Sequences that one GPU sees in one optimizer step. */
  readonly share: number
}

const wayOf = (answers: Answers): string =>
  [
    answers['method.name'],
    answers['method.quantization'],
    answers['accelerate.distributed_type'],
    answers['deepspeed.zero_stage'],
    answers['fsdp.fsdp_version'],
    answers['deepspeed.offload_optimizer_device'],
    answers['deepspeed.offload_param_device'],
    answers['fsdp.fsdp_offload_params'],
    answers['lora.target_modules'],
  ]
    .map((part) => String(part ?? '-'))
    .join(' ')

/** What does not change how the weights are shared: settings of one GPU's own work. */
function ownSettings(
  fixed: Answers,
  attention: readonly string[],
  liger: boolean,
  sharding: boolean,
): readonly Answers[] {
  const optimizers = sharding
    ? ['adamw_torch_fused', 'adafactor']
    : ['adamw_torch_fused', 'adamw_8bit', 'paged_adamw_8bit', 'paged_adamw_32bit', 'adafactor']
  const axes: readonly Axis[] = [
    toggles('training.gradient_checkpointing', [false, true]),
    toggles('training.attn_implementation', attention),
    toggles('training.use_liger_kernel', liger ? [false, true] : [false]),
    toggles('training.optim', optimizers),
  ]
  return axes.reduce<readonly Answers[]>(
    (combined, axis) => combined.flatMap((one) => allowed(axis, fixed).map((setting) => ({ ...one, ...setting }))),
    [{}],
  )
}

/** The attention implementations to try: those that the GPU runs and the model's family accepts. */
const attentions = ({ modelType }: Model, fast: boolean): readonly string[] =>
  [attentionFor(modelType), ...(fast ? ['flash_attention_2'] : [])].filter((one) => !familyRefuses(modelType, one))

/** Every method with every set of modules that it may train. */
const methodsFor = (model: Model, fixed: Answers): Axis =>
  allowed(methods, fixed).flatMap((method) => {
    const full = { ...fixed, ...method }['method.name'] === 'full'
    const sets = full || fixed['lora.target_modules'] !== undefined ? [{}] : targetSets(model)
    return sets.map((set) => ({ ...method, ...set }))
  })

function* families({ answers: fixed, effectiveBatch, model }: Wish): Generator<Family> {
  const { config } = resolve(fixed)
  const of = workloadOf(resolve(fixed), model)
  if ('unknown' in of) return
  const { gpu } = of.workload
  const fast = gpu.bf16 && gpu.vendor === 'NVIDIA'
  const liger = fast && config['output.trainer'] !== 'mlperf'
  const attention = attentions(of.workload.model, fast)
  // BF16 and FP16 take the same memory and time, so the card decides: BF16 wherever it computes in it (arXiv 1905.12322: no loss scaling).
  const [precision = {}] = allowed([{ 'accelerate.mixed_precision': gpu.bf16 ? 'bf16' : 'fp16' }], fixed)
  for (const machines of powersUpTo(config['hardware.machines'])) {
    for (const gpus of powersUpTo(config['hardware.gpus_per_machine'])) {
      const processes = machines * gpus
      if (effectiveBatch % processes !== 0) continue
      const asked = fixed['accelerate.distributed_type']
      if (asked !== undefined && (asked === 'NO') !== (processes === 1)) continue
      for (const method of methodsFor(of.workload.model, fixed)) {
        const quantized = method['method.quantization'] !== undefined && method['method.quantization'] !== 'none'
        for (const strategy of allowed(strategies(processes, quantized), fixed)) {
          const sharding = strategy['accelerate.distributed_type'] === 'FSDP'
          // bitsandbytes' 8-bit weights cannot be divided by FSDP (shared/rules/quantization/int8-with-fsdp.ts).
          if (method['method.quantization'] === 'int8' && sharding) continue
          const shared = {
            ...fixed,
            ...method,
            ...strategy,
            ...precision,
            'hardware.machines': machines,
            'hardware.gpus_per_machine': gpus,
          }
          const base = workloadOf(resolve(shared), model)
          if ('unknown' in base) continue
          const way = wayOf(shared)
          for (const own of ownSettings(fixed, attention, liger, sharding)) {
            yield {
              answers: { ...shared, ...own },
              work: { ...base.workload, ...ownWork(own, base.workload) },
              way,
              place: `${way} ${machines}×${gpus}`,
              share: effectiveBatch / processes,
            }
          }
        }
      }
    }
  }
}

/** What the settings of one GPU's own work change in a workload; a test holds it against the whole way from answers to a workload. */
function ownWork(own: Answers, base: Workload): Partial<Workload> {
  const liger = own['training.use_liger_kernel'] === true
  return {
    ...(own['training.gradient_checkpointing'] === undefined
      ? {}
      : { checkpointing: own['training.gradient_checkpointing'] === true }),
    ...(own['training.attn_implementation'] === undefined
      ? {}
      : { attention: attentionNamed(String(own['training.attn_implementation'])) }),
    ...(own['training.optim'] === undefined ? {} : { optimizer: optimizerNamed(String(own['training.optim'])) }),
    ...(liger ? { loss: 'fused' as const, ligerKernels: true } : { loss: base.loss, ligerKernels: base.ligerKernels }),
  }
}

const middle = ([low, high]: readonly [number, number]): number => (low + high) / 2
export const tokensPerSecond = (estimate: SpeedEstimate): number => middle(estimate.tokensPerSecond)

type Order = readonly [first: number, second: number]

/** The order of a goal: a smaller pair is better. Quality counts 16-bit weights first; memory counts bytes. */
function rank(goal: Goal, answers: Answers, used: number, rate: number): Order {
  if (goal === 'memory') return [used, -rate]
  const stored = answers['method.quantization'] ?? 'none'
  return [goal === 'quality' && stored !== 'none' ? 1 : 0, -rate]
}
const compare = (a: Order, b: Order): number => a[0] - b[0] || a[1] - b[1]

interface Ranked {
  readonly family: Family
  readonly micro: number
  readonly order: Order
  readonly memory: MemoryEstimate
  readonly speed: SpeedEstimate
}

function answersOf({ answers, share }: Family, micro: number): Answers {
  return {
    ...answers,
    'training.per_device_train_batch_size': micro,
    'training.gradient_accumulation_steps': share / micro,
  }
}

/**
 * The `top` best runs, one for each way and number of GPUs, and the best of every way. Of equals the first is kept: the
 * plainest setting.
 *
 * Two bounds spare most estimates, and tests prove both: memory never falls when the micro batch grows, so the largest
 * that fits is found by halving; and with the effective batch kept, a larger micro batch is never slower, so a family
 * whose largest is no better than the best of its place cannot matter. Goal `memory` needs only the smallest micro batch.
 */
export function search(wish: Wish, top = 5, pruned = true): Search {
  let considered = 0
  let computed = 0
  const best = new Map<string, Ranked>()
  const least = new Map<string, { readonly family: Family; readonly micro: number; readonly memory: MemoryEstimate }>()
  const fixedMicro = wish.answers['training.per_device_train_batch_size'] as number | undefined

  for (const family of families(wish)) {
    const micros = microBatches(family.share, fixedMicro)
    considered += micros.length
    const [smallest] = micros
    const largest = micros.at(-1)
    if (smallest === undefined || largest === undefined) continue
    const at = (micro: number): Workload => ({ ...family.work, microBatch: micro, accumulation: family.share / micro })
    const estimate = (micro: number): MemoryEstimate => {
      computed++
      const used = memory(at(micro))
      const known = least.get(family.way)
      if (!known || used.perGpu.nvidiaSmi < known.memory.perGpu.nvidiaSmi)
        least.set(family.way, { family, micro, memory: used })
      return used
    }
    const orderOf = (micro: number, used: number): { readonly order: Order; readonly speed: SpeedEstimate } => {
      computed++
      const quick = speed(at(micro))
      return { speed: quick, order: rank(wish.goal, family.answers, used, tokensPerSecond(quick)) }
    }
    const enter = (micro: number, used: MemoryEstimate) => {
      const known = best.get(family.place)
      const now = orderOf(micro, used.perGpu.nvidiaSmi)
      if (!known || compare(now.order, known.order) < 0) best.set(family.place, { family, micro, memory: used, ...now })
    }
    if (!pruned) {
      for (const micro of micros) {
        const used = estimate(micro)
        if (used.fits === 'yes') enter(micro, used)
      }
      continue
    }
    const known = best.get(family.place)
    if (known && wish.goal !== 'memory' && compare(orderOf(largest, 0).order, known.order) >= 0) continue
    const first = estimate(smallest)
    if (first.fits !== 'yes') continue
    let fitting = { micro: smallest, memory: first }
    for (let low = 0, high = wish.goal === 'memory' ? 0 : micros.length - 1; low < high; ) {
      const half = Math.ceil((low + high) / 2)
      const micro = micros[half] as number
      const used = estimate(micro)
      if (used.fits === 'yes') {
        low = half
        fitting = { micro, memory: used }
      } else high = half - 1
    }
    enter(fitting.micro, fitting.memory)
  }

  const candidate = (one: Ranked): Candidate => ({
    answers: answersOf(one.family, one.micro),
    memory: one.memory,
    speed: one.speed,
    way: one.family.way,
  })
  const sorted = [...best.values()].sort((a, b) => compare(a.order, b.order))
  const seen = new Set<string>()
  const fits = sorted
    .filter(({ family }) => !seen.has(family.way) && seen.add(family.way))
    .map((one): Alternative => candidate(one))
  const fails = [...least]
    .filter(([way]) => !seen.has(way))
    .map(
      ([way, one]): Alternative => ({
        way,
        answers: answersOf(one.family, one.micro),
        memory: one.memory,
        speed: undefined,
      }),
    )
    .sort((a, b) => a.memory.perGpu.nvidiaSmi - b.memory.perGpu.nvidiaSmi)
  return { best: sorted.slice(0, top).map(candidate), alternatives: [...fits, ...fails], considered, computed }
}

/** The options that a search varies: what it changes against the wish is among these. */
export const varied: readonly FieldKey[] = (Object.keys(fields) as FieldKey[]).filter((key) =>
  [
    ...methods.flatMap(Object.keys),
    ...strategies(2, false).flatMap(Object.keys),
    'lora.target_modules',
    'accelerate.mixed_precision',
    'training.gradient_checkpointing',
    'training.attn_implementation',
    'training.use_liger_kernel',
    'training.optim',
    'training.per_device_train_batch_size',
    'training.gradient_accumulation_steps',
    'hardware.machines',
    'hardware.gpus_per_machine',
  ].includes(key),
)
