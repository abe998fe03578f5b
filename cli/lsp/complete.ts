/** What can follow at the cursor: keys and flags that the file does not have yet, values, models and GPUs. */
import { type FieldKey, fieldAt } from '../../shared/fields/index.ts'
import { writeScalar } from '../../shared/python/yaml/scalar.ts'
import { read } from '../../shared/read.ts'
import type { ReadFile } from '../../shared/rules/file-rule.ts'
import type { Wording } from '../face.ts'
import { pageText } from './card.ts'
import { type Cursor, cursorAt, type Language } from './cursor.ts'
import { namesIn } from './keys-at.ts'
import { valuesOf, vocabulary } from './vocabulary.ts'

export interface Completion {
  readonly label: string
  readonly is: 'key' | 'section' | 'value'
  /** In one line. */
  readonly detail: string
  /** Markdown. */
  readonly documentation: string
  readonly insert: string
  /** What is replaced, up to the cursor. */
  readonly start: number
  readonly sort: string
}

/** The kind that a file is on its way to become, by its name. */
const byName: readonly (readonly [name: RegExp, kind: string])[] = [
  [/^(?:accelerate|default_config)[\w.-]*\.ya?ml$/i, 'accelerate'],
  [/^(?:ds|deepspeed|zero)[\w.-]*\.json$/i, 'deepspeed'],
  [/^adapter_config\.json$/i, 'peft-adapter'],
  [/^lora-wizard\.ya?ml$/i, 'lora-wizard'],
  [/^axolotl[\w.-]*\.ya?ml$/i, 'axolotl'],
  [/^(?:launch|run|train)[\w.-]*\.(?:sh|bash|slurm|sbatch)$/i, 'launch-script'],
]

export const kindByName = (name: string): string | undefined => byName.find(([pattern]) => pattern.test(name))?.[1]

const languageOf = (kind: string): Language =>
  kind === 'launch-script' ? 'shell' : kind === 'deepspeed' || kind === 'peft-adapter' ? 'json' : 'yaml'

const levels = ['basic', 'advanced', 'expert', 'known'] as const
/** What is asked first is offered first; what only the tool knows comes last. */
const rank = (key: FieldKey | undefined): number =>
  key === undefined ? levels.length : levels.indexOf(fieldAt(key)?.level ?? 'known')

function keyInsert(name: string, section: boolean, { separated }: Cursor, language: Language, indent: string): string {
  if (language === 'shell') return `--${name}`
  if (language === 'json') return separated ? name : section ? `${name}": {` : `${name}": `
  if (separated) return name
  return section ? `${name}:\n${indent}  ` : `${name}: `
}

/** The names that a text has without the line that is being typed, which alone would make it unreadable. */
function namesBeside(text: string, offset: number, kind: string): ReadonlySet<string> {
  const begin = text.lastIndexOf('\n', offset - 1) + 1
  const end = /[\r\n]|$/.exec(text.slice(offset))?.index ?? 0
  const reading = read(text.slice(0, begin) + text.slice(offset + end), kind)
  return reading ? namesIn({ reading }) : new Set()
}

function keysFor(cursor: Cursor, context: Context): readonly Completion[] {
  const { kind, language, wording, text } = context
  const prefix = cursor.path.map((one) => `${one}.`).join('')
  const there = namesBeside(text, cursor.start, kind)
  const indent = /^[ ]*/.exec(text.slice(text.lastIndexOf('\n', cursor.start - 1) + 1))?.[0] ?? ''
  const quoted = language === 'json' && text[cursor.start - 1] !== '"'
  const found = new Map<string, Completion>()
  for (const term of vocabulary(kind).values()) {
    if (!term.name.startsWith(prefix)) continue
    const [name = '', inner] = term.name.slice(prefix.length).split('.')
    const section = inner !== undefined
    if (name === '' || found.has(name) || (!section && there.has(term.name) && cursor.typed !== name)) continue
    const page = section || term.key === undefined ? undefined : wording.words(`fields/${term.key.replace('.', '/')}`)
    const insert = keyInsert(name, section, cursor, language, indent)
    found.set(name, {
      label: language === 'shell' ? `--${name}` : name,
      is: section ? 'section' : 'key',
      detail: page?.title ?? '',
      documentation: section ? '' : pageText(term, wording),
      insert: quoted ? `"${insert}` : insert,
      start: cursor.start,
      sort: `${section ? 1 : rank(term.key)}${name}`,
    })
  }
  return [...found.values()]
}

function spelled(value: string | number | boolean, cursor: Cursor, { language, text, kind }: Context): string {
  const opened = /["']/.test(text[cursor.start - 1] ?? '')
  if (opened) return String(value)
  if (language === 'json') return JSON.stringify(value)
  // What a command says is text; a file of TRL's goes through its parser as text, too.
  return language === 'shell' || kind === 'trl' ? String(value) : writeScalar(value)
}

function valuesFor(cursor: Cursor, context: Context): readonly Completion[] {
  const term = vocabulary(context.kind).get(cursor.path.join('.'))
  if (!term) return []
  const page = term.key === undefined ? undefined : context.wording.words(`fields/${term.key.replace('.', '/')}`)
  return valuesOf(term).map((value, place) => ({
    label: String(value),
    is: 'value',
    detail: '',
    documentation: page?.choices?.[String(value)] ?? '',
    insert: spelled(value, cursor, context),
    start: cursor.start,
    sort: String(place).padStart(5, '0'),
  }))
}

interface Context {
  readonly kind: string
  readonly language: Language
  readonly text: string
  readonly wording: Wording
}

/** `kind` is that of the file, or the one that its name promises. */
export function complete(
  text: string,
  offset: number,
  kind: string,
  file: ReadFile | undefined,
  wording: Wording,
): readonly Completion[] {
  const language = file?.reading.language ?? languageOf(kind)
  const cursor = cursorAt(text, offset, language)
  if (!cursor) return []
  const context = { kind, language, text, wording }
  return cursor.at === 'key' ? keysFor(cursor, context) : valuesFor(cursor, context)
}
