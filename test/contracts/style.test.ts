/** The texts are plain technical English, and Chinese as it is written in Chinese: none has a pattern that readers stumble over. */
import { describe, expect, it } from 'vitest'
import { chinese } from './style/chinese.ts'
import { english } from './style/english.ts'
import type { Pattern } from './style/pattern.ts'
import { hits, textOf } from './style/prose.ts'
import { filesUnder } from './words.ts'

/** Folders and files whose texts were rewritten, below docs/<language>. The list only grows; the aim is everything. */
const rewrittenPages: readonly string[] = [
  'index.md',
  'interface.yaml',
  'guide',
  'tutorials',
  'howto',
  'explain',
  'lab',
  'errors',
  'commands',
  'fields/accelerate',
  'fields/data',
  'fields/deepspeed',
  'fields/dynamo',
  'fields/fsdp',
  'fields/hardware',
  'fields/lora',
  'fields/method',
  'fields/model',
  'fields/output',
  'fields/parallelism',
  'fields/training',
]
/** The same for texts that have one language. */
const rewrittenTexts: readonly string[] = [
  'README.md',
  'README.zh.md',
  'CHANGELOG.md',
  'action.yml',
  'cli/words/en.ts',
  'cli/words/zh.ts',
]

const all = (path: string, patterns: readonly Pattern[]) => patterns.flatMap((one) => hits(textOf(path), one))
const chosen = (language: string) =>
  filesUnder(`docs/${language}`, /\.(md|yaml)$/).filter((path) =>
    rewrittenPages.some((one) => path === `docs/${language}/${one}` || path.startsWith(`docs/${language}/${one}/`)),
  )

describe('the patterns', () => {
  it.each([
    ['Which one counts stands in a table.', 'stand'],
    ['fix: Write 0 for the rate.', 'a fix that begins with Write or Leave'],
    ['PEFT warns and nobody says so.', 'nobody, somebody'],
    ['One process drives one card.', 'a second word for one thing'],
    ['Files must mend themselves: every worker stops with a ValueError.', 'mend'],
  ])('find “%s”', (sentence, name) => {
    expect(english.filter((one) => hits(sentence, one).length > 0).map((one) => one.name)).toContain(name)
  })
  it.each([
    ['没法拿它计数', '软件拟人'],
    ['fix: 写 0。', '“写”当万能动词'],
    ['占 85 % 的显存', '百分号前的空格'],
  ])('find “%s”', (sentence, name) => {
    expect(chinese.filter((one) => hits(sentence, one).length > 0).map((one) => one.name)).toContain(name)
  })
  it.each(['NF4 stands for NormalFloat.', 'Set `r: 16` if you want to start small.', 'The loss stays above 3.'])(
    'leave “%s”',
    (sentence) => {
      expect(english.flatMap((one) => hits(sentence, one))).toEqual([])
    },
  )
})

describe.each(chosen('en'))('%s', (path) => {
  it('is plain technical English', () => {
    expect(all(path, english)).toEqual([])
  })
})
describe.each(chosen('zh'))('%s', (path) => {
  it('is Chinese as it is written in Chinese', () => {
    expect(all(path, chinese)).toEqual([])
  })
})
describe.each(rewrittenTexts)('%s', (path) => {
  it('has none of the patterns', () => {
    expect(all(path, path.includes('zh') ? chinese : english)).toEqual([])
  })
})
