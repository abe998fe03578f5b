/** A page as it is written → the page as it is published: the title, the summary, the authors' text, and after it the facts that the model knows. */
import { type FieldKey, fieldAt } from '../shared/fields/index.ts'
import { type Language, parsePage } from '../shared/pages.ts'
import { flagTable } from './facts/command.ts'
import { allowedValues, fieldAppendix } from './facts/field.ts'
import { fieldOverview, folderOverview, presetOverview, ruleGroupOverview, ruleOverview } from './facts/overview.ts'
import { presetAppendix } from './facts/preset.ts'
import { ruleAppendix, ruleMessage } from './facts/rule.ts'
import { screen } from './facts/screen.ts'
import { textAt } from './site.ts'

/** Folders whose pages get their title and summary, and nothing else. */
const plain: ReadonlySet<string> = new Set([
  'advice',
  'errors',
  'emitters',
  'guide',
  'tutorials',
  'howto',
  'explain',
  'lab',
])

const overviews: Readonly<Record<string, (language: Language) => string>> = {
  fields: fieldOverview,
  rules: ruleOverview,
  presets: presetOverview,
  commands: folderOverview('commands'),
  emitters: folderOverview('emitters'),
  errors: folderOverview('errors'),
  advice: folderOverview('advice'),
}

/** A heading's English words as an id. */
const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/`|\*/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

/** Lines that are headings, outside fenced code. */
function headings(text: string): readonly { readonly line: number; readonly title: string }[] {
  let fenced = false
  return text.split('\n').flatMap((line, place) => {
    if (/^(```|~~~)/.test(line)) fenced = !fenced
    const match = fenced ? null : /^#{2,4} (.+?)\s*$/.exec(line)
    return match ? [{ line: place, title: match[1] as string }] : []
  })
}

/** Headings with ids that are the same in every language: the words of the English page, which has the same headings in the same order. */
function withIds(text: string, english: string): string {
  const own = headings(text)
  const names = headings(english)
  if (own.length !== names.length) return text
  const lines = text.split('\n')
  const taken = new Set<string>()
  own.forEach(({ line, title }, place) => {
    if (title.includes('{#')) return
    const name = names[place]?.title ?? title
    const base = /\{#([\w-]+)\}/.exec(name)?.[1] ?? slug(name)
    let id = base
    for (let again = 1; taken.has(id); again++) id = `${base}-${again}`
    taken.add(id)
    lines[line] = `${(lines[line] as string).trimEnd()} {#${id}}`
  })
  return lines.join('\n')
}

/** `<!-- terminal: start presets -->` becomes those screens of the real program, one after the other. */
const withScreens = (language: Language, text: string): string =>
  text.replace(/^<!-- terminal: ([\w ]+) -->$/gm, (_, names: string) => {
    const screens = names
      .trim()
      .split(/ +/)
      .map((name) => screen(language, name))
    // The screens stand before the component, not in it: what is in a component is sent twice, as page and as script.
    return [`<div class="terminal-frames">`, ...screens, '</div>', `<TerminalSteps :count="${screens.length}" />`].join(
      '\n\n',
    )
  })

/** The text up to its first heading, and the rest. */
function opening(text: string): readonly [string, string] {
  const first = headings(text)[0]
  if (!first) return [text, '']
  const lines = text.split('\n')
  return [lines.slice(0, first.line).join('\n').trim(), lines.slice(first.line).join('\n').trim()]
}

/** The published text of `docs/<language>/<path>.md`; pages without facts of their own are left as they are. */
export function decorate(language: Language, path: string, text: string): string {
  const [kind, ...rest] = path.split('/')
  const name = rest.join('/')
  const english = language === 'en' ? text : (textAt('en', path) ?? text)
  const front = /^---\r?\n[\s\S]*?\r?\n---\r?\n?/.exec(text)?.[0]
  const own = withScreens(language, withIds(text, english))
  if (name === 'index' && kind && overviews[kind]) return `${text.trimEnd()}\n\n${overviews[kind](language)}\n`
  const group = kind === 'rules' ? /^([a-z0-9-]+)\/index$/.exec(name)?.[1] : undefined
  if (group) return `${text.trimEnd()}\n\n${ruleGroupOverview(language, group)}\n`
  if (!front || !name || name === 'index') return own
  const page = parsePage(text)
  const words = withScreens(language, withIds(text.slice(front.length), english)).trim()
  const [intro, sections] = opening(words)
  /** What it is, what to choose or what it says, the text of the authors, and then the facts. */
  const published = (afterIntro: string, facts: string) =>
    [`${front}\n# ${page.title}`, `<p class="lead">${page.summary}</p>`, intro, afterIntro, sections, facts]
      .filter(Boolean)
      .join('\n\n')
  if (kind === 'fields') {
    const key = name.replace('/', '.')
    return fieldAt(key)
      ? published(allowedValues(language, key as FieldKey, page), fieldAppendix(language, key as FieldKey))
      : own
  }
  if (kind === 'rules') return published(ruleMessage(language, name, page), ruleAppendix(language, name))
  if (kind === 'presets') return published('', presetAppendix(language, name))
  if (kind === 'commands') return published('', flagTable(language, page))
  if (kind && plain.has(kind)) return published('', '')
  return own
}
