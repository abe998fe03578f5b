/** The dictionaries that the Trainer of Transformers prints: numbers in release 4, strings of numbers in release 5. */
import { type LogRecord, logFormat, printedNumber } from './format.ts'

const dictionary = /\{'[^{}]{1,4000}\}/g
const pair = /'([\w/.-]+)': *(?:'([^']*)'|([^,}]+))/g

function valuesOf(text: string): ReadonlyMap<string, number | null> {
  return new Map(
    [...text.matchAll(pair)].map(([, name, quoted, bare]) => [name as string, printedNumber(quoted ?? bare)]),
  )
}

/** One dictionary as a record; undefined if it isn't one of the Trainer's. */
export function trainerRecord(values: ReadonlyMap<string, number | null>): LogRecord | undefined {
  const at = (name: string) => values.get(name) ?? null
  const step = at('step')
  const epoch = at('epoch')
  if (values.has('train_runtime')) return { kind: 'end', seconds: at('train_runtime'), loss: at('train_loss') }
  const evaluated = [...values.keys()].some((name) => /^eval_(?:\w+_)?loss$/.test(name))
  if (evaluated) {
    const loss = [...values].find(([name]) => /^eval_(?:\w+_)?loss$/.test(name))?.[1] ?? null
    return { kind: 'evaluation', step, loss, epoch }
  }
  if (!values.has('loss') && !values.has('grad_norm')) return undefined
  return {
    kind: 'step',
    step,
    loss: at('loss'),
    gradNorm: at('grad_norm'),
    learningRate: at('learning_rate'),
    epoch,
    seconds: null,
  }
}

export const trainer = logFormat({
  id: 'trainer',
  marks: ["{'"],
  source: 'transformers 4.38.1 and 5.24.0, trainer_callback.py (PrinterCallback, ProgressCallback.on_log)',
  reader: () => (line) =>
    [...line.matchAll(dictionary)].flatMap(([text]) => {
      const record = trainerRecord(valuesOf(text))
      return record ? [record] : []
    }),
})
