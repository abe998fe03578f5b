/** `explain FILE` and `explain FILE:LINE`: what a file means, as a whole or on one line. */
import { resolve } from 'node:path'
import { effective } from '../shared/effective.ts'
import { fileSets } from '../shared/file-set.ts'
import { fill } from '../shared/pages.ts'
import { unknownKind } from '../shared/readers/unknown-kind.ts'
import { foundIn } from './check-run.ts'
import type { Call } from './commands/command.ts'
import { has } from './commands/command.ts'
import { findingText } from './finding-text.ts'
import { existsFor, type Gathered, gather } from './gather-files.ts'
import type { Host } from './host.ts'
import { findingBlock } from './print/check-pretty.ts'
import { effectiveLines, originText, reasonText } from './print/effective.ts'
import { markdownLines } from './print/markdown.ts'
import { styleOf } from './print/style.ts'
import { clean, columnsOf } from './print/text.ts'
import { notUnderstood } from './read-file.ts'
import { UserError } from './user-error.ts'

/** A file, and perhaps a line of it, if that is what a word means: it looks like a path, or a file of that name stands there. */
export function fileMeant(
  host: Host,
  asked: string,
): { readonly path: string; readonly line: number | undefined } | undefined {
  const stands = (path: string): boolean => {
    try {
      return host.files.status(resolve(host.folder, path))?.kind === 'file'
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

export async function explainFile(call: Call, path: string, line: number | undefined): Promise<number> {
  const { host, wording, words } = call
  const files = await gather(host, { paths: [path] })
  const main = files[0] as Gathered
  if (main.reading.kind === unknownKind)
    throw new UserError('file-not-understood', { path, problem: words['nothing-known'] })
  const stop = main.reading.findings.find(({ refused }) => refused)
  if (stop) throw notUnderstood(path, stop.at, stop.detail, words)
  const set = fileSets(files).find((one) => one.includes(main)) ?? [main]
  const meant = effective(set)
  const style = styleOf(host.output)
  const columns = columnsOf(host.output)
  if (line === undefined) {
    if (has(call, 'json')) {
      const values = meant.values.map((one) => ({
        name: clean(one.name),
        key: one.key ?? null,
        value: one.value,
        from: one.origin,
        path: one.file?.path ?? null,
        line: one.at?.line ?? null,
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
    } else host.output.write(`${effectiveLines(meant, set, wording, style, columns).join('\n')}\n`)
    return 0
  }
  const values = meant.values.filter(({ file, at }) => file === main && at?.line === line)
  const ignored = meant.ignored.filter(({ file, at }) => file === main && at.line === line)
  const terms = {
    versions: {},
    profiles: [],
    answers: {},
    exists: existsFor(host, files),
    wants: () => true,
    weights: {},
  }
  const findings = (foundIn(files, terms).get(main) ?? []).filter(({ at }) => at.line === line)
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
    ...values.map((one) => `${one.name} = ${String(one.value)}  ${originText(one, false, wording)}`),
    ...ignored.map((one) => `${one.name} = ${one.value}  ${reasonText(one, wording)}`),
  ]
  const lines = [
    ...(notes.length > 0
      ? notes.map((note) => style.bold(clean(note)))
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
