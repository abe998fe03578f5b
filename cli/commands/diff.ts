/** `diff`: what differs between two configurations by meaning, and what each difference does. */

import { applies, type Run, resolve } from '../../shared/config.ts'
import { type Difference, difference } from '../../shared/difference.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import { answersOf, isHash } from '../../shared/hash.ts'
import { fill, type SentenceFacts } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { homeOf, runOfFiles } from '../../shared/run-of-files.ts'
import type { Wording } from '../face.ts'
import { commandFor, filesOfOneRun } from '../files-of-a-run.ts'
import { shownValue } from '../finding-text.ts'
import { gather } from '../gather-files.ts'
import { type Style, styleOf } from '../print/style.ts'
import { clean, columnsOf, wrap } from '../print/text.ts'
import { notUnderstood } from '../read-file.ts'
import { UserError } from '../user-error.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

/** One side: what it is called, the run it means, the options it speaks of, its silence included, and where it says them. */
interface Side {
  readonly name: string
  readonly run: Run
  readonly speaks: (key: FieldKey) => boolean
  /** Undefined where it stands in no file. */
  readonly placeOf?: (key: FieldKey) => { readonly path: string; readonly line: number } | undefined
}

const accelerateGroups = ['accelerate', 'deepspeed', 'fsdp', 'parallelism', 'dynamo', 'fp8', 'mpirun', 'megatron_lm']
/** The groups in which a kind of file leaves nothing open: what it does not say has a value all the same. */
const closed: Readonly<Record<string, readonly string[]>> = { accelerate: accelerateGroups, deepspeed: [] }

async function fileSide(call: Call, path: string): Promise<Side> {
  const hash = path.slice(Math.max(0, path.indexOf('#')))
  if (isHash(hash)) return { name: '#c1', run: resolve(answersOf(hash).answers), speaks: () => true }
  const files = await gather(call.host, { paths: [path] })
  const set = filesOfOneRun(
    files,
    [path],
    call.words,
    // The last one is the command, which names the others.
    (paths) => `${commandFor('diff', paths.slice(-1))} B`,
  )
  for (const { reading, path: name } of set) {
    const stop = reading.findings.find(({ refused }) => refused)
    if (stop) throw notUnderstood(name, stop.at, stop.detail, call.words)
  }
  // The last one that says it is the one that counts.
  const placeOf = (key: FieldKey) =>
    set
      .flatMap((file) =>
        file.reading.given
          .filter((one) => one.value !== null && (one.key === key || homeOf(one.key) === key))
          .map(({ at }) => ({ path: file.path, line: at.line })),
      )
      .at(-1)
  const name = set.map((file) => clean(file.path)).join(', ')
  const run = runOfFiles(set)
  if (set.some(({ reading }) => reading.kind === 'lora-wizard')) return { name, run, speaks: () => true, placeOf }
  const groups = new Set(set.flatMap(({ reading }) => closed[reading.kind] ?? []))
  const said = new Set(set.flatMap(({ reading }) => [...Object.keys(reading.answers), ...Object.keys(reading.implied)]))
  return { name, run, speaks: (key) => groups.has(key.split('.')[0] as string) || said.has(key), placeOf }
}

async function presetSide(id: string): Promise<Side> {
  const preset = presets.find((one) => one.id === id)
  if (!preset) {
    const ids = presets.map((one) => one.id)
    const { nearest } = await import('../../shared/config.ts')
    throw new UserError('unknown-preset', { preset: id, nearest: nearest(id, ids), presets: ids })
  }
  return { name: id, run: resolve(preset.answers), speaks: () => true }
}

/** Where the settings of DeepSpeed stand is no difference in what they say; a JSON that could not be read is one. */
const sameHome = ({ key, before, after }: Difference): boolean =>
  key === 'output.deepspeed_json' ||
  (key === 'deepspeed.deepspeed_config_file' &&
    [before, after].every((side) => [undefined, null, 'ds_config.json'].includes(side?.value as string | null)))

/** The options that both sides speak of, and that play a part on at least one. */
function differences(before: Side, after: Side): readonly Difference[] {
  return difference(before.run, after.run).filter(
    (one) =>
      !sameHome(one) &&
      before.speaks(one.key) &&
      after.speaks(one.key) &&
      !(meansNothing(one.before) && meansNothing(one.after)),
  )
}

/** Absent, without a value, or a list of nothing. */
const meansNothing = (side: Difference['before']): boolean =>
  !side || side.value === null || (Array.isArray(side.value) && side.value.length === 0)

/** The sentence of a choice; undefined where the option has none. */
const sentence = (key: FieldKey, value: Value, wording: Wording): string | undefined =>
  wording.words(`fields/${key.replace('.', '/')}`)?.choices?.[String(value)]

/** What a difference does: what each value means where the page says it, else what the option is. */
function effects({ key, before, after }: Difference, wording: Wording): readonly string[] {
  const said = [before, after].flatMap((side) => {
    const one = side && sentence(key, side.value, wording)
    return one ? [`${shownValue(side.value)}: ${one}`] : []
  })
  if (said.length > 0) return said
  const summary = wording.words(`fields/${key.replace('.', '/')}`)?.summary
  return summary ? [summary] : []
}

function differenceBlock(
  one: Difference,
  [before, after]: readonly [Side, Side],
  wording: Wording,
  style: Style,
  columns: number,
): readonly string[] {
  const absent = wording.sentences('diff.absent') ?? ''
  const shown = (side: Difference['before']) =>
    !side || side.value === null ? style.dim(absent) : clean(shownValue(side.value))
  const places = [before, after].flatMap(({ placeOf }) => {
    const place = placeOf?.(one.key)
    return placeOf ? [place ? `${clean(place.path)}:${place.line}` : (wording.sentences('diff.not-written') ?? '')] : []
  })
  return [
    `${style.bold(one.key)}  ${style.bad(shown(one.before))} → ${style.good(shown(one.after))}`,
    ...wrap(places.join(' → '), columns - 2).map((line) => style.dim(`  ${line}`)),
    ...effects(one, wording).flatMap((text) => wrap(text, columns - 2, '  ').map((line) => style.dim(`  ${line}`))),
  ]
}

export const diff: Command = {
  flags: [{ name: 'preset', value: 'ID' }, { name: 'json' }],
  positionals: ['A', '[B]'],
  run: async (call) => {
    const { host, wording, positionals } = call
    const [first, second] = positionals
    const preset = flagValue(call, 'preset')
    if (first === undefined || (second === undefined) === (preset === undefined))
      throw new UserError('argument-missing', {
        list:
          second === undefined ? '  lora-wizard diff A B\n  lora-wizard diff A --preset ID' : '  lora-wizard diff A B',
      })
    const before = await fileSide(call, first)
    const after = preset === undefined ? await fileSide(call, second as string) : await presetSide(preset)
    const found = differences(before, after)
    if (has(call, 'json')) {
      const list = found.map((one) => ({
        key: one.key,
        before: one.before?.value ?? null,
        after: one.after?.value ?? null,
        title: wording.words(`fields/${one.key.replace('.', '/')}`)?.title ?? one.key,
        effects: effects(one, wording),
        places: { before: before.placeOf?.(one.key) ?? null, after: after.placeOf?.(one.key) ?? null },
      }))
      host.output.write(`${JSON.stringify({ version: 1, differences: list }, null, 2)}\n`)
      return found.length > 0 ? 1 : 0
    }
    const style = styleOf(host.output)
    const columns = columnsOf(host.output)
    const everything = fieldKeys.every(
      (key) =>
        (before.speaks(key) && after.speaks(key)) ||
        (fields[key] as Field).home !== undefined ||
        !(applies(key, before.run.config) || applies(key, after.run.config)),
    )
    const say = (id: string, facts: SentenceFacts = {}) => fill(wording.sentences(`diff.${id}`) ?? id, facts)
    const lines = [
      ...wrap(`${before.name} → ${after.name}`, columns).map(style.accent),
      '',
      ...found.flatMap((one) => [...differenceBlock(one, [before, after], wording, style, columns), '']),
      found.length > 0
        ? style.bold(say(found.length === 1 ? 'summary-one' : 'summary', { count: found.length }))
        : style.good(say('same')),
      ...(everything ? [] : wrap(say('compared'), columns).map(style.dim)),
    ]
    host.output.write(`${lines.join('\n')}\n`)
    return found.length > 0 ? 1 : 0
  },
}
