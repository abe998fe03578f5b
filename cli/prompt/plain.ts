/** The session as plain questions: numbered, one line an answer, nothing redrawn. */

import { nearestGpus, parseGpu } from '../../shared/catalog/gpu-names.ts'
import { modelIds } from '../../shared/catalog/models.ts'
import { resolveModel } from '../../shared/catalog/resolve-model.ts'
import { check } from '../../shared/check.ts'
import { type Answers, answerAll, applies, optional, parseText } from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type Config, type FieldKey, fieldAt, fieldKeys } from '../../shared/fields/index.ts'
import { assumed } from '../../shared/goal.ts'
import { cardsText } from '../../shared/hardware.ts'
import { type MemoryOf, memoryOf } from '../../shared/memory-of.ts'
import { fill, type Language, type SentenceFacts } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { recommend } from '../../shared/recommend.ts'
import { refusalText } from '../../shared/refusal-text.ts'
import { reliefs } from '../../shared/relief.ts'
import { type Action, askedLevels, progress, questions, runOf, type Session, same, step } from '../../shared/session.ts'
import type { Face, FaceEnd, FaceOptions, Standing, Wording } from '../face.ts'
import { shownValue } from '../finding-text.ts'
import { differenceLines } from '../print/difference.ts'
import { findingLines } from '../print/findings.ts'
import { markdownLines } from '../print/markdown.ts'
import { type Style, styleOf } from '../print/style.ts'
import { clean, columnsOf, padded, width, wrap } from '../print/text.ts'
import { type TerminalWords, wordsOf } from '../words/words.ts'
import { type Asker, askerOf, Interruption } from './ask-line.ts'
import { goal } from './goal.ts'

/** What a line that is not an answer asks for. */
export type Wish = 'explain' | 'back' | 'undo' | 'review' | 'save' | 'language'

const wishes: Readonly<Record<string, Wish>> = {
  '?': 'explain',
  '？': 'explain',
  b: 'back',
  u: 'undo',
  w: 'review',
  s: 'save',
  l: 'language',
  // What people type at any prompt; no value is called so.
  help: 'explain',
  q: 'save',
  quit: 'save',
  exit: 'save',
}

export interface Choice<T> {
  readonly value: T
  readonly label: string
  readonly note?: string
}

/** The conversation: what is being said, in which language, and the session so far. */
export class Conversation {
  readonly options: FaceOptions
  readonly asker: Asker
  readonly style: Style
  language: Language
  words: TerminalWords
  session: Session
  /** The model that was typed last and that no catalogue knows: typed again, it is meant. */
  doubted = ''

  constructor(options: FaceOptions, asker: Asker, words: TerminalWords) {
    this.options = options
    this.asker = asker
    this.style = styleOf(options.output)
    this.language = options.language
    this.words = words
    this.session = options.session
  }

  get wording(): Wording {
    return this.options.wording(this.language)
  }
  get columns(): number {
    return columnsOf(this.options.output)
  }

  say(...lines: readonly string[]): void {
    this.options.output.write(`${lines.join('\n')}\n`)
  }

  /** Wrapped to the terminal. */
  tell(text: string, indent = ''): void {
    this.say(...wrap(text, this.columns - width(indent)).map((line) => `${indent}${line}`))
  }

  act(action: Action): void {
    this.session = step(this.session, action)
    this.options.keep(this.session)
  }

  async speak(language: Language): Promise<void> {
    this.language = language
    this.words = await wordsOf(language)
  }

  /** A numbered list and the line typed under it: one of its values, or a wish. */
  async choose<T>(title: string, choices: readonly Choice<T>[], now = 0): Promise<T | Wish> {
    this.say('', this.style.bold(title))
    this.list(choices)
    for (;;) {
      const typed = await this.asker.ask(this.prompt(choices[now]?.label ?? '', this.words['plain-choose']))
      const wish = wishes[typed.toLowerCase()]
      if (wish) return wish
      const place = typed === '' ? now : Number(typed) - 1
      const chosen = choices[place] ?? choices.find(({ label }) => label.toLowerCase() === typed.toLowerCase())
      if (chosen) return chosen.value
      this.say(this.style.bad(fill(this.words['plain-not-number'], { count: choices.length })))
    }
  }

  list(choices: readonly Choice<unknown>[]): void {
    const left = Math.min(32, Math.max(...choices.map(({ label }) => width(label))))
    choices.forEach(({ label, note }, place) => {
      const head = `${String(place + 1).padStart(3)}. ${padded(label, left)}`
      const [first = '', ...rest] = note ? wrap(note, Math.max(24, this.columns - left - 7)) : ['']
      this.say(`${head}  ${this.style.dim(first)}`.trimEnd())
      for (const line of rest) this.say(`${' '.repeat(left + 7)}${this.style.dim(line)}`)
    })
  }

  prompt(taken: string, what: string): string {
    if (!taken) return fill(this.words['plain-prompt-bare'], { what })
    return fill(this.words['plain-prompt'], { what, enter: fill(this.words['plain-enter'], { value: taken }) })
  }

  /** What a wish does at any step; whether the conversation goes on. */
  async grant(wish: Wish, page?: string): Promise<boolean> {
    switch (wish) {
      case 'save':
        return false
      case 'language':
        await this.speak(this.language === 'en' ? 'zh' : 'en')
        return true
      case 'back':
        this.act({ type: 'back' })
        return true
      case 'review':
        this.act({ type: 'review' })
        return true
      case 'undo':
        this.say(this.session.past.length > 0 ? this.words['plain-undone'] : this.words['plain-nothing-undo'])
        this.act({ type: 'undo' })
        return true
      case 'explain':
        this.explain(page)
        return true
    }
  }

  /** What a line asks for where it is no answer. */
  wishOf(line: string): Wish | undefined {
    return wishes[line.toLowerCase()]
  }

  async granted(wish: Wish, page?: string): Promise<Result> {
    return (await this.grant(wish, page)) ? 'go' : 'leave'
  }

  explain(path: string | undefined): void {
    const page = path ? this.wording.page(path) : undefined
    if (!page) {
      this.tell(this.words['plain-start'])
      return
    }
    const text = [page.card, page.body].filter(Boolean).join('\n\n')
    this.say('', this.style.bold(page.title), page.summary, '', ...markdownLines(text, this.columns, this.style))
  }
}

export const plain: Face = async (options) => {
  const asker = await askerOf(options)
  const talk = new Conversation(options, asker, await wordsOf(options.language))
  const end = (outcome: FaceEnd['outcome'], written: readonly string[] = []): FaceEnd => ({
    outcome,
    session: talk.session,
    language: talk.language,
    written,
  })
  try {
    talk.tell(talk.words['plain-start'])
    await offerDraft(talk)
    for (;;) {
      const result = await stepOf(talk)
      if (result === 'leave') {
        options.keep(talk.session)
        return end('saved')
      }
      if (result !== 'go') return end('written', result)
    }
  } catch (error) {
    if (!(error instanceof Interruption)) throw error
    options.keep(talk.session)
    options.output.write('\n')
    return end('interrupted')
  } finally {
    asker.close()
  }
}

async function offerDraft(talk: Conversation): Promise<void> {
  const { draft } = talk.options
  if (!draft) return
  const { words } = talk
  const count = Object.keys(draft.answers).length
  const chosen = await talk.choose(fill(words['plain-draft'], { count }), [
    { value: 'go on' as const, label: words['plain-draft-go'] },
    { value: 'anew' as const, label: words['plain-draft-new'] },
  ])
  if (chosen === 'go on') talk.session = draft
}

export type Result = 'go' | 'leave' | readonly string[]

const stepOf = (talk: Conversation): Promise<Result> => {
  const { step: at } = talk.session
  switch (at.at) {
    case 'start':
      return start(talk)
    case 'goal':
      return goal(talk, at.ask)
    case 'preset':
      return preset(talk)
    case 'file':
      return file(talk)
    case 'next':
      return next(talk)
    case 'question':
      return question(talk, at.key)
    case 'review':
      return review(talk)
  }
}

const isWish = (value: unknown): value is Wish =>
  typeof value === 'string' && Object.values(wishes).includes(value as Wish)

const granted = (talk: Conversation, wish: Wish, page?: string): Promise<Result> => talk.granted(wish, page)

async function start(talk: Conversation): Promise<Result> {
  const { words } = talk
  const from = await talk.choose(words['plain-start-title'], [
    { value: 'preset' as const, label: words['plain-from-preset'] },
    { value: 'file' as const, label: words['plain-from-file'] },
    { value: 'goal' as const, label: words['plain-from-goal'] },
    { value: 'scratch' as const, label: words['plain-from-scratch'] },
  ])
  if (isWish(from)) return granted(talk, from)
  if (from !== 'scratch' && from !== 'goal') {
    talk.act({ type: 'start', from })
    return 'go'
  }
  const answers = await talk.options.machine()
  const cards = cardsText(answers)
  if (cards) talk.tell(fill(talk.wording.sentences('hardware.found') ?? '', { cards }))
  talk.act({ type: 'start', from, answers })
  return 'go'
}

async function preset(talk: Conversation): Promise<Result> {
  const choices = presets.map(({ id }) => ({
    value: { id },
    label: id,
    note: talk.wording.words(`presets/${id}`)?.title ?? '',
  }))
  const chosen = await talk.choose(talk.words['plain-preset-title'], choices)
  if (typeof chosen === 'string') return granted(talk, chosen)
  talk.act({ type: 'preset', id: chosen.id })
  return 'go'
}

async function file(talk: Conversation): Promise<Result> {
  const typed = await talk.asker.ask(
    `\n${fill(talk.words['plain-prompt-bare'], { what: talk.words['plain-file-title'] })}`,
  )
  const wish = wishes[typed.toLowerCase()]
  if (wish) return granted(talk, wish)
  if (typed === '') return 'go'
  const read = await talk.options.read(typed, talk.language)
  if ('problem' in read) {
    talk.tell(talk.style.bad(read.problem))
    return 'go'
  }
  for (const note of read.notes) talk.tell(note)
  talk.act({ type: 'adopt', answers: read.answers })
  return 'go'
}

async function next(talk: Conversation): Promise<Result> {
  const { words } = talk
  const chosen = await talk.choose(words['plain-next-title'], [
    { value: 'to review' as const, label: words['plain-next-review'] },
    { value: 'questions' as const, label: words['plain-next-questions'] },
  ])
  if (isWish(chosen)) return granted(talk, chosen)
  if (chosen === 'to review') {
    talk.act({ type: 'next', to: 'review' })
    return 'go'
  }
  const levels = askedLevels.map((level) => ({
    value: { level },
    label: words[`level-${level}`],
    note: String(questions({ ...talk.session, level }).length),
  }))
  const level = await talk.choose(words['plain-level-title'], levels, askedLevels.indexOf(talk.session.level))
  if (typeof level === 'string') return granted(talk, level)
  talk.act({ type: 'level', level: level.level })
  talk.act({ type: 'next', to: 'questions' })
  return 'go'
}

const shownAs = (value: Value, words: TerminalWords): string =>
  value === null
    ? words['plain-not-given']
    : value === true
      ? words.yes
      : value === false
        ? words.no
        : shownValue(value)

/** The memory of the run with each value, and whether it fits; empty where the values don't differ in it. */
function effectsOf(talk: Conversation, key: FieldKey, values: readonly Value[]): ReadonlyMap<Value, string> {
  const { session } = talk
  const { model } = talk.options.modelled(runOf(session))
  const found = values.flatMap((value) => {
    const { answers } = answerAll(session.answers, value === null ? [] : [[key, value]])
    const memory = memoryOf(answers, key === 'model.id' ? undefined : model)
    return memory ? [[value, memoryText(talk, memory)] as const] : []
  })
  return new Map(new Set(found.map(([, text]) => text)).size > 1 ? found : [])
}

/** Memory against the card, and the verdict in words. */
function memoryText(talk: Conversation, { estimate, card }: MemoryOf): string {
  const text = (id: string, facts: SentenceFacts = {}) =>
    fill(talk.wording.sentences(`wizard.memory.${id}`) ?? id, facts)
  const used = text('of', { used: estimate.perGpu.reserved.toFixed(1), card: card.toFixed(1) })
  return `${used}${talk.words.joint}${text(`fits.${estimate.fits}`)}`
}

/** The values a question offers, besides whatever else can be typed. */
function offered(field: Field, now: Value, best: Value): readonly Value[] {
  const some: readonly Value[] =
    field.kind === 'choice'
      ? (field.offered ?? field.choices)
      : field.kind === 'toggle'
        ? [true, false]
        : field.kind === 'list'
          ? []
          : (field.suggest ?? [])
  const extra = [now, best].filter((one) => !some.some((other) => same(one, other)))
  const all = [...some, ...extra, ...(optional(field) ? [null] : [])]
  return all.filter((one, place) => all.findIndex((other) => same(one, other)) === place)
}

async function question(talk: Conversation, key: FieldKey): Promise<Result> {
  const { words, session, style } = talk
  const field = fieldAt(key) as Field
  const path = `fields/${key.replace('.', '/')}`
  const page = talk.wording.words(path)
  const now = (runOf(session).config as Readonly<Record<string, Value>>)[key] ?? null
  const { model } = talk.options.modelled(runOf(session))
  const best = recommend(session.answers, key, model).value
  const named = key === 'model.id' || key === 'hardware.gpu'
  // Without an answer, Enter takes what is recommended.
  const taken = session.answers[key] === undefined ? best : now
  const values = offered(field, now, best)
  const memories = effectsOf(talk, key, values)
  talk.say(
    '',
    style.dim(fill(words['plain-question'], { ...progress(session) })),
    style.bold(`${page?.title ?? key}  ${key}`),
  )
  if (page?.summary) talk.tell(page.summary)
  talk.list(
    values.map((value) => {
      const marks = [
        same(value, best) && !named ? words['plain-recommended'] : '',
        same(value, now) ? words[named && session.answers[key] === undefined ? 'plain-assumed' : 'plain-now'] : '',
        memories.get(value) ?? '',
      ]
      const mark = marks.filter(Boolean).join(words.joint)
      const note = page?.choices?.[String(value)] ?? ''
      return { value, label: shownAs(value, words), note: [mark ? `[${mark}]` : '', note].filter(Boolean).join(' ') }
    }),
  )
  const numbers = field.kind === 'integer' || field.kind === 'number'
  const what = numbers ? words['plain-value'] : words['plain-choose']
  for (;;) {
    const typed = await talk.asker.ask(talk.prompt(shownAs(taken, words), what))
    const wish = wishes[typed.toLowerCase()]
    if (wish) return granted(talk, wish, path)
    const instead = notListed(typed, key, values, taken, talk)
    if (instead) {
      talk.tell(style.bad(instead))
      continue
    }
    const value = meaningOf(typed, key, field, taken, values, words)
    if ('problem' in value) {
      talk.say(style.bad(refusalText(value.problem, talk.wording.sentences)))
      continue
    }
    const before = talk.session
    talk.act({ type: 'answer', value: value.value })
    if (talk.session.refusal === null || talk.session.refusal === before.refusal) return 'go'
    talk.say(style.bad(refusalText(talk.session.refusal, talk.wording.sentences)))
  }
}

/** So many names are told when a text could mean several. */
const mostNames = 8
/** Why a model or a GPU that no catalogue knows isn't used at once; undefined if it is known, or typed a second time. */
function notListed(
  typed: string,
  key: FieldKey,
  values: readonly Value[],
  now: Value,
  talk: Conversation,
): string | undefined {
  const { words } = talk
  const text = typed.trim()
  const chosen = /^\d+$/.test(text) && values[Number(text) - 1] !== undefined
  if (text === '' || chosen || text === now || values.includes(text)) return undefined
  if (key === 'hardware.gpu') {
    const nearest = nearestGpus(text)
    return nearest && fill(words['plain-unknown-gpu'], { gpu: clean(text), nearest: nearest.join(words.joint) })
  }
  if (key !== 'model.id' || resolveModel(text).kind === 'exact' || talk.doubted === text) return undefined
  talk.doubted = text
  const wanted = text.toLowerCase()
  const found = modelIds.filter((id) => id.toLowerCase().includes(wanted))
  const names = found.slice(0, mostNames).join('\n  ')
  const facts = { model: clean(text), count: found.length, names }
  return fill(words[found.length > 0 ? 'plain-models-found' : 'plain-unknown-model'], facts)
}

/** What a line means: nothing = as it is; a number of the list, except where numbers are the values; else a value. */
function meaningOf(
  typed: string,
  key: string,
  field: Field,
  now: Value,
  values: readonly Value[],
  words: TerminalWords,
): { readonly value: Value } | { readonly problem: Parameters<typeof refusalText>[0] } {
  if (typed === '') return { value: now }
  if (typed.toLowerCase() === words['plain-none-word'] && optional(field)) return { value: null }
  const numeric =
    field.kind === 'integer' ||
    field.kind === 'number' ||
    (field.kind === 'choice' && field.choices.some((one) => typeof one === 'number'))
  const listed = /^\d+$/.test(typed) && !numeric ? values[Number(typed) - 1] : undefined
  if (listed !== undefined) return { value: listed }
  const byName = values.find((one) => shownAs(one, words) === typed)
  if (byName !== undefined) return { value: byName }
  const gpu = key === 'hardware.gpu' ? parseGpu(typed) : undefined
  const parsed = parseText(key, gpu?.kind === 'found' && gpu.count === null ? gpu.gpu.name : typed)
  return 'refusal' in parsed ? { problem: parsed.refusal } : { value: parsed.value }
}

async function review(talk: Conversation): Promise<Result> {
  const { words, style, session, options } = talk
  const run = runOf(session)
  const findings = check(run)
  const shown = reviewed(session, run.config)
  const left = Math.max(...shown.map((key) => width(key)))
  talk.say('', style.bold(words['plain-review']))
  shown.forEach((key, place) => {
    const value = (run.config as Readonly<Record<string, Value>>)[key] ?? null
    talk.say(`${String(place + 1).padStart(3)}. ${padded(key, left)}  ${clean(shownAs(value, words))}`)
  })
  if (findings.length > 0)
    talk.say(
      '',
      style.bold(words['findings-title']),
      ...findingLines(findings, talk.wording, words, style, talk.columns),
    )
  const standings = options.standing(session, talk.language)
  const replaced = standings.filter(({ file, before }) => before !== undefined && before !== file.text)
  talk.say('', style.bold(fill(words['plain-files'], { folder: options.folder })))
  for (const { file, before } of standings)
    talk.say(
      `  ${file.path}  ${style.dim(words[before === undefined ? 'created' : before === file.text ? 'unchanged' : 'replaced'])}`,
    )
  const memory = memoryOf(session.answers, options.modelled(run).model)
  if (memory) talk.tell(verdictText(talk, memory))
  const failing = findings.some(({ severity }) => severity === 'error')
  if (failing) talk.tell(style.bad(words['plain-cannot-write']))
  const mends = findings.flatMap(({ fix, rule }) =>
    fix ? [{ value: { fix }, label: fill(words['plain-mend'], { fix: rule }), note: fixText(fix) }] : [],
  )
  const relief = memory?.estimate.fits === 'no' ? reliefs(session.answers, options.modelled(run).model)[0] : undefined
  if (relief && memory)
    mends.push({
      value: { fix: { [relief.key]: relief.value } },
      label: fill(words['plain-mend'], { fix: `${relief.key}=${shownValue(relief.value)}` }),
      note: fill(talk.wording.sentences('memory.saves') ?? '', {
        amount: `${relief.saves.toFixed(1)} GiB`,
        fits: talk.wording.sentences(`memory.fits-short.${relief.fits}`) ?? '',
      }),
    })
  const write =
    replaced.length > 0 ? fill(words['plain-write-replace'], { count: replaced.length }) : words['plain-write']
  const chosen = await talk.choose<'write' | 'change' | 'show' | 'save' | { readonly fix: Answers }>(
    words['plain-next-title'],
    [
      ...(failing ? [] : [{ value: 'write' as const, label: write }]),
      ...mends,
      { value: 'change', label: words['plain-change'] },
      { value: 'show', label: words['plain-show'] },
      { value: 'save', label: words['plain-save'] },
    ],
  )
  if (typeof chosen === 'object') {
    mend(talk, chosen.fix)
    return 'go'
  }
  if (chosen === 'write') return replaceAndWrite(talk, replaced)
  if (chosen === 'change') return change(talk, shown)
  if (chosen === 'show') {
    for (const { file } of standings) talk.say('', style.bold(`── ${file.path}`), file.text.trimEnd())
    return 'go'
  }
  return granted(talk, chosen as Wish)
}

/** The verdict, and the model and GPU it assumes if none were named. */
function verdictText(talk: Conversation, memory: MemoryOf): string {
  const { config } = runOf(talk.session)
  const missing = assumed(talk.session)
  const id = `write.fits-${memory.estimate.fits}${missing.length > 0 ? '-assumed' : ''}`
  return fill(talk.wording.sentences(`wizard.${id}`) ?? id, {
    used: memory.estimate.perGpu.reserved.toFixed(1),
    card: memory.card.toFixed(1),
    model: clean(config['model.id']),
    gpu: clean(config['hardware.gpu']),
  })
}

/** The questions of the session, and what was answered beyond them. */
const reviewed = (session: Session, config: Config): readonly FieldKey[] => {
  const asked = questions(session)
  return fieldKeys.filter((key) => asked.includes(key) || (session.answers[key] !== undefined && applies(key, config)))
}

const fixText = (fix: Answers): string =>
  Object.entries(fix)
    .map(([key, value]) => `${key}=${shownValue(value ?? null)}`)
    .join(' ')

function mend(talk: Conversation, fix: Answers): void {
  const given = Object.entries(fix).filter((entry): entry is [string, Exclude<Value, null>] => entry[1] !== null)
  const dropped = Object.keys(fix).filter((key) => fix[key as FieldKey] === null)
  const kept = Object.fromEntries(
    Object.entries(talk.session.answers).filter(([key]) => !dropped.includes(key)),
  ) as Answers
  const { answers } = answerAll(kept, given)
  talk.session = { ...talk.session, answers, past: [...talk.session.past, { ...talk.session, past: [] }] }
  talk.options.keep(talk.session)
}

async function replaceAndWrite(talk: Conversation, replaced: readonly Standing[]): Promise<Result> {
  const { words, style, options } = talk
  if (replaced.length > 0) {
    for (const { file, before } of replaced) {
      talk.say('', style.bold(fill(words['difference-of'], { path: file.path })))
      talk.say(...differenceLines(before ?? '', file.text, style))
    }
    const sure = await talk.choose(
      words['plain-replace-ask'],
      [
        { value: 'yes' as const, label: words.yes },
        { value: 'no' as const, label: words.no },
      ],
      1,
    )
    if (sure !== 'yes') return 'go'
  }
  const result = await options.write(talk.session, talk.language)
  if ('problem' in result) {
    talk.say(result.problem)
    return 'go'
  }
  return result.written
}

async function change(talk: Conversation, shown: readonly FieldKey[]): Promise<Result> {
  const typed = await talk.asker.ask(fill(talk.words['plain-prompt-bare'], { what: talk.words['plain-change-title'] }))
  const key = shown[Number(typed) - 1] ?? shown.find((one) => one === typed)
  if (key) {
    if (questions(talk.session).includes(key)) talk.act({ type: 'jump', to: key })
    else {
      talk.act({ type: 'level', level: 'expert' })
      talk.act({ type: 'jump', to: key })
    }
  } else if (typed !== '') talk.say(talk.style.bad(fill(talk.words['plain-not-number'], { count: shown.length })))
  return 'go'
}
