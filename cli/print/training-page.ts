/** A report about a training run → one HTML page with its plots, which needs no other file and runs no script. */
import type { Report } from '../../shared/training/report.ts'
import type { Wording } from '../face.ts'
import { adviceText, changeCommand, progressLines } from './training.ts'

const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/g, '')

/** By this a report is known as one that may be replaced. */
export const pageMark = '<meta name="generator" content="lora-wizard watch">'

const size = { width: 640, height: 220, left: 64, bottom: 24, top: 8, right: 8 } as const

const short = (number: number): string => escaped(String(Number(number.toPrecision(3))))

interface Curve {
  readonly title: string
  readonly points: readonly (readonly [step: number, value: number])[]
  readonly line?: number | undefined
}

/** One plot as SVG; empty if there are fewer than two numbers. */
function figure({ title, points, line }: Curve): string {
  const finite = points.filter(([, value]) => Number.isFinite(value))
  const [first, last] = [finite[0], finite.at(-1)]
  if (!first || !last || finite.length < 2) return ''
  const values = finite.map(([, value]) => value)
  const low = values.reduce((one, other) => Math.min(one, other), line ?? Infinity)
  const high = values.reduce((one, other) => Math.max(one, other), line ?? -Infinity)
  const { width, height, left, bottom, top, right } = size
  const span = last[0] - first[0] || 1
  const x = (step: number) => left + ((step - first[0]) / span) * (width - left - right)
  const y = (value: number) => top + ((high - value) / (high - low || 1)) * (height - top - bottom)
  const path = finite.map(([step, value]) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
  const threshold =
    line === undefined
      ? ''
      : `<line class="threshold" x1="${left}" x2="${width - right}" y1="${y(line)}" y2="${y(line)}"/>`
  const label = (text: string, at: string) => `<text ${at}>${text}</text>`
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<line class="axis" x1="${left}" x2="${left}" y1="${top}" y2="${height - bottom}"/><line class="axis" x1="${left}" x2="${width - right}" y1="${height - bottom}" y2="${height - bottom}"/>
${label(short(high), `x="${left - 6}" y="${top + 10}" text-anchor="end"`)}${label(short(low), `x="${left - 6}" y="${height - bottom}" text-anchor="end"`)}
${label(String(first[0]), `x="${left}" y="${height - 6}"`)}${label(String(last[0]), `x="${width - right}" y="${height - 6}" text-anchor="end"`)}
${threshold}<polyline points="${path}"/></svg></figure>`
}

const stylesheet = `:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#2f6fde;--mark:#b3261e;--soft:#6b7280}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--paper:#14171a;--line:#7aa7ff;--mark:#ff8a80;--soft:#9aa3af}}
body{font:16px/1.5 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper);max-width:84rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.5rem 0 .25rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1.5rem}
figure{margin:0}figcaption{color:var(--soft)}svg{width:100%;height:auto}
polyline{fill:none;stroke:var(--line);stroke-width:1.5}.axis{stroke:var(--soft)}.threshold{stroke:var(--mark);stroke-dasharray:4 4}
text{fill:var(--soft);font-size:12px}code{background:color-mix(in srgb,var(--soft) 15%,transparent);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
.severity{color:var(--mark)}ul{padding-left:1.2rem}`

/** The whole page. */
export function trainingPage(report: Report, wording: Wording, file: string | undefined): string {
  const say = (id: string) => wording.sentences(`watch.${id}`) ?? id
  const { history, clipping, advice } = report
  const curve = (name: 'loss' | 'gradNorm' | 'learningRate') =>
    history.points.flatMap((point) => {
      const value = point[name]
      return value === null ? [] : [[point.step, value] as const]
    })
  const figures = [
    figure({ title: say('plot-loss'), points: curve('loss') }),
    figure({ title: say('plot-norm'), points: curve('gradNorm'), line: clipping?.threshold }),
    figure({
      title: say('plot-evaluation'),
      points: history.evaluations.flatMap(({ step, loss }) => (loss === null ? [] : [[step, loss] as const])),
    }),
    figure({ title: say('plot-rate'), points: curve('learningRate') }),
  ]
  const [headline = '', ...lines] = progressLines(report, wording)
  const advices = advice.map((one) => {
    const { title, message, fix } = adviceText(one, wording)
    const command = one.changes.length > 0 ? `<p><code>${escaped(changeCommand(one, file))}</code></p>` : ''
    const sure = escaped(say(`certainty.${one.certainty}`))
    return `<h2>${escaped(title)} <small>${sure}</small></h2><p>${escaped(message)}</p><p>${escaped(fix)}</p>${command}`
  })
  return `<!doctype html>
<html lang="${wording.language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">${pageMark}<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(say('page-title'))}</title><style>${stylesheet}</style></head><body>
<h1>${escaped(headline)}</h1><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>
<div class="plots">${figures.join('\n')}</div>
${advices.length > 0 ? advices.join('\n') : `<p>${escaped(say('no-advice'))}</p>`}
</body></html>
`
}
