/** What was found in files as a value, and in the forms that other programs read: JSON, SARIF, GitHub's annotations, a line each. */
import type { FileFinding } from '../../shared/file-rules/file-rule.ts'
import type { Wording } from '../face.ts'
import { findingText } from '../finding-text.ts'
import { site } from '../user-error.ts'
import { clean } from './text.ts'

export interface Report {
  readonly files: readonly { readonly path: string; readonly kind: string; readonly findings: readonly FileFinding[] }[]
  readonly summary: { readonly errors: number; readonly warnings: number; readonly hints: number }
  /** Findings that `--fix` would try to mend. */
  readonly fixable: number
}

export function reportOf(files: Report['files']): Report {
  const all = files.flatMap(({ findings }) => findings)
  const count = (severity: string) => all.filter((one) => one.severity === severity).length
  return {
    files,
    summary: { errors: count('error'), warnings: count('warning'), hints: count('hint') },
    fixable: all.filter(({ fix, file }) => fix !== undefined && fix.length > 0 && file.reading.language !== 'shell')
      .length,
  }
}

const text = (finding: FileFinding, wording: Wording) => {
  const { message, fix, url } = findingText(finding, wording)
  return { message: clean(message), fix: clean(fix), url }
}

export const checkJson = ({ files, summary }: Report, wording: Wording): string =>
  `${JSON.stringify(
    {
      version: 1,
      files: files.map(({ path, kind, findings }) => ({
        path,
        kind,
        findings: findings.map((finding) => {
          const { message, fix, url } = text(finding, wording)
          const { rule, severity, at, key } = finding
          return { rule, severity, message, line: at.line, column: at.column, key: clean(key), fix, url }
        }),
      })),
      summary,
    },
    null,
    2,
  )}\n`

const levels = { error: 'error', warning: 'warning', hint: 'note' } as const

/** A path as a part of an address. */
const address = (path: string): string => path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')

/** SARIF 2.1.0 (OASIS, 2020-03-27), as code scanning reads it. */
export function checkSarif({ files }: Report, wording: Wording): string {
  const findings = files.flatMap((file) => file.findings.map((finding) => ({ path: file.path, finding })))
  const ids = [...new Set(findings.map(({ finding }) => finding.rule))].sort()
  const rules = ids.map((id) => {
    const words = wording.words(`rules/${id}`)
    const severity = findings.find(({ finding }) => finding.rule === id)?.finding.severity ?? 'warning'
    return {
      id,
      shortDescription: { text: words?.title ?? id },
      fullDescription: { text: words?.summary ?? words?.title ?? id },
      helpUri: `${site}${wording.language === 'zh' ? '/zh' : ''}/rules/${id}`,
      defaultConfiguration: { level: levels[severity] },
    }
  })
  const results = findings.map(({ path, finding }) => {
    const { message, fix } = text(finding, wording)
    return {
      ruleId: finding.rule,
      ruleIndex: ids.indexOf(finding.rule),
      level: levels[finding.severity],
      message: { text: [message, fix].filter(Boolean).join('\n') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: address(path) },
            region: { startLine: finding.at.line, startColumn: finding.at.column },
          },
        },
      ],
    }
  })
  const driver = { name: 'lora-wizard', informationUri: site, rules }
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
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
        const { message, fix, url } = text(finding, wording)
        const { line, column } = finding.at
        const where = `file=${property(clean(path))},line=${line},col=${column},title=${property(finding.rule)}`
        return `::${commands[finding.severity]} ${where}::${escaped([message, fix, url].filter(Boolean).join('\n'))}\n`
      }),
    )
    .join('')

export const checkCompact = ({ files }: Report, wording: Wording): string =>
  files
    .flatMap(({ path, findings }) =>
      findings.map((finding) => {
        const message = text(finding, wording).message.replace(/\s+/g, ' ')
        return `${clean(path)}:${finding.at.line}:${finding.at.column}: ${finding.severity}: ${message} [${finding.rule}]\n`
      }),
    )
    .join('')
