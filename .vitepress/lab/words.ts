/** The words of an experiment: its page has them in its front matter, so they come with the page in its language. */
import { useData } from 'vitepress'
import { fill, type SentenceFacts } from '../../shared/pages.ts'

export interface LabWords {
  /** A sentence of the page by its dotted name below `lab`, with its facts filled in. */
  readonly say: (id: string, facts?: SentenceFacts) => string
  readonly zh: boolean
  /** A number as the language writes it, with this many digits that count. */
  readonly number: (value: number, digits?: number) => string
  /** Bytes as GB (or MB, kB) with three digits that count. */
  readonly bytes: (value: number) => string
  /** A count in words of the language: million and billion, or 万 and 亿. */
  readonly amount: (value: number) => string
}

/** What all experiments say, in each language. */
const everywhere = {
  en: {
    predict: 'Your prediction',
    choose: 'Choose an answer first.',
    show: 'Show',
    right: 'Right.',
    wrong: 'Not quite.',
    billion: ' billion',
    million: ' million',
  },
  zh: {
    predict: '先猜一猜',
    choose: '请先选一个答案。',
    show: '查看结果',
    right: '猜对了。',
    wrong: '再想想。',
    billion: ' 亿',
    million: ' 万',
  },
} as const

function at(tree: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path
  if (first === undefined) return tree
  return typeof tree === 'object' && tree !== null ? at((tree as Record<string, unknown>)[first], rest) : undefined
}

export function useWords(): LabWords {
  const { lang, frontmatter } = useData()
  // The page stays the page of this experiment, even while the next one is already being opened.
  const tree: unknown = frontmatter.value.lab
  const zh = lang.value.startsWith('zh')
  const shared: Readonly<Record<string, string>> = everywhere[zh ? 'zh' : 'en']
  const number = (value: number, digits = 3): string =>
    new Intl.NumberFormat('en-US', {
      maximumSignificantDigits: Math.max(digits, Math.ceil(Math.log10(Math.abs(value) + 1))),
    }).format(value)
  return {
    zh,
    number,
    say: (id, facts) => fill(shared[id] ?? String(at(tree, id.split('.')) ?? id), facts),
    bytes: (value) => {
      if (value >= 1e9) return `${number(value / 1e9)} GB`
      if (value >= 1e6) return `${number(value / 1e6)} MB`
      return value >= 1e3 ? `${number(value / 1e3)} kB` : `${number(value)} B`
    },
    amount: (value) => {
      const [large, small] = zh ? [1e8, 1e4] : [1e9, 1e6]
      if (value >= large) return `${number(value / large, 4)}${shared.billion}`
      return value >= small ? `${number(value / small, 4)}${shared.million}` : number(value, 6)
    },
  }
}
