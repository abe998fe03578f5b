/** A run to choose in words: what it is best at, what it takes to finish, and how it differs from the first one. */
import { resolve } from '../shared/config.ts'
import type { DistinctRun } from '../shared/distinct-runs.ts'
import type { FieldKey } from '../shared/fields/index.ts'
import { fill, type SentenceFacts, type Sentences } from '../shared/pages.ts'
import { tokensPerSecond } from '../shared/search.ts'
import { wayText } from './print/way.ts'

const say =
  (sentences: Sentences) =>
  (id: string, facts: SentenceFacts = {}): string =>
    fill(sentences(`search.${id}`) ?? id, facts)

/** What a run is best at, the first of which is told before its name; more than two would tell nothing. */
export const strengthTexts = ({ strengths }: DistinctRun, sentences: Sentences): readonly string[] =>
  strengths.slice(0, 2).map((one) => say(sentences)(`strengths.${one}`))

/** Method, strategy and offload, behind what the run is best at. */
export function runName(run: DistinctRun, sentences: Sentences): string {
  const way = wayText(resolve(run.answers), sentences)
  const [strength] = strengthTexts(run, sentences)
  return strength ? say(sentences)('named', { strength, way }) : way
}

/** Two digits: a prediction knows no more. */
const about = (number: number): string => Number(number.toPrecision(2)).toLocaleString('en-US')

/** Tokens and a price that make hours and money out of a rate. */
export interface Work {
  readonly tokens: number | null
  /** For one GPU and hour. */
  readonly price: number | null
}

/** Tokens that the hours are computed for if no number is set. */
const usualTokens = 100e6

/** Hours, GPU hours and, with a price, money: of all tokens, or of a usual number of them. */
export function costText({ speed, gpuHours }: DistinctRun, { tokens, price }: Work, sentences: Sentences): string {
  const number = tokens ?? usualTokens
  const used = (gpuHours * number) / 1e6
  const facts = {
    hours: about(number / tokensPerSecond(speed) / 3600),
    gpu: about(used),
    price: price === null ? '' : about(used * price),
  }
  const id = `cost${tokens === null ? '-usual' : ''}${price === null ? '' : '-priced'}`
  return say(sentences)(id, facts)
}

/** Settings that the name of a way doesn't tell, in the order in which they are told. */
const settings: readonly FieldKey[] = [
  'hardware.gpus_per_machine',
  'training.per_device_train_batch_size',
  'training.gradient_checkpointing',
  'training.attn_implementation',
  'training.optim',
  'training.use_liger_kernel',
]

function settingText(key: FieldKey, run: DistinctRun, sentences: Sentences): string {
  const { config } = resolve(run.answers)
  const text = say(sentences)
  switch (key) {
    case 'hardware.gpus_per_machine':
      return run.gpus === 1 ? text('gpu') : text('gpus', { count: run.gpus })
    case 'training.per_device_train_batch_size':
      return text('micro', {
        micro: config['training.per_device_train_batch_size'],
        accumulation: config['training.gradient_accumulation_steps'],
      })
    case 'training.gradient_checkpointing':
      return text(`checkpointing.${config['training.gradient_checkpointing']}`)
    case 'training.use_liger_kernel':
      return text(config['training.use_liger_kernel'] ? 'liger' : 'no-liger')
    default:
      return String(config[key])
  }
}

/** All of a run's settings. */
export const settingsText = (run: DistinctRun, sentences: Sentences): string =>
  settings
    .filter((key) => key !== 'training.use_liger_kernel' || resolve(run.answers).config[key])
    .map((key) => settingText(key, run, sentences))
    .join(' · ')

/** What sets a run apart from the first beside its method and strategy; empty where that is all. */
export function differsText(run: DistinctRun, sentences: Sentences): string {
  const texts = settings.filter((key) => run.differs.includes(key)).map((key) => settingText(key, run, sentences))
  return texts.length > 0 ? say(sentences)('differs', { settings: texts.join(' · ') }) : ''
}
