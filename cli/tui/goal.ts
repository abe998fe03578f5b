/** The start from a goal: what is to be trained and on what, then the few runs to choose between. */
import { findModels } from '../../shared/catalog/find-models.ts'
import { parseGpu } from '../../shared/catalog/gpu-names.ts'
import { gpuByName, gpus } from '../../shared/catalog/gpus.ts'
import { modelById } from '../../shared/catalog/models.ts'
import { resolveModel } from '../../shared/catalog/resolve-model.ts'
import { resolve } from '../../shared/config.ts'
import type { DistinctRun } from '../../shared/distinct-runs.ts'
import type { Field } from '../../shared/fields/field.ts'
import { type FieldKey, fields } from '../../shared/fields/index.ts'
import { cardsText } from '../../shared/hardware.ts'
import { fill } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { batchOf, type GoalAsk } from '../../shared/session.ts'
import { count, range } from '../print/figures.ts'
import { costText, differsText, runName, settingsText, strengthTexts } from '../run-text.ts'
import { bar, tones } from './bar.ts'
import { billions, cardsFor, runsFor } from './known.ts'
import { displayWidth, empty, type Line, plain, span, wrapText } from './line.ts'
import { type Ask, type AskOption, type State, say, type World } from './screen.ts'

const plainAsk = { typed: true, numbered: false, home: 0, remarks: [], other: '' }

/** Known models as options; chosen anywhere, one says the goal's model. */
export const modelOption = (id: string): AskOption => {
  const model = modelById(id) ?? modelOfName(id)
  return {
    label: id,
    ...(model ? { beside: billions(model.parameters.total) } : {}),
    act: { do: 'session', action: { type: 'goal', answers: { 'model.id': id } } },
  }
}
function modelOfName(id: string) {
  const answer = resolveModel(id)
  return answer.kind === 'unknown' ? undefined : answer.model
}

/** So many of a long list are looked at closely. */
const most = 60

function modelAsk(state: State, world: World): Ask {
  const given = state.session.answers['model.id']
  const ids = findModels('')
  const options = ids.map(modelOption)
  const home = ids.indexOf(String(given ?? ''))
  return {
    ...plainAsk,
    title: say(state, world, 'goal.model'),
    summary: say(state, world, 'goal.model-summary', { count: ids.length }),
    options: options.map((one, place) => ({ ...one, current: place === home })),
    search: (text) => findModels(text).slice(0, most).map(modelOption),
    paths: true,
    home: Math.max(home, 0),
    other: say(state, world, 'goal.model-other'),
  }
}

/** `2x`, `2 x`, `2×` before a name, or `x2` behind it. */
function counted(text: string): { readonly count: number | undefined; readonly name: string } {
  const before = /^\s*(\d{1,3})\s*[x×*]\s*(.*)$/i.exec(text)
  if (before) return { count: Number(before[1]), name: before[2] ?? '' }
  const after = /^(.*\S)\s*[x×*]\s*(\d{1,3})\s*$/i.exec(text)
  return after ? { count: Number(after[2]), name: after[1] ?? '' } : { count: undefined, name: text }
}

function gpuOption(name: string, number: number | undefined): AskOption {
  const memory = gpuByName(name)?.memoryGb
  const answers = { 'hardware.gpu': name, ...(number === undefined ? {} : { 'hardware.gpus_per_machine': number }) }
  return {
    label: number === undefined ? name : `${number} × ${name}`,
    beside: `${memory} GB`,
    act: {
      do: 'session',
      action: { type: 'goal', answers, ...(number === undefined ? { ask: 'count' as const } : {}) },
    },
  }
}

/** GPUs that a text could mean: what the resolver says first, then names with all of its letters and digits. */
function foundGpus(text: string): readonly AskOption[] {
  const { count: number, name } = counted(text)
  const squeezed = (one: string) => one.toLowerCase().replace(/[^a-z0-9]/g, '')
  const wanted = squeezed(name)
  const answer = parseGpu(name)
  const meant = answer.kind === 'found' ? [answer.gpu.name] : answer.kind === 'ambiguous' ? answer.names : []
  const holding = gpus.map((gpu) => gpu.name).filter((one) => squeezed(one).includes(wanted))
  return [...new Set([...meant, ...holding])].map((one) => gpuOption(one, number))
}

function gpuAsk(state: State, world: World): Ask {
  const { answers } = state.session
  const found = cardsText(answers)
  const gpu = answers['hardware.gpu']
  const known: AskOption[] =
    found && typeof gpu === 'string'
      ? [
          {
            ...gpuOption(gpu, Number(answers['hardware.gpus_per_machine'] ?? 1)),
            tags: [say(state, world, state.session.visited.length > 0 ? 'goal.said' : 'goal.found')],
            current: true,
          },
        ]
      : []
  return {
    ...plainAsk,
    title: say(state, world, 'goal.gpu'),
    summary: say(state, world, 'goal.gpu-summary'),
    options: [...known, ...gpus.map(({ name }) => gpuOption(name, undefined))],
    search: foundGpus,
    other: say(state, world, 'goal.gpu-other'),
  }
}

/** A number with usual values; `toAnswer` says where it goes. */
function numberAsk(
  state: State,
  world: World,
  ask: 'count' | 'length' | 'batch',
  values: readonly number[],
  now: number,
): Ask {
  const all = [...new Set([...values, now])].sort((a, b) => a - b)
  return {
    ...plainAsk,
    title: say(state, world, `goal.${ask}`),
    summary: say(state, world, `goal.${ask}-summary`),
    options: all.map(
      (value): AskOption => ({
        label: String(value),
        current: value === now,
        act: { do: 'session', action: goalNumber(ask, value) },
      }),
    ),
    search: (text) =>
      all
        .filter((value) => String(value).startsWith(text))
        .map((value) => ({ label: String(value), act: { do: 'session', action: goalNumber(ask, value) } })),
    home: all.indexOf(now),
    other: say(state, world, 'other'),
  }
}

/** The option of a run that a number of the goal is. */
export const numberKeys = { count: 'hardware.gpus_per_machine', length: 'data.sequence_length' } as const

/** What a number says of the goal. */
export const goalNumber = (ask: 'count' | 'length' | 'batch', value: number) =>
  ask === 'batch'
    ? ({ type: 'goal', answers: {}, batch: value } as const)
    : ({ type: 'goal', answers: { [numberKeys[ask]]: value } } as const)

const suggested = (key: FieldKey): readonly number[] => {
  const field = fields[key] as Field
  return field.kind === 'integer' ? (field.suggest ?? []) : []
}

/** The goal in one line. */
function goalText(state: State, world: World): string {
  const { config } = resolve(state.session.answers)
  return fill(world.wording(state.language).sentences('search.title') ?? '', {
    model: config['model.id'],
    gpus: config['hardware.gpus_per_machine'],
    gpu: config['hardware.gpu'],
    tokens: count(config['data.sequence_length']),
    batch: count(batchOf(state.session)),
  })
}

/** A run: what it is and how fast; its memory against the card and what finishing takes; what sets it apart. */
function runOption(state: State, world: World, run: DistinctRun, first: boolean): AskOption {
  const { sentences } = world.wording(state.language)
  const [, second] = strengthTexts(run, sentences)
  const card = gpuByName(String(run.answers['hardware.gpu']))?.memoryGib ?? 0
  const used = say(state, world, 'memory.of', {
    used: run.memory.perGpu.reserved.toFixed(1),
    card: card.toFixed(1),
  })
  const details = first ? settingsText(run, sentences) : differsText(run, sentences)
  return {
    label: runName(run, sentences),
    tags: second ? [second] : [],
    beside: fill(sentences('search.rate') ?? '', { range: range(run.speed.tokensPerSecond) }),
    below: (columns) => {
      const cost = costText(run, { tokens: null, price: null }, sentences)
      const length = Math.min(Math.max(columns - displayWidth(`  ${used}  ${cost}`), 6), 30)
      const line = [
        ...bar({ estimate: run.memory, card }, length, world),
        span(` ${used}`, { colour: tones[run.memory.fits] }),
        span(` ${world.theme.dot} ${cost}`, { dim: true }),
      ]
      return [line]
    },
    ...(details ? { note: details } : {}),
    act: { do: 'session', action: { type: 'take', answers: run.answers } },
  }
}

/** Parts of the goal, each to be changed from the list of runs. */
function goalOptions(state: State, world: World): readonly AskOption[] {
  const { config } = resolve(state.session.answers)
  const shown: readonly (readonly [ask: GoalAsk, value: string])[] = [
    ['model', config['model.id']],
    ['gpu', cardsText({ 'hardware.gpus_per_machine': 1, ...state.session.answers }) ?? ''],
    ['length', count(config['data.sequence_length'])],
    ['batch', count(batchOf(state.session))],
  ]
  return shown.map(([ask, value], place) => ({
    ...(place === 0 ? { heading: say(state, world, 'goal.change') } : {}),
    label: say(state, world, `goal.part-${ask}`),
    beside: value,
    act: { do: 'session', action: { type: 'goal-ask', ask } },
  }))
}

function runsAsk(state: State, world: World): Ask {
  const { runs } = runsFor(state.session)
  const goal = goalText(state, world)
  const change = goalOptions(state, world)
  const usual = { ...plainAsk, typed: false, numbered: true }
  if (runs.length > 0)
    return {
      ...usual,
      title: say(state, world, 'goal.runs'),
      summary: `${goal}${say(state, world, 'goal.predicted')}`,
      options: [...runs.map((run, place) => runOption(state, world, run, place === 0)), ...change],
    }
  const cards = cardsFor(state.session).map(
    ({ gpu, count: number, card, reserved }, place): AskOption => ({
      ...gpuOption(gpu, number),
      ...(place === 0 ? { heading: say(state, world, 'goal.would-fit') } : {}),
      beside: say(state, world, 'memory.of', { used: reserved.toFixed(1), card: card.toFixed(1) }),
    }),
  )
  return {
    ...usual,
    title: say(state, world, 'goal.none'),
    summary: goal,
    options: [...cards, ...change],
    remarks: cards.length === 0 ? [say(state, world, 'goal.no-cards')] : [],
  }
}

export function goalAsk(state: State, world: World, ask: GoalAsk): Ask {
  const { config } = resolve(state.session.answers)
  switch (ask) {
    case 'model':
      return modelAsk(state, world)
    case 'gpu':
      return gpuAsk(state, world)
    case 'count':
      return numberAsk(state, world, ask, suggested('hardware.gpus_per_machine'), config['hardware.gpus_per_machine'])
    case 'length':
      return numberAsk(state, world, ask, suggested('data.sequence_length'), config['data.sequence_length'])
    case 'batch': {
      const each = config['hardware.gpus_per_machine']
      return numberAsk(
        state,
        world,
        ask,
        [8, 16, 32, 64, 128].filter((one) => one % each === 0),
        batchOf(state.session),
      )
    }
    case 'runs':
      return runsAsk(state, world)
  }
}

/** What a list finds from the first screen: its own entries, then presets and models. */
export function searchFromStart(state: State, world: World, own: readonly AskOption[]) {
  return (text: string): readonly AskOption[] => {
    const words = text.toLowerCase().split(/\s+/)
    const named = presets.map(({ id }): AskOption => {
      const title = world.wording(state.language).words(`presets/${id}`)?.title ?? id
      return { label: title, found: id, act: { do: 'session', action: { type: 'preset', id } } }
    })
    const holds = ({ label, note = '', found = '' }: AskOption) =>
      words.every((word) => `${label} ${note} ${found}`.toLowerCase().includes(word))
    return [...own.filter(holds), ...findModels(text).slice(0, most).map(modelOption), ...named.filter(holds)]
  }
}

/** The details of the run under the cursor. */
export function runCard(state: State, world: World, run: DistinctRun, columns: number): readonly Line[] {
  const { sentences } = world.wording(state.language)
  return [
    ...wrapText(runName(run, sentences), columns, { bold: true }),
    empty,
    ...wrapText(settingsText(run, sentences), columns),
    empty,
    ...wrapText(costText(run, { tokens: null, price: null }, sentences), columns),
    ...(run.memory.host.step >= 0.05
      ? wrapText(fill(sentences('search.host') ?? '', { amount: `${run.memory.host.step.toFixed(1)} GiB` }), columns)
      : []),
    empty,
    plain(say(state, world, 'goal.take'), { dim: true }),
  ]
}
