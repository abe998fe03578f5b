/** `check`: what the real tools will do with files, before any GPU is paid for. */
import { basename, dirname } from 'node:path'
import { atLeast } from '../../shared/check.ts'
import type { Answers } from '../../shared/config.ts'
import { coverageOf } from '../../shared/coverage.ts'
import { fileSets } from '../../shared/file-set.ts'
import { fill, type SentenceFacts } from '../../shared/pages.ts'
import { readers } from '../../shared/readers/index.ts'
import { unknownKind } from '../../shared/readers/unknown-kind.ts'
import type { FileFinding } from '../../shared/rules/file-rule.ts'
import { rules } from '../../shared/rules/index.ts'
import type { Profile, Severity } from '../../shared/rules/rule.ts'
import { newestReleases } from '../../shared/tools/index.ts'
import { oneOf } from '../arguments.ts'
import { type Found, foundIn, mend, type Terms } from '../check-run.ts'
import { existsFor, type Gathered, gather } from '../gather-files.ts'
import { gpuAnswers } from '../gpu-answers.ts'
import { checkCompact, checkGithub, checkJson, checkSarif, type Report, reportOf } from '../print/check-report.ts'
import { differenceLines } from '../print/difference.ts'
import { styleOf } from '../print/style.ts'
import { clean, columnsOf } from '../print/text.ts'
import { projectConfig } from '../project-config.ts'
import { releasesSaid } from '../releases.ts'
import { UserError } from '../user-error.ts'
import { writeFiles } from '../write-files.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

const formats = ['pretty', 'json', 'sarif', 'github', 'compact'] as const
const severities = ['error', 'warning', 'hint'] as const
const bars = [...severities, 'never'] as const
const profiles: readonly Profile[] = ['mlperf']

const ids = new Set(rules.map(({ id }) => id))

/** `--rule id` asks for that one alone, `--rule '!id'` for all but that one. */
async function wanting(call: Call): Promise<(rule: string) => boolean> {
  const said = call.flags.get('rule') ?? []
  const only = new Set<string>()
  const off = new Set<string>()
  for (const one of said.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const id = one.replace(/^!/, '')
    if (!ids.has(id)) {
      const { nearest } = await import('../../shared/config.ts')
      throw new UserError('unknown-rule', { rule: id, nearest: nearest(id, [...ids]) })
    }
    if (one.startsWith('!')) off.add(id)
    else only.add(id)
  }
  return (rule) => !off.has(rule) && (only.size === 0 || only.has(rule))
}

export const check: Command = {
  flags: [
    { name: 'kind', value: 'KIND', words: readers.map(({ id }) => id) },
    { name: 'known' },
    { name: 'format', value: 'FORMAT', words: formats },
    { name: 'severity', value: 'SEVERITY', words: severities },
    { name: 'rule', value: '[!]ID', words: [...ids] },
    { name: 'fail-on', value: 'SEVERITY', words: bars },
    { name: 'profile', value: 'PROFILE', words: profiles },
    { name: 'versions', value: 'NAME=VERSION,…|FILE' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'fix' },
    { name: 'dry-run' },
  ],
  positionals: ['PATH…'],
  run: async (call) => {
    const { host, wording, positionals } = call
    const kind = await oneOf(
      'kind',
      flagValue(call, 'kind'),
      readers.map(({ id }) => id),
    )
    const format = (await oneOf('format', flagValue(call, 'format'), formats)) ?? 'pretty'
    const lowest = (await oneOf('severity', flagValue(call, 'severity'), severities)) ?? 'hint'
    const config = projectConfig(host, wording, { rules: ids, profiles, versions: Object.keys(newestReleases) })
    const failOn = (await oneOf('fail-on', flagValue(call, 'fail-on') ?? config.failOn, bars)) ?? 'error'
    const wanted: Profile[] = []
    for (const one of [...config.profiles, ...(call.flags.get('profile') ?? [])]) {
      const profile = await oneOf('profile', one, profiles)
      if (profile) wanted.push(profile)
    }
    const gpu = flagValue(call, 'gpu')
    const fixing = has(call, 'fix') || has(call, 'dry-run')
    const paths = positionals.length > 0 ? positionals : ['.']
    if (fixing && paths.includes('-')) throw new UserError('fix-needs-file', {})
    const wants = await wanting(call)
    const versions = { ...config.versions, ...releasesSaid(host, call.flags.get('versions') ?? []) }
    const answers = (gpu === undefined ? {} : Object.fromEntries(gpuAnswers(gpu))) as Answers
    const files = await gather(host, {
      paths,
      kind,
      ignore: config.ignore,
      root: config.root,
      known: has(call, 'known'),
    })
    // A file of no known type says something only where its language can't be parsed.
    const isSilent = ({ reading }: Gathered) => reading.kind === unknownKind && reading.findings.length === 0
    if (files.every(isSilent)) throw new UserError('nothing-to-check', { paths })
    const terms: Terms = {
      versions,
      profiles: wanted,
      answers,
      wants,
      weights: config.rules,
      exists: existsFor(host, files),
    }
    const checked = fixing ? fixed(call, files, terms, format === 'pretty') : files
    const found = foundIn(checked, terms)
    const shown = checked
      .map((file) => ({
        path: file.path,
        kind: file.reading.kind,
        findings: (found.get(file) ?? []).filter(({ severity }) => atLeast(severity, lowest)),
        asked: file.asked,
      }))
      .filter((file) => file.asked || file.findings.length > 0)
      .map(({ asked: _, ...file }) => file)
    const covered =
      format === 'pretty' || format === 'json' ? fileSets(checked).map((set) => coverageOf(set, terms)) : []
    const report = reportOf(
      shown,
      covered,
      format === 'pretty' && !fixing ? mendable(checked, found, terms) : undefined,
    )
    await print(call, report, format)
    const failed =
      failOn !== 'never' &&
      [...found.values()].some((all) => all.some(({ severity }) => atLeast(severity, failOn as Severity)))
    return failed ? 1 : 0
  },
}

async function print(call: Call, report: Report, format: (typeof formats)[number]): Promise<void> {
  const { host, wording, words } = call
  if (format === 'json') host.output.write(checkJson(report, wording))
  else if (format === 'sarif') host.output.write(checkSarif(report, wording, call.version))
  else if (format === 'github') host.output.write(checkGithub(report, wording))
  else if (format === 'compact') host.output.write(checkCompact(report, wording))
  else {
    const { prettyLines } = await import('../print/check-pretty.ts')
    const lines = prettyLines(report, wording, words, styleOf(host.output), columnsOf(host.output))
    host.output.write(`${lines.join('\n')}\n`)
  }
}

/** Above this product of fixes and files, or of fixes and characters, trying all of them takes too long. */
const mostToTry = 1_000
const mostCharacters = 2_000_000

const changeable = ({ asked, plain }: Gathered): boolean => asked && plain
const named = ({ file, rule, key }: FileFinding): string => `${file.path} ${rule} ${key}`

/** The findings that are gone once everything is mended that can be; where that would take long, those that have a fix. */
function mendable(files: readonly Gathered[], found: Found, terms: Terms): ReadonlySet<FileFinding> {
  const withFix = files.flatMap((file) =>
    changeable(file) && file.reading.language !== 'shell'
      ? (found.get(file) ?? []).filter(({ fix }) => fix !== undefined && fix.length > 0)
      : [],
  )
  const characters = files.reduce((sum, { text }) => sum + text.length, 0)
  if (withFix.length * files.length > mostToTry || withFix.length * characters > mostCharacters) return new Set(withFix)
  if (withFix.length === 0) return new Set()
  const left = new Set([...foundIn(mend(files, terms, changeable).files, terms).values()].flat().map(named))
  return new Set([...found.values()].flat().filter((one) => !left.has(named(one))))
}

/** Mends what can be mended and writes it, or with `--dry-run` only shows it; gives the files as they are afterwards. */
function fixed(call: Call, files: readonly Gathered[], terms: Terms, aloud: boolean): readonly Gathered[] {
  const { host, wording } = call
  const dry = has(call, 'dry-run')
  const mended = mend(files, terms, changeable)
  const say = (id: string, facts: SentenceFacts) => fill(wording.sentences(`check.${id}`) ?? id, facts)
  const out = aloud ? host.output : host.errors
  for (const [index, before] of files.entries()) {
    const after = mended.files[index] as Gathered
    if (after.text === before.text) continue
    const style = styleOf(out)
    const ids = [...new Set(mended.rules.get(before.path))]
    const head = say(dry ? 'would-mend' : 'mended', { path: clean(before.path), rules: ids })
    out.write(`${[style.bold(head), ...differenceLines(before.text, after.text, style), ''].join('\n')}\n`)
    if (dry) continue
    // The writer compares with what stands there as it decodes it: without the mark at the start.
    const standing = before.text.replace(/^\ufeff/, '')
    writeFiles(host, dirname(before.place), [
      { file: { path: basename(before.place), text: after.text }, before: standing },
    ])
  }
  return dry ? files : mended.files
}
