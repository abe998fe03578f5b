/** What the model knows about a rule, as Markdown above and below the words of its page: rules about a run, and rules about files. */

import type { Answers } from '../../shared/config.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import { hashOf } from '../../shared/hash.ts'
import { fill, type Language, type Page } from '../../shared/pages.ts'
import { exampleFacts, exampleFindings } from '../../shared/rule-examples.ts'
import type { FileRule } from '../../shared/rules/file-rule.ts'
import { fileRules } from '../../shared/rules/file-rules.ts'
import { rules } from '../../shared/rules/index.ts'
import type { Rule } from '../../shared/rules/rule.ts'
import { siteWords } from '../site.ts'
import { fieldLink } from './field-link.ts'
import { escaped, heading, sourceList, table } from './markdown.ts'

/** Answers as the text of a `lora-wizard.yaml`, grouped as the file is. */
export function answersText(answers: Answers): string {
  const lines: string[] = []
  let group = ''
  for (const [key, value] of Object.entries(answers)) {
    const [head, name] = key.split(/\.(.*)/) as [string, string]
    if (head !== group) {
      group = head
      lines.push(`${head}:`)
    }
    lines.push(
      `  ${name}: ${typeof value === 'string' && /^(no|yes|on|off|true|false|\d.*)$/i.test(value) ? `'${value}'` : value}`,
    )
  }
  return lines.join('\n')
}

/** Options that a rule about files speaks of: those whose places it points at in its own example. */
function keysOf(rule: FileRule): readonly FieldKey[] {
  const keys = exampleFindings(rule).flatMap(({ file, key }) =>
    file.reading.given.filter(({ path }) => path === key).map((given) => given.key),
  )
  return [...new Set(keys)]
}
const keysOfFileRules = new Map<string, readonly FieldKey[]>()

/** The options that a rule reads or points at. */
export function aboutOf(id: string): readonly string[] {
  const rule = rules.find((one) => one.id === id)
  if (rule) return rule.about
  const known = keysOfFileRules.get(id)
  if (known) return known
  const fileRule = fileRules.find((one) => one.id === id)
  const keys = fileRule ? keysOf(fileRule) : []
  keysOfFileRules.set(id, keys)
  return keys
}

export function ruleFacts(language: Language, id: string, page: Page): string {
  const aboutFiles = fileRules.find((one) => one.id === id)
  const aboutRun = rules.find((one) => one.id === id)
  const rule: Rule | FileRule | undefined = aboutRun ?? aboutFiles
  if (!rule) return ''
  const words = siteWords[language]
  const about = aboutOf(id)
  const facts = exampleFacts(id)
  const releases = Object.entries(rule.versions ?? {}).map(([name, range]) => `${name} \`${range}\``)
  const rows = [
    [words.key, `\`${rule.id}\``],
    [words.severityLabel, words.severityMeaning[rule.severity]],
    ...(aboutFiles ? [[words.judgeLabel, words.judges[aboutFiles.judge]]] : []),
    [words.seen, words.seenWhen[rule.seen]],
    ...(aboutFiles?.profile ? [[words.profile, `\`--profile ${aboutFiles.profile}\``]] : []),
    ...(releases.length > 0 ? [[words.releases, releases.join(language === 'zh' ? '、' : ', ')]] : []),
    ...(about.length > 0
      ? [[words.about, about.map((key) => fieldLink(language, key)).join(language === 'zh' ? '、' : ', ')]]
      : []),
  ]
  const parts = [
    table([words.facts, words.value], rows),
    heading(words.message, 'message'),
    // As the program says it about the example below.
    `> ${escaped(fill(page.message ?? '', facts))}\n>\n> ${escaped(fill(page.fix ?? '', facts))}`,
  ]
  if (aboutRun?.fix) parts.push(words.automatic)
  return parts.join('\n\n')
}

const kinds: Readonly<Record<string, string>> = { yaml: 'yaml', yml: 'yaml', json: 'json', sh: 'sh', py: 'python' }

/** Files as titled code, one beside the other. */
function shownFiles(files: Readonly<Record<string, string>>): string {
  const fences = Object.entries(files).map(([path, text]) => {
    const kind = kinds[path.split('.').at(-1) ?? ''] ?? 'txt'
    return [`\`\`\`\`${kind} [${path}]`, text.trimEnd(), '````'].join('\n')
  })
  return fences.length === 1 ? (fences[0] as string) : ['::: code-group', ...fences, ':::'].join('\n')
}

export function ruleAppendix(language: Language, id: string): string {
  const aboutFiles = fileRules.find((one) => one.id === id)
  const aboutRun = rules.find((one) => one.id === id)
  const rule = aboutRun ?? aboutFiles
  if (!rule) return ''
  const words = siteWords[language]
  const shown = (which: 'bad' | 'good') =>
    aboutRun
      ? shownFiles({ 'lora-wizard.yaml': answersText(aboutRun.example[which]) })
      : shownFiles(aboutFiles?.example[which] ?? {})
  return [
    heading(words.badExample, 'bad'),
    shown('bad'),
    heading(words.goodExample, 'good'),
    shown('good'),
    heading(words.terminal, 'terminal'),
    ['```sh', `lora-wizard explain ${id}${language === 'zh' ? ' --lang zh' : ''}`, '```'].join('\n'),
    // As HTML: in Markdown the configuration behind the # would be taken for a heading's name.
    ...(aboutRun
      ? [
          `<a href="../playground${hashOf(aboutRun.example.bad, null).replaceAll('&', '&amp;')}">${words.openExample}</a>`,
        ]
      : []),
    heading(words.sources, 'sources'),
    sourceList(rule.sources, words),
  ].join('\n\n')
}
