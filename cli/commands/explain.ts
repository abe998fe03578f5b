/** `explain`: an option, a preset, a rule, an error or a command, with its words and its facts. */
import { adviceRules } from '../../shared/advice/index.ts'
import { nearest } from '../../shared/config.ts'
import { type FieldKey, fieldAt, fieldKeys } from '../../shared/fields/index.ts'
import { fill } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { exampleFacts } from '../../shared/rule-examples.ts'
import { ruleOf } from '../../shared/rules/about.ts'
import { rules } from '../../shared/rules/index.ts'
import { fieldRows, presetRows, type Row, ruleRows } from '../explain-facts.ts'
import { searchPages } from '../explain-search.ts'
import { markdownLines } from '../print/markdown.ts'
import { address } from '../print/problem.ts'
import { type Style, styleOf } from '../print/style.ts'
import { columnsOf, padded, width, wrap } from '../print/text.ts'
import { errorCodes, UserError } from '../user-error.ts'
import { pagePaths, wordingOf } from '../wording.ts'
import { type Call, type Command, has } from './command.ts'
import { commands } from './index.ts'

type Kind = 'field' | 'preset' | 'rule' | 'advice' | 'error' | 'command' | 'guide'

interface Topic {
  readonly kind: Kind
  readonly name: string
  /** Where its page lives, below a language. */
  readonly path: string
}

/** Guides, instructions and explanations; their titles are the only names they have. */
const guides = (): readonly Topic[] =>
  pagePaths()
    .filter((path) => /^(guide|howto|explain|tutorials)\//.test(path))
    .map((path): Topic => ({ kind: 'guide', name: path, path }))

const topics: readonly Topic[] = [
  ...fieldKeys.map((name): Topic => ({ kind: 'field', name, path: `fields/${name.replace('.', '/')}` })),
  ...presets.map(({ id }): Topic => ({ kind: 'preset', name: id, path: `presets/${id}` })),
  ...rules.map(({ id }): Topic => ({ kind: 'rule', name: id, path: `rules/${id}` })),
  ...adviceRules.map(({ id }): Topic => ({ kind: 'advice', name: id, path: `advice/${id}` })),
  ...errorCodes.map((name): Topic => ({ kind: 'error', name, path: `errors/${name}` })),
  ...commands.map(({ name }): Topic => ({ kind: 'command', name, path: `commands/${name}` })),
]

/** The options that some tool knows by a name, or by the last part of it: `micro_batch_size`, `zero_optimization.stage`. */
function calledBySomeTool(wanted: string): readonly Topic[] {
  const called = topics.filter(({ kind, name }) =>
    kind === 'field'
      ? Object.values(fieldAt(name)?.emits ?? {}).some((one) =>
          [one, one.slice(one.lastIndexOf('.') + 1)].some((each) => each.toLowerCase() === wanted),
        )
      : false,
  )
  const homes = called.filter(({ name }) => fieldAt(name)?.home === undefined)
  return homes.length > 0 ? homes : called
}

/** Pages that are named beside the likeliest one. */
const mostAlso = 5

interface Found {
  readonly topic: Topic
  /** Other pages that the words could mean; empty where a name was given. */
  readonly also: readonly Topic[]
}

/** A topic by its name; an option also by the last part of its name where only one has it, or by what a tool calls it. */
function topicOf(asked: string): Found {
  const exact = [...topics, ...guides()].find(({ name, path }) => name === asked || path === asked)
  if (exact) return { topic: exact, also: [] }
  const wanted = asked.toLowerCase().replace(/^--/, '').replaceAll('-', '_')
  const options = topics.filter(({ kind }) => kind === 'field')
  const ends = options.filter(({ name }) => name.slice(name.indexOf('.') + 1).toLowerCase() === wanted)
  const homes = ends.filter(({ name }) => fieldAt(name)?.home === undefined)
  const only = homes.length > 0 ? homes : ends
  const called = only.length > 0 ? only : calledBySomeTool(wanted)
  if (called.length === 1) return { topic: called[0] as Topic, also: [] }
  const near =
    called.length > 1
      ? called.map(({ name }) => name)
      : nearest(
          asked,
          topics.map(({ name }) => name),
        )
  // A name with a typing error is told so; other words are looked for in all pages.
  const isName = called.length > 1 || (near.length > 0 && /[._/]|^--/.test(asked))
  const all = [...topics, ...guides()]
  const found = isName
    ? []
    : searchPages(
        asked,
        all.map(({ path }) => path),
        wordingOf,
      ).flatMap((path) => all.find((one) => one.path === path) ?? [])
  const [topic, ...also] = found
  if (!topic) throw new UserError('unknown-topic', { topic: asked, nearest: near })
  return { topic, also: also.slice(0, mostAlso) }
}

const rowsOf = ({ kind, name }: Topic, { wording, words }: Call): readonly Row[] => {
  if (kind === 'field') return fieldRows(name as FieldKey, wording, words)
  const preset = presets.find(({ id }) => id === name)
  if (kind === 'preset' && preset) return presetRows(preset, words)
  const rule = ruleOf(name)
  return kind === 'rule' && rule ? ruleRows(rule, wording, words) : []
}

function rowLines(rows: readonly Row[], style: Style, columns: number): readonly string[] {
  const left = Math.max(...rows.map(({ name }) => width(name)), 0) + 2
  return rows.flatMap(({ name, lines }) =>
    lines
      .flatMap((line) => wrap(line, Math.max(24, columns - left), '  '))
      .map((line, place) => `${style.dim(padded(place === 0 ? name : '', left))}${line}`),
  )
}

function listTopics({ host, words }: Call): void {
  const { bold, dim } = styleOf(host.output)
  const columns = columnsOf(host.output)
  const groups: readonly (readonly [title: string, kind: Kind])[] = [
    [words.options, 'field'],
    [words.presets, 'preset'],
    [words.rules, 'rule'],
    [words.advice, 'advice'],
    [words.commands, 'command'],
    [words.errors, 'error'],
  ]
  const lines = groups.flatMap(([title, kind]) => {
    const names = topics.filter((topic) => topic.kind === kind).map(({ name }) => name)
    return names.length > 0 ? [bold(title), ...wrap(names.join('  '), columns - 2).map((line) => `  ${line}`), ''] : []
  })
  host.output.write(`${[words['explain-topics'], '', ...lines, dim(words['explain-try'])].join('\n')}\n`)
}

/** What else the words could mean, with the command that shows it. */
function alsoLines(also: readonly Topic[], { wording, words }: Call, style: Style, columns: number): readonly string[] {
  if (also.length === 0) return []
  const left = Math.min(40, Math.max(...also.map(({ name }) => width(name))))
  return [
    style.dim(words['explain-also']),
    ...also.flatMap(({ name, path }) => {
      const [first = '', ...rest] = wrap(wording.words(path)?.title ?? '', Math.max(20, columns - left - 4))
      return [
        `  ${padded(name, left)}  ${style.dim(first)}`,
        ...rest.map((one) => `  ${padded('', left)}  ${style.dim(one)}`),
      ]
    }),
    '',
  ]
}

export const explain: Command = {
  flags: [{ name: 'json' }, { name: 'processes' }],
  positionals: ['[KEY|FILE[:LINE]…]'],
  run: async (call) => {
    const { host, wording, words, positionals } = call
    const [asked] = positionals
    if (asked === undefined && has(call, 'json')) {
      const list = topics.map(({ kind, name, path }) => ({ kind, name, summary: wording.words(path)?.summary ?? '' }))
      host.output.write(`${JSON.stringify({ version: 1, topics: list }, null, 2)}\n`)
      return 0
    }
    if (asked === undefined) {
      listTopics(call)
      return 0
    }
    const { explainFiles, fileMeant } = await import('../explain-file.ts')
    const meant = (word: string) =>
      [...topics, ...guides()].some(({ name, path }) => name === word || path === word)
        ? undefined
        : fileMeant(host, word)
    const files = positionals.map(meant)
    const [file, ...more] = files
    // Several words are the files of one run; a line belongs to one file.
    // Words of which none is a file are one question.
    const isQuestion = positionals.length > 1 && files.every((one) => one === undefined)
    const wrong = positionals.find(
      (_, place) => place > 0 && !isQuestion && (!file || !files[place] || files[place]?.line !== undefined),
    )
    if (wrong !== undefined || (more.length > 0 && file?.line !== undefined))
      throw new UserError('extra-argument', { command: 'explain', argument: wrong ?? asked })
    if (file) return explainFiles(call, [file.path, ...more.flatMap((one) => one?.path ?? [])], file.line)
    const { topic, also } = topicOf(isQuestion ? positionals.join(' ') : asked)
    const page = wording.page(topic.path)
    const rows = rowsOf(topic, call)
    const url = address(topic.path, wording.language)
    if (has(call, 'json')) {
      const { kind, name } = topic
      const listed: readonly { readonly id: string }[] = kind === 'preset' ? presets : rules
      const facts = kind === 'field' ? fieldAt(name) : listed.find(({ id }) => id === name)
      host.output.write(
        `${JSON.stringify({ version: 1, kind, name, page: page ?? null, facts: facts ?? null, url, also: also.map(({ name }) => name) }, null, 2)}\n`,
      )
      return 0
    }
    const style = styleOf(host.output)
    const columns = columnsOf(host.output)
    // A rule speaks of its own example, as on its page; an error has none.
    const told = (sentence: string): string =>
      topic.kind === 'rule' ? fill(sentence, exampleFacts(topic.name)) : sentence
    const lines = [
      ...alsoLines(also, call, style, columns),
      style.bold(page?.title || topic.name),
      ...(page?.summary ? wrap(page.summary, columns) : topic.kind === 'field' ? [words['no-words']] : []),
      '',
      ...(topic.kind === 'rule' ? [style.bold(words['rule-says'])] : []),
      ...(page?.message ? [...wrap(told(page.message), columns), ...wrap(told(page.fix ?? ''), columns), ''] : []),
      ...markdownLines([page?.card, page?.body].filter(Boolean).join('\n\n'), columns, style),
      '',
      ...rowLines(rows, style, columns),
      ...(url === null ? [] : ['', style.dim(url)]),
    ]
    host.output.write(`${lines.filter((line, place) => line !== '' || lines[place - 1] !== '').join('\n')}\n`)
    return 0
  },
}
