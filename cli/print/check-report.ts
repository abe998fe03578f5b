/** What was found in files as a value, and in the forms that other programs read: JSON, SARIF, GitHub's annotations, a line each. */

import type { Coverage } from '../../shared/coverage.ts'
import { edit } from '../../shared/python/yaml/edit.ts'
import { type Place, placeIn } from '../../shared/python/yaml/node.ts'
import { ruleOf } from '../../shared/rules/about.ts'
import type { FileFinding } from '../../shared/rules/file-rule.ts'
import { proofOf } from '../../shared/rules/proofs.ts'
import type { Wording } from '../face.ts'
import { findingText } from '../finding-text.ts'
import { site } from '../user-error.ts'
import { address as pageAddress, readMore } from './problem.ts'
import { clean, cleanPath } from './text.ts'

export interface Report {
  readonly files: readonly { readonly path: string; readonly kind: string; readonly findings: readonly FileFinding[] }[]
  readonly summary: { readonly errors: number; readonly warnings: number; readonly hints: number }
  /** What could be judged, for each run. */
  readonly coverage: readonly Coverage[]
  /** Findings that `--fix` would mend. */
  readonly fixable: ReadonlySet<FileFinding>
}

export function reportOf(
  files: Report['files'],
  coverage: Report['coverage'] = [],
  fixable: Report['fixable'] = new Set(),
): Report {
  const all = files.flatMap(({ findings }) => findings)
  const count = (severity: string) => all.filter((one) => one.severity === severity).length
  return {
    files,
    summary: { errors: count('error'), warnings: count('warning'), hints: count('hint') },
    coverage,
    fixable: new Set(all.filter((one) => fixable.has(one))),
  }
}

const text = (finding: FileFinding, wording: Wording) => {
  const { message, fix, url, more } = findingText(finding, wording)
  return { message: clean(message), fix: clean(fix), url, more }
}

export const checkJson = ({ files, coverage, summary }: Report, wording: Wording): string =>
  `${JSON.stringify(
    {
      version: 1,
      files: files.map(({ path, kind, findings }) => ({
        path,
        kind,
        findings: findings.map((finding) => {
          const { message, fix, url } = text(finding, wording)
          const { rule, severity, at, key } = finding
          const known = ruleOf(rule)
          return {
            rule,
            severity,
            message,
            line: at.line,
            column: at.column,
            key: clean(key),
            fix,
            url,
            stage: known?.stage ?? null,
            consequence: known?.consequence ?? null,
            proof: proofOf(rule) ?? null,
          }
        }),
      })),
      coverage: coverage.map(({ run, judged, silent }) => ({
        run,
        judged: judged.length,
        silent: silent.map(({ rules, want, options }) => ({ rules, for_want_of: want, options })),
      })),
      summary,
    },
    null,
    2,
  )}\n`

const levels = { error: 'error', warning: 'warning', hint: 'note' } as const
/** What GitHub's code scanning calls a severity. */
const problems = { error: 'error', warning: 'warning', hint: 'recommendation' } as const

/** A path as an address: one from the root has a scheme, or readers would take it for a path below the repository. */
function address(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? `file://${parts}` : parts
}

/** From a place to an offset behind it; what ends where it begins lies before a character. */
function region(text: string, start: Place, end: number) {
  // Counted from the start: counting from the beginning of the file each time would be quadratic.
  const inside = placeIn(text.slice(start.offset, end), end - start.offset)
  const endColumn = inside.line === 1 ? start.column + end - start.offset : inside.column
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: start.line + inside.line - 1,
    endColumn,
  }
}

/** Characters times findings beyond which no edits are offered: each of them reads the whole file again. */
const mostToEdit = 1_000_000

/** What an edit changes, as one region and the text that takes its place; undefined where there is none to offer. */
function replacement({ fix, file }: FileFinding) {
  if (!fix || fix.length === 0 || file.reading.language === 'shell') return undefined
  const edited = edit(file.text, fix, file.reading.language)
  if ('problem' in edited || edited.text === file.text) return undefined
  const [before, after] = [file.text, edited.text]
  const least = Math.min(before.length, after.length)
  let from = 0
  while (from < least && before[from] === after[from]) from++
  let same = 0
  while (same < least - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  // Whole lines are what a person reviews.
  const rest = /^[^\r\n]*/.exec(before.slice(before.length - same))?.[0].length ?? 0
  from = Math.max(before.lastIndexOf('\n', from - 1), before.lastIndexOf('\r', from - 1)) + 1
  same -= rest
  const text = after.slice(from, after.length - same)
  // An edit with something in it that must not be printed cannot be offered in print.
  if (clean(text) !== text.replace(/\r\n?/g, '\n')) return undefined
  return {
    deletedRegion: region(before, placeIn(before, from), before.length - same),
    insertedContent: { text },
  }
}

/** SARIF 2.1.0 (OASIS, 2020-03-27), as code scanning reads it. */
export function checkSarif({ files }: Report, wording: Wording, version: string): string {
  const findings = files.flatMap((file) => file.findings.map((finding) => ({ path: file.path, finding })))
  const ids = [...new Set(findings.map(({ finding }) => finding.rule))].sort()
  const described = ids.map((id) => {
    const words = wording.words(`rules/${id}`)
    const severity = ruleOf(id)?.severity ?? 'warning'
    const helpUri = pageAddress(`rules/${id}`, wording.language)
    const more = readMore(`rules/${id}`, wording.language)
    const [what, why] = [words?.title ?? id, words?.summary ?? words?.title ?? id]
    const card = wording.page(`rules/${id}`)?.card ?? ''
    return {
      id,
      shortDescription: { text: what },
      fullDescription: { text: why },
      help: {
        text: `${why}\n${more}`,
        markdown: [why, card, helpUri ? `<${helpUri}>` : `\`${more}\``].filter(Boolean).join('\n\n'),
      },
      ...(helpUri !== null && { helpUri }),
      defaultConfiguration: { level: levels[severity] },
      properties: { 'problem.severity': problems[severity], tags: ['configuration'] },
    }
  })
  const results = findings.map(({ path, finding }) => {
    const { message, fix } = text(finding, wording)
    const { at, end, file } = finding
    const artifactLocation = { uri: address(path) }
    const instead = file.text.length * findings.length <= mostToEdit ? replacement(finding) : undefined
    return {
      ruleId: finding.rule,
      ruleIndex: ids.indexOf(finding.rule),
      level: levels[finding.severity],
      message: { text: [message, fix].filter(Boolean).join('\n') },
      locations: [
        {
          physicalLocation: {
            artifactLocation,
            region: end > at.offset ? region(file.text, at, end) : { startLine: at.line, startColumn: at.column },
          },
        },
      ],
      ...(instead && {
        fixes: [
          { description: { text: fix || message }, artifactChanges: [{ artifactLocation, replacements: [instead] }] },
        ],
      }),
    }
  })
  const driver = { name: 'lora-wizard', version, ...(site !== null && { informationUri: site }), rules: described }
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver },
          language: wording.language === 'zh' ? 'zh-CN' : 'en',
          columnKind: 'utf16CodeUnits',
          invocations: [{ executionSuccessful: true }],
          results,
        },
      ],
    },
    null,
    2,
  )}\n`
}

/** What a workflow command of GitHub Actions may not hold as it is (actions/toolkit, command.ts). */
const escaped = (part: string): string => part.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (part: string): string => escaped(part).replaceAll(':', '%3A').replaceAll(',', '%2C')

const commands = { error: 'error', warning: 'warning', hint: 'notice' } as const

export const checkGithub = ({ files }: Report, wording: Wording): string =>
  files
    .flatMap(({ path, findings }) =>
      findings.map((finding) => {
        const { message, fix, more } = text(finding, wording)
        const { line, column } = finding.at
        const where = `file=${property(clean(path))},line=${line},col=${column},title=${property(finding.rule)}`
        return `::${commands[finding.severity]} ${where}::${escaped([message, fix, more].filter(Boolean).join('\n'))}\n`
      }),
    )
    .join('')

export const checkCompact = ({ files }: Report, wording: Wording): string =>
  files
    .flatMap(({ path, findings }) =>
      findings.map((finding) => {
        const message = text(finding, wording).message.replace(/\s+/g, ' ')
        return `${cleanPath(path)}:${finding.at.line}:${finding.at.column}: ${finding.severity}: ${message} [${finding.rule}]\n`
      }),
    )
    .join('')
