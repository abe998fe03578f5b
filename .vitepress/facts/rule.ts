/** What the model knows about a rule, as Markdown: its message, and the facts that follow the text of its page. */

import type { Answers } from '../../shared/config.ts'
import { effectText } from '../../shared/effect-text.ts'
import { hashOf } from '../../shared/hash.ts'
import { fill, type Language, type Page } from '../../shared/pages.ts'
import { exampleFacts } from '../../shared/rule-examples.ts'
import { ruleOf } from '../../shared/rules/about.ts'
import type { MachineCheck } from '../../shared/rules/rule.ts'
import { sentencesOf, siteWords } from '../site.ts'
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

/** The message of the rule and its fix, as the program prints them for the example. */
export function ruleMessage(language: Language, id: string, page: Page): string {
  const words = siteWords[language]
  const facts = exampleFacts(id)
  return [
    heading(words.message, 'message'),
    `> ${escaped(fill(page.message ?? '', facts))}\n>\n> ${escaped(fill(page.fix ?? '', facts))}`,
  ].join('\n\n')
}

/** The commands that find a fault which no file shows. */
const commandsOf = ({ seenBy }: MachineCheck): readonly string[] =>
  seenBy === 'preflight' ? ['`lora-wizard try`', '`lora-wizard launch`'] : ['`lora-wizard try`']

function ruleFacts(language: Language, id: string): string {
  const rule = ruleOf(id)
  if (!rule) return ''
  const words = siteWords[language]
  const about = rule.reads.options
  const releases = Object.entries(rule.releases ?? {}).map(([name, range]) => `${name} \`${range}\``)
  const rows = [
    [words.key, `\`${rule.id}\``],
    [words.severityLabel, words.severityMeaning[rule.severity]],
    [words.effect, escaped(effectText(rule, sentencesOf(language)))],
    ...(rule.machine ? [[words.foundBy, commandsOf(rule.machine).join(words.separator)]] : []),
    ...(rule.files?.profile ? [[words.profile, `\`--profile ${rule.files.profile}\``]] : []),
    ...(releases.length > 0 ? [[words.releases, releases.join(words.separator)]] : []),
    ...(about.length > 0 ? [[words.about, about.map((key) => fieldLink(language, key)).join(words.separator)]] : []),
  ]
  return [heading(words.facts, 'facts'), table([words.fact, words.value], rows)].join('\n\n')
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
  const rule = ruleOf(id)
  if (!rule) return ''
  const words = siteWords[language]
  const shown = (which: 'bad' | 'good') =>
    rule.run
      ? shownFiles({ 'lora-wizard.yaml': answersText(rule.run.example[which]) })
      : shownFiles(rule.files?.example[which] ?? {})
  const examples = [heading(words.badExample, 'bad'), shown('bad'), heading(words.goodExample, 'good'), shown('good')]
  return [
    ...(rule.machine ? [] : examples),
    ...(rule.run?.fix ? [words.automatic] : []),
    ruleFacts(language, id),
    heading(words.terminal, 'terminal'),
    ['```sh', `lora-wizard explain ${id}${language === 'zh' ? ' --lang zh' : ''}`, '```'].join('\n'),
    // As HTML: in Markdown the configuration behind the # would be taken for a heading's name.
    ...(rule.run
      ? [
          `<a href="../../playground${hashOf(rule.run.example.bad, null).replaceAll('&', '&amp;')}">${words.openExample}</a>`,
        ]
      : []),
    heading(words.sources, 'sources'),
    sourceList(language, rule.sources),
  ].join('\n\n')
}
