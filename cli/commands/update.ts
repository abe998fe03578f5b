/** `update`: an existing file in the wizard, or with `--set … --yes` without one; only the lines change whose answers changed. */
import { basename, dirname, resolve as resolvePath } from 'node:path'
import { type Answers, resolve } from '../../shared/config.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fields } from '../../shared/fields/index.ts'
import { fill } from '../../shared/pages.ts'
import { type Change, edit } from '../../shared/python/yaml/edit.ts'
import { read } from '../../shared/read.ts'
import { unknownKind } from '../../shared/readers/unknown-kind.ts'
import { begin, type Session, same, step } from '../../shared/session.ts'
import { meantBy, updated } from '../../shared/update.ts'
import { asker } from '../asker.ts'
import { answersWith } from '../beginning.ts'
import type { Standing, Wording } from '../face.ts'
import { type Gathered, gather } from '../gather-files.ts'
import { differenceLines } from '../print/difference.ts'
import { styleOf } from '../print/style.ts'
import { clean } from '../print/text.ts'
import { notUnderstood } from '../read-file.ts'
import { UserError } from '../user-error.ts'
import { writeFiles } from '../write-files.ts'
import { type Call, type Command, has } from './command.ts'

/** The text of a file with the answers that changed; a file that holds them in another way than we can edit is the user's to mend. */
function textWith(file: Gathered, before: Answers, after: Answers, call: Call): string {
  const { wording } = call
  const { kind, language } = file.reading
  const refuse = (id: string, facts: Readonly<Record<string, string>>): never => {
    throw new UserError('file-not-understood', {
      path: file.path,
      problem: fill(wording.sentences(`update.${id}`) ?? id, facts),
    })
  }
  if (language === 'shell' || !file.plain || !['accelerate', 'deepspeed', 'lora-wizard'].includes(kind))
    return refuse('not-here', { kind })
  const changed = ([...new Set([...Object.keys(before), ...Object.keys(after)])] as FieldKey[]).filter(
    (key) => !same(before[key] ?? null, after[key] ?? null),
  )
  if (changed.length === 0) return file.text
  const edited =
    kind === 'accelerate'
      ? updated(file.text, file.reading, after)
      : edit(
          file.text,
          changed.flatMap((key) => changeOf(key, after[key] ?? null, kind)),
          language as 'yaml' | 'json',
        )
  return 'problem' in edited ? refuse('stuck', { reason: edited.problem }) : edited.text
}

function changeOf(key: FieldKey, value: Value, kind: string): readonly Change[] {
  const name = kind === 'lora-wizard' ? key : (fields[key] as Field).emits?.deepspeed
  if (name === undefined) return []
  const path = kind === 'lora-wizard' ? (key.split(/\.(.*)/).slice(0, 2) as readonly string[]) : name.split('.')
  if (value === null) return [{ path, remove: true }]
  return [{ path, value: value as string | number | boolean | readonly string[] }]
}

/** The options that were answered otherwise and that the file with its new text still does not say: it has no place for them. */
function notHeld(file: Gathered, text: string, before: Answers, after: Answers): readonly FieldKey[] {
  const reading = read(text, file.reading.kind)
  if (!reading) return []
  const [wanted, said] = [resolve(after), resolve(meantBy(reading))]
  const changed = ([...new Set([...Object.keys(before), ...Object.keys(after)])] as FieldKey[]).filter(
    (key) => !same(before[key] ?? null, after[key] ?? null),
  )
  // The card is named to say what the file is for; no tool reads it.
  return changed.filter(
    (key) => key !== 'hardware.gpu' && !same(wanted.config[key] as Value, said.config[key] as Value),
  )
}

const linesChanged = (before: string, after: string): number => {
  const count = (text: string) => {
    const lines = new Map<string, number>()
    for (const line of text.split(/\r\n|\n|\r/)) lines.set(line, (lines.get(line) ?? 0) + 1)
    return lines
  }
  const [old, now] = [count(before), count(after)]
  const more = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>) =>
    [...one].reduce((sum, [line, times]) => sum + Math.max(0, times - (other.get(line) ?? 0)), 0)
  return Math.max(more(now, old), more(old, now))
}

export const update: Command = {
  flags: [
    { name: 'set', value: 'KEY=VALUE' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'yes', short: 'y' },
    { name: 'dry-run' },
    { name: 'plain' },
  ],
  positionals: ['FILE'],
  takesOptions: true,
  run: async (call) => {
    const { host, wording, words, positionals } = call
    const [path] = positionals
    if (path === undefined) throw new UserError('argument-missing', { list: '  lora-wizard update FILE' })
    if (path === '-') throw new UserError('argument-missing', { list: '  lora-wizard update FILE' })
    const [file] = await gather(host, { paths: [path] })
    // A folder holds files that nobody named.
    if (!file || host.files.status(resolvePath(host.folder, path))?.kind === 'folder')
      throw new UserError('file-unreadable', { path, reason: 'EISDIR' })
    if (file.reading.kind === unknownKind)
      throw new UserError('file-not-understood', { path, problem: words['nothing-known'] })
    const stop = file.reading.findings.find(({ refused }) => refused)
    if (stop) throw notUnderstood(path, stop.at, stop.detail, words)
    const start = meantBy(file.reading)
    const answers = answersWith(start, call)
    // A file that cannot be changed in place is told of before anybody is asked.
    textWith(file, start, start, call)
    const asking = has(call, 'yes') || has(call, 'dry-run') ? 'nobody' : asker(['init', ...call.typed], host)
    if (asking !== 'nobody') return ask(call, file, start, answers, asking)
    const text = textWith(file, start, answers, call)
    const left = notHeld(file, text, start, answers)
    if (left.length > 0) {
      const say = wording.sentences('update.elsewhere') ?? ''
      throw new UserError('values-refused', {
        problems: left.map((key) => fill(say, { key, path: clean(file.path) })).join('\n'),
      })
    }
    const style = styleOf(host.output)
    if (text === file.text) {
      host.output.write(`${wording.sentences('update.nothing')}\n`)
      return 0
    }
    host.output.write(`${differenceLines(file.text, text, style).join('\n')}\n`)
    if (has(call, 'dry-run')) return 0
    if (!has(call, 'yes')) throw new UserError('answers-missing', { list: '  --yes' })
    write(call, file, text)
    return 0
  },
}

function standing(file: Gathered, text: string): Standing {
  // The writer compares with what stands there as it decodes it: without the mark at the start.
  return { file: { path: basename(file.place), text }, before: file.text.replace(/^\ufeff/, '') }
}

function doneText(file: Gathered, text: string, wording: Wording): string {
  const count = linesChanged(file.text, text)
  const id = count === 0 ? 'nothing' : count === 1 ? 'done-one' : 'done'
  return fill(wording.sentences(`update.${id}`) ?? '', { path: clean(file.path), count })
}

function write({ host, wording }: Call, file: Gathered, text: string): void {
  writeFiles(host, dirname(file.place), [standing(file, text)])
  host.output.write(`${doneText(file, text, wording)}\n`)
}

async function ask(
  call: Call,
  file: Gathered,
  start: Answers,
  answers: Answers,
  asking: 'wizard' | 'plain',
): Promise<number> {
  const { host, language } = call
  const { wordingOf } = await import('../wording.ts')
  const { withModel } = await import('../model-of.ts')
  const { tryAnswersFrom } = await import('../read-answers.ts')
  const face =
    asking === 'wizard' ? (await import('../tui/wizard.tsx')).wizard : (await import('../prompt/plain.ts')).plain
  const session: Session = step(begin({}), { type: 'adopt', answers })
  const textNow = (now: Session) => textWith(file, start, now.answers, call)
  /** As it would be; an answer that cannot be written in place is told of where it should be written, and loses no other. */
  const textShown = (now: Session): string => {
    try {
      return textNow(now)
    } catch (error) {
      if (error instanceof UserError) return file.text
      throw error
    }
  }
  const end = await face({
    modelled: (run) => withModel(host, run, wordingOf(language)),
    session: { ...session, trail: [{ at: 'start' }], past: [] },
    draft: undefined,
    language,
    wording: wordingOf,
    comments: false,
    folder: dirname(file.path) || '.',
    input: host.input,
    output: host.output,
    environment: host.environment,
    // The file says what machine it is for.
    machine: async () => ({}),
    read: (from, spoken) => tryAnswersFrom(host, from, wordingOf(spoken)),
    standing: (now) => [standing(file, textShown(now))],
    keep: () => {},
    write: async (now, spoken) => {
      try {
        writeFiles(host, dirname(file.place), [standing(file, textNow(now))])
        return { written: [file.path] }
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        const { problemLines } = await import('../print/problem.ts')
        const { wordsOf } = await import('../words/words.ts')
        return { problem: problemLines(error, wordingOf(spoken), await wordsOf(spoken), host.errors).join('\n') }
      }
    },
  })
  host.input.pause()
  if (end.outcome === 'interrupted') return 130
  if (end.outcome !== 'written') return 0
  const text = textNow(end.session)
  const spoken = wordingOf(end.language)
  const left = notHeld(file, text, start, end.session.answers)
  const lines = [
    ...differenceLines(file.text, text, styleOf(host.output)),
    doneText(file, text, spoken),
    ...(left.length > 0
      ? [fill(spoken.sentences('update.not-held') ?? '', { keys: left, path: clean(file.path) })]
      : []),
  ]
  host.output.write(`${lines.join('\n')}\n`)
  return 0
}
