/** tqdm's progress bars without a description, which the Trainer draws for training and for each evaluation. */
import { type LogRecord, logFormat } from './format.ts'

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** The whole number that begins at a place, and where it ends; read by hand, since most lines of a log are bars. */
function wholeNumber(line: string, begin: number): { readonly value: number; readonly end: number } | undefined {
  let end = begin
  let value = 0
  while (isDigit(line.charCodeAt(end))) value = value * 10 + line.charCodeAt(end++) - 48
  return end === begin ? undefined : { value, end }
}

/** `1:02:03` or `02:03`, seconds. */
function seconds(clock: string): number | null {
  if (!/^(?:\d+ days?, )?\d+(?::\d\d){1,2}$/.test(clock)) return null
  const [days, time] = clock.includes(', ') ? clock.split(' days, ').concat('0:00') : ['0', clock]
  const parts = (time as string).split(':').map(Number)
  return parts.reduce((sum, part) => sum * 60 + part, 0) + Number.parseInt(days as string, 10) * 86_400
}

/** `22.36s/it` or `1.50it/s`, seconds. */
function perStep(rate: string): number | null {
  const number = Number.parseFloat(rate)
  if (!(number > 0)) return null
  return rate.endsWith('it/s') ? 1 / number : rate.endsWith('s/it') ? number : null
}

/** Whether the percentage that ends at a place has no description before it: `Map:  50%|` counts something else. */
function isBare(line: string, percent: number): boolean {
  let at = percent - 1
  while (isDigit(line.charCodeAt(at))) at--
  if (at === percent - 1) return false
  while (line[at] === ' ') at--
  return line[at] !== ':'
}

/** The bar whose `%|` is at a place. */
function barAt(line: string, percent: number): LogRecord | undefined {
  const close = line.indexOf('| ', percent + 2)
  if (close < 0 || !isBare(line, percent)) return undefined
  const step = wholeNumber(line, close + 2)
  if (!step || line[step.end] !== '/') return undefined
  const total = wholeNumber(line, step.end + 1)
  if (!total || total.value === 0 || step.value > total.value || !line.startsWith(' [', total.end)) return undefined
  const open = total.end + 2
  const arrow = line.indexOf('<', open)
  const end = line.indexOf(']', open)
  if (arrow < 0 || end < arrow) return undefined
  const comma = line.lastIndexOf(', ', end)
  return {
    kind: 'progress',
    step: step.value,
    total: total.value,
    elapsed: seconds(line.slice(open, arrow)),
    secondsPerStep: comma > arrow ? perStep(line.slice(comma + 2, end).trim()) : null,
  }
}

export const progressBar = logFormat({
  id: 'progress-bar',
  marks: ['%|'],
  source: 'tqdm 4.67, std.py (format_meter)',
  reader: () => (line) => {
    const found: LogRecord[] = []
    for (let at = line.indexOf('%|'); at >= 0; at = line.indexOf('%|', at + 2)) {
      const bar = barAt(line, at)
      if (bar) found.push(bar)
    }
    return found
  },
})
