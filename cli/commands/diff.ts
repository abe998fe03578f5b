/** `diff`: what differs between two configurations by meaning, and what each difference does. */

import { runOfFiles } from '../../shared/check-files.ts'
import { applies, type Run, resolve } from '../../shared/config.ts'
import { type Difference, difference } from '../../shared/difference.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import { fileSets } from '../../shared/file-set.ts'
import { answersOf, isHash } from '../../shared/hash.ts'
import { fill } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { unknownKind } from '../../shared/readers/unknown-kind.ts'
import type { Wording } from '../face.ts'
import { shownValue } from '../finding-text.ts'
import { gather } from '../gather-files.ts'
import { type Style, styleOf } from '../print/style.ts'
import { clean, columnsOf, wrap } from '../print/text.ts'
import { notUnderstood } from '../read-file.ts'
import { UserError } from '../user-error.ts'
import { type Call, type Command, flagValue, has } from './command.ts'

/** One side: the run it means, and the options it speaks of, its silence included. */
interface Side {
  readonly run: Run
  readonly speaks: (key: FieldKey) => boolean
}

const accelerateGroups = ['accelerate', 'deepspeed', 'fsdp', 'parallelism', 'dynamo', 'fp8', 'mpirun', 'megatron_lm']
/** The groups in which a kind of file leaves nothing open: what it does not say has a value all the same. */
const closed: Readonly<Record<string, readonly string[]>> = { accelerate: accelerateGroups, deepspeed: [] }

async function fileSide(call: Call, path: string): Promise<Side> {
  const hash = path.slice(Math.max(0, path.indexOf('#')))
  if (isHash(hash)) return { run: resolve(answersOf(hash).answers), speaks: () => true }
  const files = await gather(call.host, { paths: [path] })
  const main = files[0]
  if (!main || main.reading.kind === unknownKind)
    throw new UserError('file-not-understood', { path, problem: call.words['nothing-known'] })
  const set = fileSets(files).find((one) => one.includes(main)) ?? [main]
  for (const { reading, path: name } of set) {
    const stop = reading.findings.find(({ refused }) => refused)
    if (stop) throw notUnderstood(name, stop.at, stop.detail, call.words)
  }
  const run = runOfFiles(set)
  if (set.some(({ reading }) => reading.kind === 'lora-wizard')) return { run, speaks: () => true }
  const groups = new Set(set.flatMap(({ reading }) => closed[reading.kind] ?? []))
  const said = new Set(set.flatMap(({ reading }) => [...Object.keys(reading.answers), ...Object.keys(reading.implied)]))
  return { run, speaks: (key) => groups.has(key.split('.')[0] as string) || said.has(key) }
}

async function presetSide(id: string): Promise<Side> {
  const preset = presets.find((one) => one.id === id)
  if (!preset) {
    const ids = presets.map((one) => one.id)
    const { nearest } = await import('../../shared/config.ts')
    throw new UserError('unknown-preset', { preset: id, nearest: nearest(id, ids), presets: ids })
  }
  return { run: resolve(preset.answers), speaks: () => true }
}

/** The options that both sides speak of, and that play a part on at least one. */
function differences(before: Side, after: Side): readonly Difference[] {
  return difference(before.run, after.run).filter(
    (one) => before.speaks(one.key) && after.speaks(one.key) && !(meansNothing(one.before) && meansNothing(one.after)),
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

function differenceBlock(one: Difference, wording: Wording, style: Style, columns: number): readonly string[] {
  const absent = wording.sentences('diff.absent') ?? ''
  const shown = (side: Difference['before']) =>
    !side || side.value === null ? style.dim(absent) : clean(shownValue(side.value))
  return [
    `${style.bold(one.key)}  ${style.bad(shown(one.before))} → ${style.good(shown(one.after))}`,
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
    const lines = [
      ...found.flatMap((one) => [...differenceBlock(one, wording, style, columns), '']),
      found.length > 0
        ? style.bold(fill(wording.sentences('diff.summary') ?? '', { count: found.length }))
        : style.good(wording.sentences('diff.same') ?? ''),
      ...(everything ? [] : [style.dim(wording.sentences('diff.compared') ?? '')]),
    ]
    host.output.write(`${lines.join('\n')}\n`)
    return found.length > 0 ? 1 : 0
  },
}
