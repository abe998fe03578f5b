/** What the model knows about a preset, as Markdown below the words of its page: its answers, the files it writes, who stands behind it. */
import { applies, resolve } from '../../shared/config.ts'
import type { Value } from '../../shared/fields/field.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import type { Language } from '../../shared/pages.ts'
import { plan } from '../../shared/plan.ts'
import { presets } from '../../shared/presets/index.ts'
import { pageAt, pathOf, siteWords } from '../site.ts'
import { fieldLink } from './field-link.ts'
import { code, escaped, heading, sourceList, table } from './markdown.ts'

export function presetAppendix(language: Language, id: string): string {
  const preset = presets.find((one) => one.id === id)
  if (!preset) return ''
  const words = siteWords[language]
  const run = resolve(preset.answers)
  const rows = Object.entries(preset.answers)
    .filter(([key]) => applies(key, run.config))
    .map(([key, value]) => [
      fieldLink(language, key),
      code(value as Value),
      escaped(pageAt(language, `fields/${(key as FieldKey).replace('.', '/')}`)?.summary ?? ''),
    ])
  const written = plan(run).files.filter(({ path }) => path !== 'lora-wizard.yaml')
  const scripts = written.filter(({ path }) => path.endsWith('.py'))
  // The scripts are the same for every preset and longer than all other files together.
  const files = written
    .filter((file) => !scripts.includes(file))
    .flatMap(({ path, text }) => [`\`\`\`${path.split('.').at(-1)} [${path}]`, text.trimEnd(), '```'])
  return [
    heading(words.writes, 'files'),
    ['::: code-group', ...files, ':::'].join('\n'),
    ...scripts.map(({ path }) =>
      words.scriptIsTheSame(
        path,
        `${language === 'zh' ? '../../' : '../'}files/${path}`,
        pathOf(language, 'emitters/train'),
      ),
    ),
    heading(words.answers, 'answers'),
    table([words.option, words.value, words.summary], rows),
    heading(words.terminal, 'terminal'),
    ['```sh', `lora-wizard init --preset ${id}`, '```'].join('\n'),
    heading(words.sources, 'sources'),
    sourceList(language, preset.sources),
  ].join('\n\n')
}
