/** What `init` does: gathers what was given, lets a face ask or nobody, and writes. */
import { check } from '../shared/check.ts'
import { type Answers, applies, type Run, recommended } from '../shared/config.ts'
import type { Value } from '../shared/fields/field.ts'
import { type FieldKey, fieldKeys } from '../shared/fields/index.ts'
import { hardwareAnswers } from '../shared/hardware.ts'
import { fill, type Language } from '../shared/pages.ts'
import { plan } from '../shared/plan.ts'
import type { Finding } from '../shared/rules/rule.ts'
import { questions, runOf, type Session } from '../shared/session.ts'
import { asker } from './asker.ts'
import { type Beginning, beginningOf } from './beginning.ts'
import { type Call, flagValue, has } from './commands/command.ts'
import { draftOf, dropDraft, keepDraft } from './drafts.ts'
import type { Face, FaceEnd, Standing } from './face.ts'
import { findingJson, shownValue } from './finding-text.ts'
import { detectDevices } from './hardware.ts'
import { withModel } from './model-of.ts'
import { styleOf } from './print/style.ts'
import { clean, columnsOf } from './print/text.ts'
import { tryAnswersFrom } from './read-answers.ts'
import { remarksOf } from './remarks.ts'
import { startsIn } from './starts.ts'
import { UserError } from './user-error.ts'
import { wordingOf } from './wording.ts'
import { wordsOf } from './words/words.ts'
import { standingOf, usableFolder, writeFiles } from './write-files.ts'

export async function initialize(call: Call): Promise<number> {
  const { host, words } = call
  if (has(call, 'discard-draft')) {
    host.output.write(`${dropDraft(host) ? words['draft-dropped'] : words['no-draft']}\n`)
    return 0
  }
  const beginning = await beginningOf(call)
  const out = flagValue(call, 'out') ?? '.'
  const folder = usableFolder(host, out)
  const asking = asker(call.typed, host)
  if (asking !== 'nobody') return ask(call, beginning, out, folder, asking)
  if (!has(call, 'yes') && !has(call, 'dry-run')) {
    throw new UserError('answers-missing', { list: [...missingLines(beginning.session), '  --yes'].join('\n') })
  }
  return writeAll(call, beginning, out, folder)
}

/** The basic questions that nothing has answered, as the flags that would answer them. */
function missingLines(session: Session): readonly string[] {
  return questions({ ...session, level: 'basic' })
    .filter((key) => session.preset === null && session.answers[key] === undefined)
    .map((key) => `  --set ${key}=${shownValue(recommended(session.answers, key))}`)
}

const filesOf = (call: Call, session: Session, language: Language) =>
  plan(runOf(session), remarksOf(wordingOf(language), !has(call, 'no-comments'))).files

/** Nobody is asked: everything is checked, then written. `more` is what a command of its own adds to the JSON. */
export async function writeAll(
  call: Call,
  { session, notes }: Beginning,
  out: string,
  folder: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const { host, wording, words, language } = call
  const { output, errors } = host
  const style = styleOf(output)
  const json = has(call, 'json')
  const dry = has(call, 'dry-run')
  const run = withModel(host, runOf(session), wording)
  const findings = check(run)
  const failed = findings.filter(({ severity }) => severity === 'error').length
  const files = filesOf(call, session, language)
  const standings = standingOf(host, folder, files)
  const written = (paths: readonly string[]) => {
    if (json)
      output.write(`${JSON.stringify({ ...report(run, findings, call, standings, paths), ...more }, null, 2)}\n`)
  }
  for (const note of notes) errors.write(`${note}\n`)
  if (findings.length > 0 && !json) {
    const { findingLines } = await import('./print/findings.ts')
    const lines = findingLines(findings, wording, words, styleOf(errors), columnsOf(errors))
    errors.write(`${lines.join('\n')}\n\n`)
  }
  if (failed > 0) {
    written([])
    errors.write(`${fill(words['nothing-written'], { count: failed })}\n`)
    return 1
  }
  if (dry) {
    written([])
    if (!json) {
      const lines = standings.flatMap(({ file }) => [style.bold(`── ${file.path}`), clean(file.text.trimEnd()), ''])
      output.write(`${[`${fill(words['would-write'], { folder: clean(out) })}`, '', ...lines].join('\n')}\n`)
    }
    return 0
  }
  const differing = standings.filter(({ file, before }) => before !== undefined && before !== file.text)
  if (differing.length > 0 && !has(call, 'force')) {
    errors.write(`${(await differences(call, differing)).join('\n')}\n`)
    throw new UserError('would-overwrite', { files: differing.map(({ file }) => file.path), folder: out })
  }
  const paths = writeFiles(host, folder, standings)
  written(paths)
  if (!json) await tellWritten(call, session, standings, paths, out, language)
  return 0
}

/** What would change in files that stand there. */
export async function differences({ words, host }: Call, standings: readonly Standing[]): Promise<readonly string[]> {
  const { differenceLines } = await import('./print/difference.ts')
  const style = styleOf(host.errors)
  return standings.flatMap(({ file, before }) => [
    style.bold(fill(words['difference-of'], { path: file.path })),
    ...differenceLines(before ?? '', file.text, style),
    '',
  ])
}

/** What `--json` prints: the value of every option that plays a part, the findings, the files. */
function report(
  run: Run,
  findings: readonly Finding[],
  call: Call,
  standings: readonly Standing[],
  paths: readonly string[],
) {
  const config = run.config as Readonly<Record<string, Value>>
  const answers = Object.fromEntries(
    fieldKeys.filter((key) => applies(key, run.config)).map((key) => [key, config[key] ?? null]),
  )
  return {
    version: 1,
    answers,
    findings: findings.map((finding) => findingJson(finding, call.wording)),
    files: standings.map(({ file }) => ({
      path: file.path,
      written: paths.includes(file.path),
      // Where nothing is written, the answer is all that there is of a file.
      ...(has(call, 'dry-run') && { text: file.text }),
    })),
  }
}

async function tellWritten(
  { host }: Call,
  session: Session,
  standings: readonly Standing[],
  paths: readonly string[],
  out: string,
  language: Language,
): Promise<void> {
  const { nextStepLines } = await import('./print/next-steps.ts')
  const wording = wordingOf(language)
  const words = await wordsOf(language)
  const style = styleOf(host.output)
  const lines = standings.map(({ file, before }) => {
    const state = !paths.includes(file.path) ? 'unchanged' : before === undefined ? 'created' : 'replaced'
    return `  ${style.good(file.path)}  ${style.dim(words[state])}`
  })
  const next = nextStepLines(session, clean(out), wording, words, style, columnsOf(host.output))
  host.output.write(`${[fill(words.wrote, { folder: clean(out) }), ...lines, '', ...next].join('\n')}\n`)
}

const faces: Readonly<Record<'wizard' | 'plain', () => Promise<Face>>> = {
  wizard: async () => (await import('./tui/wizard.tsx')).wizard,
  plain: async () => (await import('./prompt/plain.ts')).plain,
}

/** A face asks; the draft is kept on the way and dropped when the files stand. */
async function ask(
  call: Call,
  { session, notes, given }: Beginning,
  out: string,
  folder: string,
  asking: 'wizard' | 'plain',
): Promise<number> {
  const { host, language } = call
  const comments = !has(call, 'no-comments')
  let before: readonly Standing[] = []
  /** What nobody has answered: it is no reason to keep a draft. */
  let ofMachine: Answers = {}
  const leaving = new AbortController()
  const machine = async () => {
    if (!given) ofMachine = hardwareAnswers(await detectDevices(host, leaving.signal))
    return ofMachine
  }
  const standing = (now: Session, spoken: Language) => standingOf(host, folder, filesOf(call, now, spoken))
  const face = await faces[asking]()
  call.handOver?.()
  const end = await face({
    modelled: (run) => withModel(host, run, wordingOf(language)),
    session,
    draft: given ? undefined : draftOf(host),
    starts: given ? [] : await startsIn(host),
    notes,
    language,
    wording: wordingOf,
    comments,
    folder: out,
    input: host.input,
    output: host.output,
    environment: host.environment,
    onInterrupt: host.onInterrupt,
    machine,
    read: (path, spoken) => tryAnswersFrom(host, path, wordingOf(spoken)),
    standing,
    keep: (now) => {
      const said = Object.entries(now.answers).some(([key, value]) => ofMachine[key as FieldKey] !== value)
      if (now.visited.length > 0 || said) keepDraft(host, now)
    },
    write: async (now, spoken) => {
      try {
        before = standing(now, spoken)
        const written = writeFiles(host, folder, before)
        dropDraft(host)
        return { written }
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        const { problemLines } = await import('./print/problem.ts')
        return { problem: problemLines(error, wordingOf(spoken), await wordsOf(spoken), host.errors).join('\n') }
      }
    },
  })
  leaving.abort()
  host.input.pause()
  for (const note of notes) host.errors.write(`${note}\n`)
  return tellEnd(call, end, before, out)
}

async function tellEnd(call: Call, end: FaceEnd, standings: readonly Standing[], out: string): Promise<number> {
  const { host } = call
  const words = await wordsOf(end.language)
  if (end.outcome === 'written') {
    dropDraft(host)
    await tellWritten(call, end.session, standings, end.written, out, end.language)
    return 0
  }
  const kept = draftOf(host) !== undefined
  if (end.outcome === 'saved') {
    host.output.write(`${kept ? words.saved : words['left-nothing']}\n`)
    return 0
  }
  host.errors.write(`${kept ? words.interrupted : words['left-nothing']}\n`)
  return 130
}
