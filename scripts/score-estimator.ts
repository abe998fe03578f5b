/**
 * Scores the memory and speed model on published runs and prints the tables as Markdown, misses included.
 * `node scripts/score-estimator.ts [measured.tsv]`; another file has the columns of test/upstream/measured.tsv.
 */
import { resolve } from 'node:path'
import { type Allocator, allocator } from '../shared/estimate/allocator.ts'
import { memory } from '../shared/estimate/memory.ts'
import { speed, stepSeconds } from '../shared/estimate/speed.ts'
import { errorOf, fitsLeftOut } from '../test/shared/estimate/fit-memory.ts'
import { fitCalibration, leaveOneSourceOut, median, predicted } from '../test/shared/estimate/fit-speed.ts'
import { inOwnTerms } from '../test/shared/estimate/own-terms.ts'
import { peers } from '../test/shared/estimate/peers.ts'
import { type Published, published } from '../test/shared/estimate/published.ts'
import { strategyPairs } from '../test/shared/estimate/strategy-pairs.ts'
import { timed } from '../test/shared/estimate/timed.ts'
import { readTable, upstream } from '../test/upstream-table.ts'

const path = process.argv[2]
const table = path ? readTable(resolve(path)) : upstream('measured.tsv')
const inWords = path ? [] : upstream('measured-2.tsv').flatMap(inOwnTerms)

const percent = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : '–')
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const head = (names: readonly string[]): string => `${row(names)}\n${row(names.map(() => '---'))}`

const fromTable = table.flatMap((one) => published(one) ?? [])
const known = [...fromTable, ...inWords]
const unseen = fitsLeftOut(known)
/** The allocator that has not seen the source of a run. */
const blind = (one: Published): Allocator => unseen.get(one.source) ?? allocator

interface Scored extends Published {
  readonly peak: number
  readonly error: number
  /** The same with the source left out of the fit. */
  readonly unseen: number
}
const scored: readonly Scored[] = known.flatMap((one) =>
  one.peak === null
    ? []
    : [{ ...one, peak: one.peak, error: errorOf(one, allocator), unseen: errorOf(one, blind(one)) }],
)

type Group = readonly [title: string, holds: (one: Published) => boolean]
const offloads = ({ work }: Published) => work.offloadOptimizer !== 'none' || work.offloadParameters !== 'none'
const main: readonly Group[] = [
  ['constant token count', (one) => one.group === 'constant'],
  ['lengths that vary', (one) => one.group === 'variable'],
  ['other frameworks (LitGPT, torchtune)', (one) => one.group === 'framework'],
]
const special: readonly Group[] = [
  ['constant, below 13 GiB', (one) => one.group === 'constant' && (one.peak ?? 99) < 13],
  ['offload to the CPU', offloads],
  ['mixtures of experts', ({ work }) => work.model.experts !== null],
]

function line(name: string, rows: readonly Scored[]): string {
  const errors = rows.map((one) => Math.abs(one.error))
  const theirs = peers.map((peer) => {
    const pairs = rows.flatMap((one) => {
      const figure = peer.estimate(one.work)
      return figure === null ? [] : [[Math.abs(figure / one.peak - 1), Math.abs(one.error)] as const]
    })
    if (pairs.length === 0) return '–'
    const [peer_, ours] = [median(pairs.map(([error]) => error)), median(pairs.map(([, error]) => error))]
    return `${percent(peer_)} (${pairs.length}; ours ${percent(ours)})`
  })
  return row([
    name,
    rows.length,
    `**${percent(median(errors))}**`,
    percent(errors.filter((error) => error <= 0.1).length / rows.length),
    percent(median(rows.map((one) => one.error))),
    percent(median(rows.map((one) => Math.abs(one.unseen)))),
    ...theirs,
  ])
}

console.log('### Memory: median absolute error on published runs\n')
console.log('In parentheses: the number of rows that the estimator covers, and our error on the same rows.\n')
console.log(
  head([
    'rows',
    'number',
    'lora-wizard',
    'within 10 %',
    'bias',
    'source left out of the fit',
    ...peers.map((peer) => peer.name),
  ]),
)
for (const [title, holds] of main) {
  const rows = scored.filter(holds)
  if (rows.length === 0) continue
  console.log(line(`**${title}**`, rows))
  for (const source of new Set(rows.map((one) => one.source))) {
    const own = rows.filter((one) => one.source === source)
    console.log(line(source, own))
  }
}
for (const [title, holds] of special) {
  const rows = scored.filter(holds)
  if (rows.length > 0) console.log(line(`**${title}**`, rows))
}

/** Rows of one run publish several figures, and a run has one verdict. */
const onePerRun = (rows: readonly Published[]): readonly Published[] => [
  ...new Map(rows.map((one) => [one.row, one])).values(),
]

function verdicts(title: string, rows: readonly Published[]): string {
  const died = rows.filter((one) => one.outOfMemory)
  const worked = rows.filter((one) => !one.outOfMemory && one.peak !== null)
  const said = (list: readonly Published[], verdict: string, of: (one: Published) => Allocator) =>
    list.filter((one) => memory(one.work, of(one)).fits === verdict).length
  const share = (list: readonly Published[], verdict: string, of: (one: Published) => Allocator) =>
    list.length === 0 ? '–' : percent(said(list, verdict, of) / list.length)
  const fitted = () => allocator
  return row([
    title,
    died.length,
    said(died, 'yes', fitted),
    share(died, 'yes', fitted),
    share(died, 'yes', blind),
    worked.length,
    said(worked, 'no', fitted),
    share(worked, 'no', fitted),
    share(worked, 'no', blind),
  ])
}

console.log('\n### Verdicts: does the run fit, and did we predict it\n')
console.log(
  head([
    'rows',
    'ran out of memory',
    'wrong “fits”',
    'share',
    'share, source left out',
    'worked',
    'wrong “doesn’t fit”',
    'share',
    'share, source left out',
  ]),
)
const judged = onePerRun(known)
for (const [title, holds] of [...main, ['**all**', () => true] as const]) {
  const rows = judged.filter(holds)
  if (rows.length > 0) console.log(verdicts(title, rows))
}

/** Whether a published reserved figure, or one of nvidia-smi less the context, is inside the band. */
function inside(one: Scored, fit: Allocator): boolean {
  const { perGpu, overhead } = memory(one.work, fit)
  const more = one.metric === 'nvidiaSmi' ? overhead.context : 0
  return one.peak >= perGpu.low + more && one.peak <= perGpu.high + more
}

console.log('\n### Bands: published reserved figures inside the predicted range\n')
console.log(head(['rows', 'number', 'inside', 'source left out of the fit']))
for (const [title, holds] of [...main, ...special, ['**all**', () => true] as const]) {
  const rows = scored.filter((one) => one.metric !== 'allocated' && holds(one))
  if (rows.length === 0) continue
  const covered = (of: (one: Scored) => Allocator) =>
    percent(rows.filter((one) => inside(one, of(one))).length / rows.length)
  console.log(row([title, rows.length, covered(() => allocator), covered(blind)]))
}

console.log('\n### All misses of more than 25 %\n')
console.log(
  head(['source', 'model', 'method', 'strategy', 'per-GPU batch × length', 'published', 'predicted', 'error']),
)
const missed = scored.filter((one) => Math.abs(one.error) > 0.25)
for (const one of [...missed].sort((a, b) => Math.abs(b.error) - Math.abs(a.error))) {
  const { row: r } = one
  console.log(
    row([
      one.source,
      r.model ?? '',
      r.method ?? '',
      r.strategy ?? '',
      `${r.micro_batch} × ${r.seq_len}`,
      `${one.peak.toFixed(1)} GiB`,
      `${(one.peak * (1 + one.error)).toFixed(1)} GiB`,
      percent(one.error),
    ]),
  )
}
console.log(
  `\n${table.length - fromTable.length} of ${table.length} rows have too little information to score memory, or neither a memory figure nor an out-of-memory failure.`,
)

const rows = table.flatMap((one) => timed(one) ?? [])
const absolute = rows.filter((one) => one.absolute)
if (absolute.length > 0) {
  console.log('\n### Speed: each source predicted by a model fitted to the others\n')
  console.log(head(['source', 'number', 'median error, source left out', 'fitted to all', 'inside the range']))
  const all = fitCalibration(absolute)
  /** Share of a source's rows, or of all, that the shipped range holds; vendors' stacks have none. */
  const covered = (source?: string): string => {
    const own = absolute.filter((one) => one.vendorBatch === null && (source === undefined || one.source === source))
    const held = own.filter(({ work, seconds }) => {
      const [fast, slow] = speed(work).stepSeconds
      return seconds >= fast && seconds <= slow
    })
    return percent(held.length / own.length)
  }
  const errors = leaveOneSourceOut(absolute)
  for (const [source, list] of errors) {
    const fitted = absolute
      .filter((one) => one.source === source)
      .map((one) => Math.abs(predicted(one, all) / one.seconds - 1))
    console.log(
      row([source, list.length, percent(median(list.map(Math.abs))), percent(median(fitted)), covered(source)]),
    )
  }
  const flat = [...errors.values()].flat().map(Math.abs)
  console.log(row(['**all**', flat.length, `**${percent(median(flat))}**`, '', covered()]))
  const pairs = strategyPairs(rows)
  const right = pairs.filter(([faster, slower]) => stepSeconds(faster.work) < stepSeconds(slower.work)).length
  console.log(
    `\nOf ${pairs.length} published pairs that do the same work in two ways, ${right} are in the right order (${percent(right / pairs.length)}).`,
  )
}
