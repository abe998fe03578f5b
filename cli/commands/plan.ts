/** `plan`: the best runs that fit these machines, found by trying every one in the model, and the chosen one as files. */
import { cardsThatFit } from '../../shared/cards-that-fit.ts'
import { type Answers, resolve } from '../../shared/config.ts'
import {
  type DistinctRun,
  type DistinctRuns,
  distinct,
  distinctRuns,
  plainestFirst,
} from '../../shared/distinct-runs.ts'
import { tokensPerMicroBatch } from '../../shared/estimate/workload.ts'
import { fill } from '../../shared/pages.ts'
import { goals, search, type Wish } from '../../shared/search.ts'
import { begin, step } from '../../shared/session.ts'
import { oneOf } from '../arguments.ts'
import { beginningOf } from '../beginning.ts'
import { modelOf } from '../model-of.ts'
import { count } from '../print/figures.ts'
import { type Found, searchJson, searchLines } from '../print/search.ts'
import { styleOf } from '../print/style.ts'
import { clean, columnsOf } from '../print/text.ts'
import { showsUnicode } from '../tui/paint.ts'
import { UserError } from '../user-error.ts'
import { type Call, type Command, flagValue, has } from './command.ts'
import { amount, takenNotes, workloadFor } from './estimate.ts'

/** Runs that `--top` lists at most. */
const most = 50

/** A whole number that a flag was given. */
function wholeNumber(call: Call, flag: string, limit = 1_000_000): number | undefined {
  const value = flagValue(call, flag)
  if (value === undefined) return undefined
  const number = /^\s*\d[\d_,]*\s*$/.test(value) ? Number(value.replace(/[_,\s]/g, '')) : Number.NaN
  if (number >= 1 && number <= limit) return number
  throw new UserError('flag-value', { flag: `--${flag}`, value, allowed: [`1–${limit}`] })
}

/** Flags that are short for options of a run. */
const shorts = { model: 'model.id', 'sequence-length': 'data.sequence_length', machines: 'hardware.machines' } as const

/** The call with its short flags as options, so that they are read, checked and refused like all others. */
function withShorts(call: Call): Call {
  const short = Object.entries(shorts).flatMap(([flag, key]) => {
    const value = flagValue(call, flag)
    return value === undefined ? [] : [[key, value] as const]
  })
  return { ...call, options: [...short, ...call.options] }
}

/** The best runs for the goal alone, one for each way and number of GPUs. */
function ranking(found: DistinctRuns, wish: Wish, top: number): readonly DistinctRun[] {
  const refused = new Set(found.refused.map(({ candidate }) => JSON.stringify(candidate.answers)))
  const best = search(wish, top + most).best.filter(({ answers }) => !refused.has(JSON.stringify(answers)))
  const [first] = best
  return plainestFirst(best, wish.goal)
    .slice(0, top)
    .map((one) => distinct(one, first?.answers))
}

async function find(given: Call): Promise<Found & { readonly notes: readonly string[] }> {
  const { host, wording } = given
  const call = withShorts(given)
  const goal = (await oneOf('goal', flagValue(call, 'goal'), goals)) ?? 'speed'
  const ranked = has(call, 'top')
  const top = wholeNumber(call, 'top', most) ?? 1
  const { session, notes } = await beginningOf(call)
  const run = resolve(session.answers)
  const { model, notes: left } = modelOf(host, run, wording)
  const work = workloadFor(run, model)
  const { machines, gpusPerMachine, gpu } = work
  const gpus = machines * gpusPerMachine
  const { config } = run
  const batch =
    wholeNumber(call, 'batch') ??
    gpus * config['training.per_device_train_batch_size'] * config['training.gradient_accumulation_steps']
  const { 'training.gradient_accumulation_steps': accumulation, ...rest } = session.answers
  const fixed: Answers = {
    ...rest,
    'model.id': config['model.id'],
    'hardware.gpu': gpu.name,
    'hardware.gpus_per_machine': gpusPerMachine,
    'hardware.machines': machines,
    'data.sequence_length': config['data.sequence_length'],
  }
  const wish = { answers: fixed, effectiveBatch: batch, goal, model }
  const found = distinctRuns(wish)
  const runs = ranked ? ranking(found, wish, top) : found.runs
  const text = (id: string, facts: Readonly<Record<string, string | number>>) =>
    fill(wording.sentences(`search.${id}`) ?? id, facts)
  const tokens = count(tokensPerMicroBatch({ ...work, microBatch: 1 }))
  const name = clean(model.id)
  return {
    title: text(machines > 1 ? 'machines' : 'title', {
      model: name,
      machines,
      gpus: gpusPerMachine,
      gpu: gpu.name,
      tokens,
      batch: count(batch),
    }),
    goal,
    search: found.search,
    best: runs,
    refused: found.refused,
    card: gpu.memoryGib,
    cards: runs.length === 0 && machines === 1 ? cardsThatFit(wish) : [],
    tokens: amount(call, 'tokens'),
    price: amount(call, 'price'),
    notes: [
      ...notes,
      ...left,
      ...takenNotes(run, call),
      ...(accumulation === undefined ? [] : [text('accumulation', {})]),
      ...(batch % gpus === 0 ? [] : [text('undivided', { batch: count(batch), gpus })]),
    ],
  }
}

export const plan: Command = {
  flags: [
    { name: 'model', value: 'ID' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'machines', value: 'N' },
    { name: 'sequence-length', value: 'TOKENS' },
    { name: 'batch', value: 'N' },
    { name: 'goal', value: 'speed|memory|quality' },
    { name: 'top', value: 'N' },
    { name: 'price', value: 'PER_GPU_HOUR' },
    { name: 'tokens', value: 'N' },
    { name: 'explain' },
    { name: 'set', value: 'KEY=VALUE' },
    { name: 'lengths', value: 'FILE' },
    { name: 'choose', value: 'K' },
    { name: 'out', value: 'DIR' },
    { name: 'yes', short: 'y' },
    { name: 'force' },
    { name: 'no-comments' },
    { name: 'json' },
  ],
  takesOptions: true,
  run: async (call) => {
    const { host, wording } = call
    const choose = wholeNumber(call, 'choose', most) ?? 1
    const { notes, ...found } = await find(call)
    const writes = has(call, 'yes') || has(call, 'out') || has(call, 'choose')
    for (const note of notes) host.errors.write(`${note}\n`)
    const json = has(call, 'json')
    if (!json) {
      const lines = searchLines(found, {
        wording,
        style: styleOf(host.output),
        columns: columnsOf(host.output),
        explain: has(call, 'explain'),
        writes,
        ascii: !showsUnicode(host.environment),
      })
      host.output.write(`${lines.join('\n')}\n`)
    }
    const chosen = found.best[choose - 1]
    if (found.best.length > 0 && !chosen)
      throw new UserError('flag-value', {
        flag: '--choose',
        value: String(choose),
        allowed: found.best.map((_, at) => String(at + 1)),
      })
    if (!writes || !chosen) {
      if (json) host.output.write(`${JSON.stringify(searchJson(found), null, 2)}\n`)
      return found.best.length > 0 ? 0 : 1
    }
    if (!json) host.output.write('\n')
    const { writeAll } = await import('../initialize.ts')
    const { usableFolder } = await import('../write-files.ts')
    const out = flagValue(call, 'out') ?? '.'
    const session = step(begin({}, 'basic'), { type: 'adopt', answers: chosen.answers })
    const { version: _, ...more } = searchJson(found)
    return writeAll(call, { session, notes: [], given: true }, out, usableFolder(host, out), more)
  },
}
