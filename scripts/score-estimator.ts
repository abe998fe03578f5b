/**
 * Scores the memory and speed model on published runs and prints the table as Markdown, misses included.
 * `node scripts/score-estimator.ts [measured.tsv]`; another file has the columns of test/upstream/measured.tsv.
 */
import { resolve } from 'node:path'
import { memory } from '../shared/estimate/memory.ts'
import { stepSeconds } from '../shared/estimate/speed.ts'
import { leaveOneSourceOutMemory } from '../test/shared/estimate/fit-memory.ts'
import { fitCalibration, leaveOneSourceOut, median, predicted } from '../test/shared/estimate/fit-speed.ts'
import { peers } from '../test/shared/estimate/peers.ts'
import { type Group, type Published, published } from '../test/shared/estimate/published.ts'
import { strategyPairs } from '../test/shared/estimate/strategy-pairs.ts'
import { timed } from '../test/shared/estimate/timed.ts'
import { readTable, upstream } from '../test/upstream-table.ts'

const path = process.argv[2]
const table = path ? readTable(resolve(path)) : upstream('measured.tsv')

const percent = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : '–')
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const head = (names: readonly string[]): string => `${row(names)}\n${row(names.map(() => '---'))}`

interface Scored extends Published {
  readonly from: Published
  readonly ours: number
  readonly error: number
}
const known = table.flatMap((one) => published(one) ?? [])
const scored: readonly Scored[] = known.flatMap((one) => {
  if (one.peak === null) return []
  const ours = memory(one.work).perGpu[one.metric]
  return [{ ...one, from: one, ours, error: ours / one.peak - 1 }]
})

/** Only what the allocator holds is fitted; rows that publish allocated memory need no fit. */
const unseen = leaveOneSourceOutMemory(known.filter((one) => one.peak !== null && one.metric !== 'allocated'))

const titles: Readonly<Record<Group, string>> = {
  constant: 'constant token count',
  variable: 'lengths that vary',
  framework: 'other frameworks (LitGPT, torchtune)',
}

function line(name: string, rows: readonly Scored[]): string {
  // Rows that publish what is allocated need no fit: left out or not, their error is the same.
  const left = rows.map((one) => unseen.get(one.from) ?? one.error)
  const errors = rows.map((one) => Math.abs(one.error))
  const within = errors.filter((error) => error <= 0.1).length
  const theirs = peers.map((peer) => {
    const pairs = rows.flatMap((one) => {
      const figure = peer.estimate(one.work)
      return figure === null || one.peak === null
        ? []
        : [[Math.abs(figure / one.peak - 1), Math.abs(one.error)] as const]
    })
    if (pairs.length === 0) return '–'
    const [peer_, ours] = [median(pairs.map(([error]) => error)), median(pairs.map(([, error]) => error))]
    return `${percent(peer_)} (${pairs.length}; ours ${percent(ours)})`
  })
  return row([
    name,
    rows.length,
    `**${percent(median(errors))}**`,
    percent(within / rows.length),
    percent(median(rows.map((one) => one.error))),
    percent(median(left.map(Math.abs))),
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
for (const group of Object.keys(titles) as Group[]) {
  const rows = scored.filter((one) => one.group === group)
  if (rows.length === 0) continue
  console.log(line(`**${titles[group]}**`, rows))
  for (const source of new Set(rows.map((one) => one.source))) {
    console.log(
      line(
        source,
        rows.filter((one) => one.source === source),
      ),
    )
  }
}

console.log('\n### Verdicts: does the run fit, and did we predict it\n')
console.log(head(['rows', 'number', 'wrong', 'share']))
for (const group of Object.keys(titles) as Group[]) {
  const rows = known.filter((one) => one.group === group && (one.peak !== null || one.outOfMemory))
  if (rows.length === 0) continue
  const wrong = rows.filter((one) => {
    const { fits } = memory(one.work)
    return one.outOfMemory ? fits === 'yes' : fits === 'no'
  })
  console.log(row([titles[group], rows.length, wrong.length, percent(wrong.length / rows.length)]))
}

console.log('\n### The twenty largest misses\n')
console.log(
  head(['source', 'model', 'method', 'strategy', 'per-GPU batch × length', 'published', 'predicted', 'error']),
)
for (const one of [...scored].sort((a, b) => Math.abs(b.error) - Math.abs(a.error)).slice(0, 20)) {
  const { row: r } = one
  console.log(
    row([
      one.source,
      r.model ?? '',
      r.method ?? '',
      r.strategy ?? '',
      `${r.micro_batch} × ${r.seq_len}`,
      `${one.peak?.toFixed(1)} GiB`,
      `${one.ours.toFixed(1)} GiB`,
      percent(one.error),
    ]),
  )
}
console.log(
  `\n${table.length - known.length} of ${table.length} rows have too little information to score memory, or neither a memory figure nor an out-of-memory failure.`,
)

const rows = table.flatMap((one) => timed(one) ?? [])
const absolute = rows.filter((one) => one.absolute)
if (absolute.length > 0) {
  console.log('\n### Speed: each source predicted by a model fitted to the others\n')
  console.log(head(['source', 'number', 'median error, source left out', 'fitted to all']))
  const all = fitCalibration(absolute)
  const errors = leaveOneSourceOut(absolute)
  for (const [source, list] of errors) {
    const fitted = absolute
      .filter((one) => one.source === source)
      .map((one) => Math.abs(predicted(one, all) / one.seconds - 1))
    console.log(row([source, list.length, percent(median(list.map(Math.abs))), percent(median(fitted))]))
  }
  const flat = [...errors.values()].flat().map(Math.abs)
  console.log(row(['**all**', flat.length, `**${percent(median(flat))}**`, '']))
  const pairs = strategyPairs(rows)
  const right = pairs.filter(([faster, slower]) => stepSeconds(faster.work) < stepSeconds(slower.work)).length
  console.log(
    `\nOf ${pairs.length} published pairs that do the same work in two ways, ${right} are in the right order (${percent(right / pairs.length)}).`,
  )
}
