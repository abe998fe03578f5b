/** A wish → the few runs worth choosing between: none that another beats in everything, each with what it is best at. */
import { check } from './check.ts'
import { type Answers, applies, resolve } from './config.ts'
import type { Value } from './fields/field.ts'
import type { FieldKey } from './fields/index.ts'
import { type Candidate, type Goal, goals, type Search, search, tokensPerSecond, varied, type Wish } from './search.ts'

/** What a run is best at, in the order in which it is told. */
export type Strength = 'fastest' | 'quality' | 'cheapest' | 'plainest' | 'balanced' | 'memory'

export interface DistinctRun extends Candidate {
  readonly strengths: readonly Strength[]
  /** GPUs that it uses. */
  readonly gpus: number
  /** GPU hours for a million tokens, as predicted. */
  readonly gpuHours: number
  /** The options in which it differs from the first run. */
  readonly differs: readonly FieldKey[]
}

export interface DistinctRuns {
  readonly runs: readonly DistinctRun[]
  /** Every run that fits without an error of its own, the best for the goal first. */
  readonly ranked: readonly Candidate[]
  /** Runs that fit and would fail for another reason, with the rules that say so. */
  readonly refused: readonly { readonly candidate: Candidate; readonly rules: readonly string[] }[]
  /** The search for the goal: what was considered, and the best of every way. */
  readonly search: Search
}

/** Runs to choose between at most, and at least where there are as many that really differ. */
const most = 6
const fewest = 4
/** Candidates of each search. */
const wide = 60

const errorsOf = (answers: Answers): readonly string[] =>
  check(resolve(answers)).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []))

/** Runs that would fail for a reason that not every run has; what all share is for the user to answer. */
function sound(candidates: readonly Candidate[]): Pick<DistinctRuns, 'ranked' | 'refused'> {
  const judged = candidates.map((candidate) => ({ candidate, rules: errorsOf(candidate.answers) }))
  const shared = new Set((judged[0]?.rules ?? []).filter((rule) => judged.every(({ rules }) => rules.includes(rule))))
  const own = judged.map(({ candidate, rules }) => ({ candidate, rules: rules.filter((rule) => !shared.has(rule)) }))
  return {
    ranked: own.filter(({ rules }) => rules.length === 0).map(({ candidate }) => candidate),
    refused: own.filter(({ rules }) => rules.length > 0),
  }
}

/** Less than this is no difference between predictions, as a share. */
const alike = 0.01

/** What there is to go wrong: nothing kept on the host comes first, then plain data parallelism, then whole weights. */
function moving({ answers, memory }: Candidate): number {
  const stage = answers['accelerate.distributed_type'] === 'DEEPSPEED' ? Number(answers['deepspeed.zero_stage']) : 0
  const divided = answers['accelerate.distributed_type'] === 'FSDP' || stage === 3
  return (memory.host.step >= 0.05 ? 10 : 0) + (divided ? 2 : stage > 0 ? 1 : 0)
}

/** 16-bit weights lose nothing, 8 bits little, 4 bits more. */
const losses = { none: 0, int8: 1, nf4: 2 } as const
const lossOf = ({ answers }: Candidate): number =>
  losses[(answers['method.quantization'] ?? 'none') as keyof typeof losses] ?? 0

const gpusOf = ({ answers }: Candidate): number =>
  Number(answers['hardware.machines'] ?? 1) * Number(answers['hardware.gpus_per_machine'] ?? 1)
const usedOf = ({ memory }: Candidate): number => memory.perGpu.nvidiaSmi
const rateOf = ({ speed }: Candidate): number => tokensPerSecond(speed)
/** GPU seconds for one token. */
const costOf = (one: Candidate): number => gpusOf(one) / rateOf(one)

/** Everything that counts; smaller is better. */
const measures: readonly ((one: Candidate) => number)[] = [(one) => 1 / rateOf(one), usedOf, lossOf, costOf, moving]

/** Whether `a` is as good as `b` in everything, and better in something by more than predictions can tell. */
function beats(a: Candidate, b: Candidate): boolean {
  let better = false
  for (const measure of measures) {
    const [one, other] = [measure(a), measure(b)]
    if (one > other * (1 + alike)) return false
    if (one < other * (1 - alike)) better = true
  }
  return better
}

/** Of runs that are as good as each other the plainest first. */
export function plainestFirst(candidates: readonly Candidate[], goal: Goal): readonly Candidate[] {
  const left = [...candidates]
  const quantized = (one: Candidate) => lossOf(one) > 0
  const even = (one: Candidate, first: Candidate) =>
    goal === 'memory'
      ? usedOf(one) <= usedOf(first) * (1 + alike)
      : rateOf(one) >= rateOf(first) * (1 - alike) && quantized(one) === quantized(first)
  const ordered: Candidate[] = []
  for (let first = left[0]; first; first = left[0]) {
    const group = left.filter((one) => even(one, first))
    const plainest = group.reduce((best, one) => (moving(one) < moving(best) ? one : best))
    ordered.push(plainest)
    left.splice(left.indexOf(plainest), 1)
  }
  return ordered
}

/** The first of the best by a measure, and of those that are as good the plainest. */
function leastOf(candidates: readonly Candidate[], measure: (one: Candidate) => number): Candidate | undefined {
  const least = Math.min(...candidates.map(measure))
  const group = candidates.filter((one) => measure(one) <= least * (1 + alike))
  return group.length > 0 ? group.reduce((best, one) => (moving(one) < moving(best) ? one : best)) : undefined
}

/** A run that keeps three quarters of the best rate counts as nearly as fast. */
const nearlyAsFast = 0.75

/** A rate is predicted no better than this: of runs within it the one whose weights lose least is taken for the fastest. */
const asFast = 0.03

const strongest: Readonly<Record<Strength, (all: readonly Candidate[]) => Candidate | undefined>> = {
  fastest: (all) => {
    const best = Math.max(...all.map(rateOf))
    const near = all.filter((one) => rateOf(one) >= best * (1 - asFast))
    const least = Math.min(...near.map(lossOf))
    return leastOf(
      near.filter((one) => lossOf(one) === least),
      (one) => 1 / rateOf(one),
    )
  },
  quality: (all) => {
    const least = Math.min(...all.map(lossOf))
    return leastOf(
      all.filter((one) => lossOf(one) === least),
      (one) => 1 / rateOf(one),
    )
  },
  cheapest: (all) => leastOf(all, costOf),
  plainest: (all) => {
    const least = Math.min(...all.map(moving))
    return leastOf(
      all.filter((one) => moving(one) === least),
      (one) => 1 / rateOf(one),
    )
  },
  balanced: (all) => {
    const best = Math.max(...all.map(rateOf))
    return leastOf(
      all.filter((one) => rateOf(one) >= best * nearlyAsFast),
      usedOf,
    )
  },
  memory: (all) => leastOf(all, usedOf),
}

/** How far two runs are apart: shares of rate and memory; another precision of the weights or number of GPUs counts as a lot. */
const apart = (a: Candidate, b: Candidate): number =>
  Math.abs(Math.log(rateOf(a) / rateOf(b))) +
  Math.abs(Math.log(usedOf(a) / usedOf(b))) +
  (lossOf(a) === lossOf(b) ? 0 : 0.5) +
  (gpusOf(a) === gpusOf(b) ? 0 : 0.2)
/** Runs that are nearer than this are one choice. */
const different = 0.12

const firstStrength = { speed: 'fastest', memory: 'memory', quality: 'quality' } as const

/** The runs to choose between: the strongest of every kind, then those farthest from what is there. */
function chosen(all: readonly Candidate[], goal: Goal): readonly { run: Candidate; strengths: Strength[] }[] {
  const front = all.filter((one) => !all.some((other) => beats(other, one)))
  const first = firstStrength[goal]
  const order = [first, ...(Object.keys(strongest) as Strength[]).filter((one) => one !== first)]
  const picked: { run: Candidate; strengths: Strength[] }[] = []
  for (const strength of order) {
    const run = strongest[strength](front)
    const near = run && picked.find((one) => apart(one.run, run) < different)
    if (near) near.strengths.push(strength)
    else if (run) picked.push({ run, strengths: [strength] })
  }
  while (picked.length < fewest) {
    const distance = (one: Candidate) => Math.min(...picked.map(({ run }) => apart(run, one)))
    const [next] = front.filter((one) => distance(one) >= different).sort((a, b) => distance(b) - distance(a))
    if (!next) break
    picked.push({ run: next, strengths: [] })
  }
  return picked.slice(0, most)
}

/** The options in which two runs differ, of those that play a part in the second. */
function differing(first: Answers, other: Answers): readonly FieldKey[] {
  const [a, b] = [resolve(first).config, resolve(other).config]
  return varied.filter((key) => applies(key, b) && (a[key] as Value) !== (b[key] as Value))
}

/** A run with what it is best at, what it costs, and what sets it apart from the first. */
export const distinct = (
  run: Candidate,
  first: Answers | undefined,
  strengths: readonly Strength[] = [],
): DistinctRun => ({
  ...run,
  // Where all weights are quantized, none of them is a choice for quality.
  strengths: strengths.filter((one) => one !== 'quality' || lossOf(run) === 0),
  gpus: gpusOf(run),
  gpuHours: (costOf(run) * 1e6) / 3600,
  differs: first ? differing(first, run.answers) : [],
})

export function distinctRuns(wish: Wish): DistinctRuns {
  const searches = goals.map((goal) => search({ ...wish, goal }, wide))
  const own = searches[goals.indexOf(wish.goal)] as Search
  const seen = new Set<string>()
  const all = [own, ...searches]
    .flatMap(({ best }) => best)
    .filter(({ answers }) => {
      const text = JSON.stringify(answers)
      return !seen.has(text) && seen.add(text)
    })
  const { ranked, refused } = sound(all)
  const picked = chosen(ranked, wish.goal)
  const first = picked[0]?.run.answers
  const runs = picked.map(({ run, strengths }) => distinct(run, first, strengths))
  return { runs, ranked: plainestFirst(ranked, wish.goal), refused, search: own }
}
