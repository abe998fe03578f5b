/** `explain FILE…` and `explain FILE:LINE`: what the files of a run mean, as a whole or on one line. */
import { resolve } from 'node:path'
import { effective } from '../shared/effective.ts'
import { startsOf } from '../shared/launch.ts'
import { fill } from '../shared/pages.ts'
import { foundIn, usual } from './check-run.ts'
import type { Call } from './commands/command.ts'
import { has } from './commands/command.ts'
import { commandFor, filesOfOneRun } from './files-of-a-run.ts'
import { findingText, shownValue } from './finding-text.ts'
import { existsFor, type Gathered, gather } from './gather-files.ts'
import type { Host } from './host.ts'
import { countsOf, findingBlock } from './print/check-pretty.ts'
import { reportOf } from './print/check-report.ts'
import { effectiveLines, notesOn, originText, reasonText } from './print/effective.ts'
import { markdownLines } from './print/markdown.ts'
import { processJson, processLines } from './print/processes.ts'
import { styleOf } from './print/style.ts'
import { clean, columnsOf, wrap } from './print/text.ts'

interface Meant {
  readonly path: string
  readonly line: number | undefined
}

/** A file or a folder, and perhaps a line, if that is what a word means: it looks like a path, or something of that name stands there. */
export function fileMeant(host: Host, asked: string): Meant | undefined {
  const stands = (path: string): boolean => {
    try {
      return host.files.status(resolve(host.folder, path)) !== undefined
    } catch {
      return false
    }
  }
  if (asked === '-' || stands(asked)) return { path: asked, line: undefined }
  const [, path = '', line] = /^(.+):(\d+)(?::\d+)?$/.exec(asked) ?? []
  if (path && stands(path)) return { path, line: Number(line) }
  const bare = path || asked
  return /\.(?:ya?ml|json|sh)$|[\\/]/i.test(bare) && !/^(?:fields|rules|presets|errors|commands)\//.test(bare)
    ? { path: bare, line: path ? Number(line) : undefined }
    : undefined
}

/** What was found, where nobody wants it otherwise. */
const findingsOf = (host: Host, files: readonly Gathered[]) =>
  foundIn(files, { ...usual, exists: existsFor(host, files) })

export async function explainFiles(call: Call, paths: readonly string[], line: number | undefined): Promise<number> {
  const { host, wording, words } = call
  const files = await gather(host, { paths })
  const set = filesOfOneRun(files, paths, words, (one) => commandFor('explain', one))
  const main = files[0] as Gathered
  const style = styleOf(host.output)
  const columns = columnsOf(host.output)
  if (has(call, 'processes')) {
    const launches = startsOf(set)
    host.output.write(
      has(call, 'json')
        ? `${JSON.stringify(processJson(launches), null, 2)}\n`
        : `${processLines(launches, words, style, columns).join('\n').trimEnd()}\n`,
    )
    return 0
  }
  const meant = effective(set)
  if (line === undefined) {
    if (has(call, 'json')) {
      const values = meant.values.map((one) => ({
        name: clean(one.name),
        key: one.key ?? null,
        value: one.value,
        from: one.origin,
        path: one.file?.path ?? null,
        line: one.at?.line ?? null,
        known: one.open === undefined,
        beat: (one.beat ?? []).map(({ value, file, at, why }) => ({
          value: clean(value),
          path: file.path,
          line: at.line,
          why,
        })),
      }))
      const ignored = meant.ignored.map((one) => ({
        name: clean(one.name),
        key: one.key ?? null,
        value: clean(one.value),
        why: one.reason.why,
        reason: clean(reasonText(one, wording)),
        path: one.file.path,
        line: one.at.line,
      }))
      const body = { version: 1, files: set.map((file) => file.path), values, ignored }
      host.output.write(`${JSON.stringify(body, null, 2)}\n`)
      return 0
    }
    const found = findingsOf(host, set)
    const { summary } = reportOf(
      set.map((file) => ({ path: file.path, kind: file.reading.kind, findings: found.get(file) ?? [] })),
    )
    const counts = countsOf(summary, wording)
    const names = set.map((file) => file.path)
    const lines = [
      ...effectiveLines(meant, set, wording, style, columns),
      ...(counts.length > 0 && !names.includes('<stdin>')
        ? wrap(
            fill(wording.sentences('effective.check') ?? '', { counts, command: commandFor('check', names) }),
            columns,
            '  ',
          )
        : []),
    ]
    host.output.write(`${lines.join('\n').trimEnd()}\n`)
    return 0
  }
  const values = meant.values.filter(({ file, at }) => file === main && at?.line === line)
  const ignored = meant.ignored.filter(({ file, at }) => file === main && at.line === line)
  const findings = (findingsOf(host, files).get(main) ?? []).filter(({ at }) => at.line === line)
  if (has(call, 'json')) {
    const body = {
      version: 1,
      path: main.path,
      line,
      values: values.map(({ name, key, value, origin }) => ({
        name: clean(name),
        key: key ?? null,
        value,
        from: origin,
      })),
      ignored: ignored.map((one) => ({
        name: clean(one.name),
        value: clean(one.value),
        why: one.reason.why,
        reason: clean(reasonText(one, wording)),
      })),
      findings: findings.map((one) => ({ rule: one.rule, severity: one.severity, ...findingText(one, wording) })),
    }
    host.output.write(`${JSON.stringify(body, null, 2)}\n`)
    return 0
  }
  const keys = [...new Set([...values, ...ignored].flatMap(({ key }) => key ?? []))]
  const notes = [
    ...values.map((one) =>
      [
        `${one.name} = ${shownValue(one.written ?? one.value)}  ${originText(one, wording)}`,
        ...notesOn(one, wording),
      ].join('. '),
    ),
    ...ignored.map((one) => `${one.name} = ${one.value}  ${reasonText(one, wording)}`),
  ]
  const lines = [
    ...(notes.length > 0
      ? [...new Set(notes)].flatMap((note) => wrap(clean(note), columns, '  ').map(style.bold))
      : [fill(wording.sentences('effective.no-line') ?? '', { line })]),
    ...keys.flatMap((key) => {
      const page = wording.page(`fields/${key.replace('.', '/')}`)
      return page ? ['', style.bold(page.title), page.summary, '', ...markdownLines(page.card, columns, style)] : []
    }),
    ...(findings.length > 0 ? ['', style.bold(wording.sentences('effective.found') ?? ''), ''] : []),
    ...findings.flatMap((finding) => findingBlock(finding, wording, words, style, columns)),
  ]
  host.output.write(`${lines.join('\n')}\n`)
  return 0
}
