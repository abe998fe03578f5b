/** `export`: one run as the files of another trainer, with a list of what they can't say. */
import { check } from '../../shared/check.ts'
import type { Engine } from '../../shared/emitters/engines/engine.ts'
import { engines } from '../../shared/emitters/engines/index.ts'
import { trainers } from '../../shared/emitters/trainers/index.ts'
import type { Trainer } from '../../shared/emitters/trainers/trainer.ts'
import { type Exported, engineById, exported, exportedOn, type LostValue, trainerById } from '../../shared/export.ts'
import { fill, type SentenceFacts } from '../../shared/pages.ts'
import type { Finding } from '../../shared/rules/rule.ts'
import { runOf } from '../../shared/session.ts'
import { oneOf } from '../arguments.ts'
import { beginningOf } from '../beginning.ts'
import type { Standing } from '../face.ts'
import { findingJson, shownValue } from '../finding-text.ts'
import { withModel } from '../model-of.ts'
import { styleOf } from '../print/style.ts'
import { clean, columnsOf, wrap } from '../print/text.ts'
import { remarksOf } from '../remarks.ts'
import { UserError } from '../user-error.ts'
import { standingOf, usableFolder, writeFiles } from '../write-files.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

const names = [...trainers.map(({ id }) => id), ...engines.map(({ id }) => id)]

const sentence = ({ wording }: Call, id: string, facts: SentenceFacts = {}): string =>
  fill(wording.sentences(`export.${id}`) ?? id, facts)

const titleOf = (trainer: Trainer | undefined): string => trainer?.title ?? ''

/** Why an option isn't in the files, in one sentence. */
const reason = (call: Call, { why }: LostValue, { trainer }: Exported): string =>
  sentence(call, `why-${why}`, { trainer: titleOf(trainer) })

/** What the files don't say: key, value, and why, grouped by the reason. */
function lossLines(call: Call, one: Exported): readonly string[] {
  const { errors } = call.host
  const style = styleOf(errors)
  const columns = columnsOf(errors)
  const reasons = [...new Set(one.losses.map(({ why }) => why))]
  const shown = (value: LostValue['value']) => (value === null ? '–' : clean(shownValue(value)))
  return [
    style.bold(
      sentence(call, one.losses.length === 1 ? 'losses-one' : 'losses', {
        count: one.losses.length,
        trainer: titleOf(one.trainer),
      }),
    ),
    ...reasons.flatMap((why) => {
      const losses = one.losses.filter((loss) => loss.why === why)
      return [
        ...wrap(reason(call, losses[0] as LostValue, one), columns - 2).map((line) => `  ${line}`),
        ...losses.map(({ key, value, instead }) => `    ${key}  ${style.bad(shown(value))} → ${shown(instead)}`),
      ]
    }),
    '',
  ]
}

function report(
  call: Call,
  one: Exported,
  findings: readonly Finding[],
  standings: readonly Standing[],
  written: readonly string[],
) {
  return {
    version: 1,
    to: call.flags.get('to') ?? [],
    files: standings.map(({ file }) => ({ path: file.path, written: written.includes(file.path) })),
    losses: one.losses.map((loss) => ({
      key: loss.key,
      value: loss.value,
      instead: loss.instead,
      why: loss.why,
      message: reason(call, loss, one),
    })),
    findings: findings.map((finding) => findingJson(finding, call.wording)),
  }
}

/** Findings and losses are told before anything is written. */
async function tell(call: Call, one: Exported, findings: readonly Finding[]): Promise<void> {
  const { errors } = call.host
  if (findings.length > 0) {
    const { findingLines } = await import('../print/findings.ts')
    const lines = findingLines(findings, call.wording, call.words, styleOf(errors), columnsOf(errors))
    errors.write(`${lines.join('\n')}\n\n`)
  }
  if (one.losses.length > 0) errors.write(`${lossLines(call, one).join('\n')}\n`)
}

function drySaid({ host, words }: Call, standings: readonly Standing[], out: string): void {
  const style = styleOf(host.output)
  const lines = standings.flatMap(({ file }) => [style.bold(`── ${file.path}`), clean(file.text.trimEnd()), ''])
  host.output.write(`${[fill(words['would-write'], { folder: clean(out) }), '', ...lines].join('\n')}\n`)
}

function writtenSaid(
  call: Call,
  one: Exported,
  engine: Engine | undefined,
  standings: readonly Standing[],
  paths: readonly string[],
  out: string,
) {
  const { host, words } = call
  const style = styleOf(host.output)
  const lines = standings.map(({ file, before }) => {
    const state = !paths.includes(file.path) ? 'unchanged' : before === undefined ? 'created' : 'replaced'
    return `  ${style.good(file.path)}  ${style.dim(words[state])}`
  })
  const said =
    one.losses.length === 0 && one.trainer ? [sentence(call, 'nothing-lost', { trainer: titleOf(one.trainer) })] : []
  const next = engine ? [sentence(call, 'submit', { command: `cd ${clean(out)} && ${engine.submit}` })] : []
  host.output.write(`${[fill(words.wrote, { folder: clean(out) }), ...lines, ...said, ...next].join('\n')}\n`)
}

/** What `--to` names: a trainer, an engine, or one of each. */
async function targets(
  call: Call,
): Promise<{ readonly trainer: Trainer | undefined; readonly engine: Engine | undefined }> {
  const said = call.flags.get('to') ?? []
  const ids: string[] = []
  for (const one of said.flatMap((text) => text.split(','))) ids.push((await oneOf('to', one.trim(), names)) ?? '')
  const [trainer, engine] = [ids.flatMap((id) => trainerById(id) ?? []), ids.flatMap((id) => engineById(id) ?? [])]
  if (ids.length === 0)
    throw new UserError('argument-missing', { list: names.map((id) => `  lora-wizard export --to ${id}`).join('\n') })
  const twice = trainer.length > 1 ? trainer : engine.length > 1 ? engine : undefined
  if (twice) throw new UserError('flags-exclude', { first: `--to ${twice[0]?.id}`, second: `--to ${twice[1]?.id}` })
  return { trainer: trainer[0], engine: engine[0] }
}

/** `--job NAME=VALUE`, each as the engine can take it. */
function jobSettings(call: Call, engine: Engine | undefined): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  for (const pair of call.flags.get('job') ?? []) {
    const place = pair.indexOf('=')
    const [name, value] = [pair.slice(0, Math.max(0, place)), pair.slice(place + 1)]
    const setting = engine?.settings.find((one) => one.name === name)
    if (!setting || !new RegExp(setting.pattern, 'u').test(value)) {
      const allowed = setting
        ? [`${name}=${setting.example}`]
        : (engine?.settings ?? []).map((one) => `${one.name}=${one.example}`)
      throw new UserError('flag-value', { flag: '--job', value: pair, allowed })
    }
    said.set(name, value)
  }
  const missing = engine?.settings.filter(({ name, required }) => required && !said.has(name)) ?? []
  if (missing.length > 0)
    throw new UserError('answers-missing', {
      list: missing.map((one) => `  --job ${one.name}=${one.example}`).join('\n'),
    })
  return said
}

export const exporting: Command = {
  flags: [
    { name: 'to', value: 'TARGET', words: names },
    { name: 'job', value: 'NAME=VALUE' },
    { name: 'preset', value: 'ID' },
    { name: 'from', value: 'FILE' },
    { name: 'gpu', value: '[Nx]NAME' },
    { name: 'set', value: 'KEY=VALUE' },
    { name: 'out', value: 'DIR' },
    { name: 'force' },
    { name: 'dry-run' },
    { name: 'json' },
    { name: 'no-comments' },
  ],
  takesOptions: true,
  run: async (call) => {
    const { host, wording, words } = call
    const { trainer, engine } = await targets(call)
    const settings = jobSettings(call, engine)
    const { session, notes } = await beginningOf(call)
    const out = flagValue(call, 'out') ?? '.'
    const folder = usableFolder(host, out)
    const run = withModel(host, runOf(session), wording)
    const remarks = remarksOf(wording, !has(call, 'no-comments'))
    const one = engine
      ? exportedOn(engine, trainer, run, settings, remarks)
      : exported(trainer as Trainer, run, remarks)
    // An engine says the address of the first machine when the run starts.
    const known = engine ? ['launch/missing-main-process-ip'] : []
    const findings = check({ ...one.run, model: run.model }).filter(({ rule }) => !known.includes(rule))
    const standings = standingOf(host, folder, one.files)
    const json = has(call, 'json')
    const print = (paths: readonly string[]) => {
      if (json) host.output.write(`${JSON.stringify(report(call, one, findings, standings, paths), null, 2)}\n`)
    }
    for (const note of notes) host.errors.write(`${note}\n`)
    if (!json) await tell(call, one, findings)
    const failed = findings.filter(({ severity }) => severity === 'error').length
    if (failed > 0) {
      print([])
      host.errors.write(`${fill(words['nothing-written'], { count: failed })}\n`)
      return 1
    }
    if (has(call, 'dry-run')) {
      print([])
      if (!json) drySaid(call, standings, out)
      return 0
    }
    const differing = standings.filter(({ file, before }) => before !== undefined && before !== file.text)
    if (differing.length > 0 && !has(call, 'force')) {
      const { differences } = await import('../initialize.ts')
      host.errors.write(`${(await differences(call, differing)).join('\n')}\n`)
      throw new UserError('would-overwrite', { files: differing.map(({ file }) => file.path), folder: out })
    }
    const paths = writeFiles(host, folder, standings)
    print(paths)
    if (!json) writtenSaid(call, one, engine, standings, paths, out)
    return 0
  },
}
