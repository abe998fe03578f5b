/** A page as it is written → the page as it is published: the title, the summary and the facts that the model knows stand around the words. */
import { type FieldKey, fieldAt } from '../shared/fields/index.ts'
import { type Language, parsePage } from '../shared/pages.ts'
import { fieldAppendix, fieldFacts } from './facts/field.ts'
import { fieldOverview, presetOverview, ruleOverview } from './facts/overview.ts'
import { presetAppendix } from './facts/preset.ts'
import { ruleAppendix, ruleFacts } from './facts/rule.ts'

/** Ids for the headings that every page of options shares, so that a link holds in both languages. */
const ids: Readonly<Record<string, string>> = {
  'Why it matters': 'why',
  为什么重要: 'why',
  'What each choice costs': 'cost',
  各选项的代价: 'cost',
  'When to deviate': 'when',
  什么时候改它: 'when',
  Misconceptions: 'misconceptions',
  常见误解: 'misconceptions',
  'What the MLPerf article says': 'article',
  'MLPerf 文章怎么说': 'article',
  'Further reading': 'reading',
  延伸阅读: 'reading',
}

/** Folders whose pages get their title and summary, and nothing else. */
const plain: ReadonlySet<string> = new Set(['commands', 'errors', 'emitters', 'guide', 'tutorials', 'howto', 'explain'])

const overviews: Readonly<Record<string, (language: Language) => string>> = {
  fields: fieldOverview,
  rules: ruleOverview,
  presets: presetOverview,
}

const withIds = (text: string): string =>
  text.replace(/^(#{2,4}) (.+?)\s*$/gm, (line, marks: string, title: string) =>
    ids[title] && !title.includes('{#') ? `${marks} ${title} {#${ids[title]}}` : line,
  )

/** The published text of `docs/<language>/<path>.md`; pages without facts of their own are left as they are. */
export function decorate(language: Language, path: string, text: string): string {
  const [kind, ...rest] = path.split('/')
  const name = rest.join('/')
  const front = /^---\r?\n[\s\S]*?\r?\n---\r?\n?/.exec(text)?.[0]
  if (name === 'index' && kind && overviews[kind]) return `${text.trimEnd()}\n\n${overviews[kind](language)}\n`
  if (!front || !name || name === 'index') return text
  const page = parsePage(text)
  const words = withIds(text.slice(front.length)).trim()
  const around = (before: string, after: string) =>
    [`${front}\n# ${page.title}`, `<p class="lead">${page.summary}</p>`, before, words, after]
      .filter(Boolean)
      .join('\n\n')
  if (kind === 'fields') {
    const key = name.replace('/', '.')
    return fieldAt(key)
      ? around(fieldFacts(language, key as FieldKey, page), fieldAppendix(language, key as FieldKey))
      : text
  }
  if (kind === 'rules') return around(ruleFacts(language, name, page), ruleAppendix(language, name))
  if (kind === 'presets') return around('', presetAppendix(language, name))
  if (kind && plain.has(kind)) return around('', '')
  return text
}
