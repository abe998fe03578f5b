/** What the model knows about a rule, as Markdown above the words of its page. */
import type { Answers } from '../../shared/config.ts'
import type { Language, Page } from '../../shared/pages.ts'
import { rules } from '../../shared/rules/index.ts'
import { pathOf, siteWords } from '../site.ts'
import { fieldLink } from './field.ts'
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

export function ruleFacts(language: Language, id: string, page: Page): string {
  const rule = rules.find((one) => one.id === id)
  if (!rule) return ''
  const words = siteWords[language]
  const rows = [
    [words.key, `\`${rule.id}\``],
    [words.severityLabel, words.severityMeaning[rule.severity]],
    [words.seen, words.seenWhen[rule.seen]],
    [words.about, rule.about.map((key) => fieldLink(language, key)).join(language === 'zh' ? '、' : ', ')],
  ]
  const parts = [
    table(['', words.facts], rows),
    heading(words.message, 'message'),
    `> ${escaped(page.message ?? '')}`,
    heading(words.fix, 'fix'),
    escaped(page.fix ?? ''),
  ]
  if (rule.fix) parts.push(words.automatic)
  return parts.join('\n\n')
}

export function ruleAppendix(language: Language, id: string): string {
  const rule = rules.find((one) => one.id === id)
  if (!rule) return ''
  const words = siteWords[language]
  const fence = (answers: Answers) => ['```yaml [lora-wizard.yaml]', answersText(answers), '```'].join('\n')
  return [
    heading(words.badExample, 'bad'),
    fence(rule.example.bad),
    heading(words.goodExample, 'good'),
    fence(rule.example.good),
    heading(words.terminal, 'terminal'),
    ['```sh', `lora-wizard explain ${id}${language === 'zh' ? ' --lang zh' : ''}`, '```'].join('\n'),
    `[${words.openPlayground}](${pathOf(language, 'playground')})`,
    heading(words.sources, 'sources'),
    sourceList(rule.sources, words),
  ].join('\n\n')
}
