/** The start from a goal as plain questions: the model, the GPUs, then the runs to choose between, each with its memory. */

import { cardsThatFit } from '../../shared/cards-that-fit.ts'
import { findModels } from '../../shared/catalog/find-models.ts'
import { parseGpu } from '../../shared/catalog/gpu-names.ts'
import { gpuByName } from '../../shared/catalog/gpus.ts'
import { likelyModel, modelOfRun, resolveModel } from '../../shared/catalog/resolve-model.ts'
import { resolve } from '../../shared/config.ts'
import { type DistinctRun, distinctRuns } from '../../shared/distinct-runs.ts'
import { wishOf } from '../../shared/goal.ts'
import { cardsText } from '../../shared/hardware.ts'
import { fill, type SentenceFacts } from '../../shared/pages.ts'
import { type Action, batchOf, type GoalAsk, runOf } from '../../shared/session.ts'
import { count, gib, range } from '../print/figures.ts'
import { clean } from '../print/text.ts'
import { costText, differsText, runName, settingsText, strengthTexts } from '../run-text.ts'
import type { Choice, Conversation, Result, Wish } from './plain.ts'

/** So many names are told when a text could mean several. */
const most = 8

const say = (talk: Conversation, id: string, facts: SentenceFacts = {}): string =>
  fill(talk.wording.sentences(`wizard.${id}`) ?? id, facts)

/** What became of a line: a part of the goal, or why it is none. */
type Said = { readonly action: Action } | { readonly problem: string } | { readonly choices: readonly string[] }

function modelSaid(talk: Conversation, text: string): Said {
  const action: Action = { type: 'goal', answers: { 'model.id': text } }
  const own = talk.options.modelled(resolve({ 'model.id': text }))
  if (own.model || resolveModel(text).kind === 'exact') return { action }
  const found = findModels(text)
  if (found.length > 0) return { choices: found.slice(0, most) }
  return { problem: say(talk, 'goal.unknown-model', { model: clean(text) }) }
}

function gpuSaid(talk: Conversation, text: string): Said {
  const found = parseGpu(text)
  if (found.kind === 'found') {
    const number = found.count === null ? {} : { 'hardware.gpus_per_machine': found.count }
    const action: Action = { type: 'goal', answers: { 'hardware.gpu': found.gpu.name, ...number } }
    return { action: found.count === null ? { ...action, ask: 'count' } : action }
  }
  const nearest = found.kind === 'unknown' ? found.nearest : found.names
  const id = nearest.length > 0 ? 'unknown-gpu' : 'unknown-gpu-bare'
  return { problem: say(talk, id, { gpu: clean(text), nearest: nearest.join(talk.words.joint) }) }
}

function numberSaid(talk: Conversation, ask: 'count' | 'length' | 'batch', text: string): Said {
  const value = Number(text.replace(/[\s,_]/g, ''))
  const gpus = runOf(talk.session).config['hardware.gpus_per_machine']
  if (!Number.isInteger(value) || value < 1 || value > 10_000_000)
    return { problem: say(talk, 'goal.no-number', { value: clean(text) }) }
  if (ask === 'batch')
    return value % gpus === 0
      ? { action: { type: 'goal', answers: {}, batch: value } }
      : { problem: say(talk, 'goal.undivided', { batch: value, gpus }) }
  const key = ask === 'count' ? 'hardware.gpus_per_machine' : 'data.sequence_length'
  return { action: { type: 'goal', answers: { [key]: value } } }
}

/** What Enter alone means. */
function presentValue(talk: Conversation, ask: GoalAsk): string {
  const { config } = runOf(talk.session)
  const { answers } = talk.session
  switch (ask) {
    case 'model':
      return String(answers['model.id'] ?? '')
    case 'gpu':
      return cardsText(answers)?.replace(' × ', 'x') ?? ''
    case 'count':
      return String(config['hardware.gpus_per_machine'])
    case 'length':
      return String(config['data.sequence_length'])
    default:
      return String(batchOf(talk.session))
  }
}

export async function goal(talk: Conversation, ask: GoalAsk): Promise<Result> {
  if (ask === 'runs') return runs(talk)
  talk.say('', talk.style.bold(say(talk, `goal.${ask}`)))
  const facts = { count: findModels('').length }
  talk.tell(say(talk, `goal.${ask}-summary`, facts))
  let offered: readonly string[] = []
  for (;;) {
    const now = presentValue(talk, ask)
    const line = await talk.asker.ask(talk.prompt(now, talk.words['plain-value']))
    const wish = talk.wishOf(line)
    if (wish) return talk.granted(wish)
    const typed = line === '' ? now : (offered[Number(line) - 1] ?? line)
    if (typed === '') continue
    const said =
      ask === 'model' ? modelSaid(talk, typed) : ask === 'gpu' ? gpuSaid(talk, typed) : numberSaid(talk, ask, typed)
    if ('action' in said) {
      const before = talk.session
      talk.act(said.action)
      if (talk.session !== before) return 'go'
    } else if ('choices' in said) {
      offered = said.choices
      talk.list(offered.map((label) => ({ value: label, label })))
    } else talk.tell(talk.style.bad(said.problem))
  }
}

/** A run in one note, its verdict included: what Ink shows as a bar. */
function noteOf(talk: Conversation, run: DistinctRun, first: boolean): string {
  const { sentences } = talk.wording
  const card = gpuByName(String(run.answers['hardware.gpu']))?.memoryGib ?? 0
  const used = fill(sentences('search.memory') ?? '', { amount: gib(run.memory.perGpu.reserved), card: gib(card) })
  return [
    ...strengthTexts(run, sentences).slice(1),
    `${used}${talk.words.joint}${say(talk, `memory.fits.${run.memory.fits}`)}`,
    fill(sentences('search.rate') ?? '', { range: range(run.speed.tokensPerSecond) }),
    costText(run, { tokens: null, price: null }, sentences),
    first ? settingsText(run, sentences) : differsText(run, sentences),
  ]
    .filter(Boolean)
    .join(' · ')
}

type Chosen = { readonly action: Action } | Wish

async function runs(talk: Conversation): Promise<Result> {
  const { session } = talk
  const run = talk.options.modelled(runOf(session))
  const wish = wishOf(session, likelyModel(modelOfRun(run)))
  const { config } = run
  const facts = {
    model: clean(config['model.id']),
    gpus: config['hardware.gpus_per_machine'],
    gpu: config['hardware.gpu'],
    tokens: count(config['data.sequence_length']),
    batch: count(batchOf(session)),
  }
  const found = distinctRuns(wish).runs
  talk.say('')
  talk.tell(fill(talk.wording.sentences('search.title') ?? '', facts) + say(talk, 'goal.predicted'))
  const parts = (['model', 'gpu', 'length', 'batch'] as const).map(
    (ask): Choice<{ readonly action: Action }> => ({
      value: { action: { type: 'goal-ask', ask } },
      label: say(talk, 'goal.change-part', { part: say(talk, `goal.part-${ask}`) }),
    }),
  )
  const offered = found.map(
    (one, place): Choice<{ readonly action: Action }> => ({
      value: { action: { type: 'take', answers: one.answers } },
      label: runName(one, talk.wording.sentences),
      note: noteOf(talk, one, place === 0),
    }),
  )
  const cards =
    found.length > 0
      ? []
      : cardsThatFit(wish).map(
          ({ gpu, count: number, card, reserved }): Choice<{ readonly action: Action }> => ({
            value: {
              action: { type: 'goal', answers: { 'hardware.gpu': gpu, 'hardware.gpus_per_machine': number } },
            },
            label: `${number} × ${gpu}`,
            note: say(talk, 'memory.of', { used: reserved.toFixed(1), card: card.toFixed(1) }),
          }),
        )
  const title = say(talk, found.length > 0 ? 'goal.runs' : 'goal.none')
  if (cards.length > 0) talk.tell(say(talk, 'goal.would-fit'))
  const chosen: Chosen = await talk.choose(title, [...offered, ...cards, ...parts])
  if (typeof chosen === 'string') return talk.granted(chosen)
  talk.act(chosen.action)
  return 'go'
}
