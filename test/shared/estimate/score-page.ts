/** The page that publishes how good the estimates are: the table that scripts/score-estimator.ts prints, in the language of the page. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Language } from '../../../shared/pages.ts'

const root = join(import.meta.dirname, '..', '..', '..')
export const scorePage = (language: Language): string => join(root, 'docs', language, 'guide', 'estimates.md')

/** The table as it is now. */
export const scoreMarkdown = (): string =>
  execFileSync(process.execPath, [join(root, 'scripts', 'score-estimator.ts')], { encoding: 'utf8' }).trim()

/** Cells and sentences of the table that are words; names of projects and models stay as they are. */
const cells: Readonly<Record<string, string>> = {
  rows: '实测',
  number: '数目',
  'within 10 %': '误差 10% 以内',
  bias: '偏差',
  'source left out of the fit': '拟合时不用该来源',
  share: '占比',
  'share, source left out': '占比，拟合时不用该来源',
  'ran out of memory': '显存不足',
  'wrong “fits”': '误判为装得下',
  worked: '正常运行',
  'wrong “doesn’t fit”': '误判为装不下',
  inside: '落在区间内',
  'inside the range': '落在区间内',
  '**constant, below 13 GiB**': '**token 数固定，13 GiB 以下**',
  '**offload to the CPU**': '**卸载到 CPU**',
  '**mixtures of experts**': '**混合专家**',
  'constant, below 13 GiB': 'token 数固定，13 GiB 以下',
  'offload to the CPU': '卸载到 CPU',
  'mixtures of experts': '混合专家',
  source: '来源',
  model: '模型',
  method: '方法',
  strategy: '策略',
  'per-GPU batch × length': '每 GPU 批大小 × 长度',
  published: '公布',
  predicted: '预测',
  error: '误差',
  'median error, source left out': '误差中位数，拟合时不用该来源',
  'fitted to all': '用全部来源拟合',
  '**all**': '**全部**',
  'constant token count': 'token 数固定',
  'lengths that vary': '长度不一',
  'other frameworks (LitGPT, torchtune)': '其他框架（LitGPT、torchtune）',
  '**constant token count**': '**token 数固定**',
  '**lengths that vary**': '**长度不一**',
  '**other frameworks (LitGPT, torchtune)**': '**其他框架（LitGPT、torchtune）**',
}
const sentences: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^### Memory: median absolute error on published runs$/, '### 显存：公开实测上的绝对误差中位数'],
  [
    /^In parentheses: the number of rows that the estimator covers, and our error on the same rows\.$/,
    '括号内是该估算器能覆盖的实测次数，以及我们在同样这些实测上的误差。',
  ],
  [/^### Verdicts: does the run fit, and did we predict it$/, '### 判断：能否装下，预测是否正确'],
  [
    /^### Bands: published reserved figures inside the predicted range$/,
    '### 区间：公布的预留显存落在预测区间内的比例',
  ],
  [/^### All misses of more than 25 %$/, '### 误差超过 25 % 的全部实测'],
  [
    /^(\d+) of (\d+) rows have too little information to score memory, or neither a memory figure nor an out-of-memory failure\.$/,
    '另有 $1 次（共 $2 次）实测信息太少，无法为显存评分，或者既没有显存数字，也没有显存不足的记录。',
  ],
  [
    /^### Speed: each source predicted by a model fitted to the others$/,
    '### 速度：每个来源都用其余来源拟合的模型预测',
  ],
  [
    /^Of (\d+) published pairs that do the same work in two ways, (\d+) are in the right order \(([\d.]+ %)\)\.$/,
    '公开实测中有 $1 对用两种方式做同样的工作，其中 $2 对的快慢次序预测正确（$3）。',
  ],
]

function lineInChinese(line: string): string {
  if (line.startsWith('|')) {
    return line
      .split(' | ')
      .map((cell, place, all) => {
        const bare = cell.replace(place === 0 ? /^\| / : /^$/, '').replace(place === all.length - 1 ? / \|$/ : /^$/, '')
        const said = cells[bare] ?? bare.replace(/ \((\d+); ours ([\d.]+ %)\)$/, '（$1；我们 $2）')
        return cell.replace(bare, () => said)
      })
      .join(' | ')
  }
  const found = sentences.find(([english]) => english.test(line))
  if (found) return line.replace(found[0], found[1])
  if (line === '') return line
  throw new Error(`The table says something that has no Chinese yet: ${line}`)
}

export const inLanguage = (markdown: string, language: Language): string =>
  language === 'zh'
    ? markdown
        .split('\n')
        .map(lineInChinese)
        .join('\n')
        .replaceAll(/(?<=\d) %/g, '%')
    : markdown

const [begin, end] = ['<!-- scores -->', '<!-- /scores -->']

/** Headings of the table, in order, as links name them in both languages. */
const ids = ['memory', 'verdicts', 'bands', 'misses', 'speed']
const withIds = (markdown: string): string => {
  let place = 0
  return markdown.replace(/^### .*$/gm, (heading) => `${heading} {#${ids[place++]}}`)
}

/** A page with the table as it is now. */
export function withScores(text: string, markdown: string, language: Language): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error('The page has no place for the table.')
  return `${text.slice(0, from + begin.length)}\n\n${withIds(inLanguage(markdown, language))}\n\n${text.slice(to)}`
}
