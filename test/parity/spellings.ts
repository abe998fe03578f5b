/** Every spelling in which people say a run: a key of a section, a flag, a variable, a JSON, each trainer's own file. */
import { parse } from 'yaml'
import { type Run, resolve } from '../../shared/config.ts'
import { silent } from '../../shared/emitters/emitter.ts'
import { trainers } from '../../shared/emitters/trainers/index.ts'
import { type Exported, exported } from '../../shared/export.ts'
import type { Field } from '../../shared/fields/field.ts'
import { type FieldKey, fieldKeys, fields } from '../../shared/fields/index.ts'
import { argumentName, sections } from '../../shared/launcher-arguments.ts'
import { plan } from '../../shared/plan.ts'
import { tool } from '../../shared/tools/index.ts'
import type { Random } from '../real/random-walk.ts'

export type Files = Readonly<Record<string, string>>

/** A run in one spelling. */
export interface Spelled {
  readonly files: Files
  /** The run that the files say, where the tool changes it. */
  readonly run: Run
  /** Options that this spelling cannot say. */
  readonly lost: ReadonlySet<string>
}

export interface Spelling {
  readonly id: string
  /** undefined: the run has no place for this spelling. */
  readonly spell: (run: Run, by: Random) => Spelled | undefined
}

type Pairs = readonly (readonly [flag: string, value: string | true])[]

const quoted = (text: string): string => (/^[\w./:,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
const written = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value))

/** How flags are put into a command; `head` is what stands before the command. */
interface Style {
  readonly head: readonly string[]
  readonly words: readonly string[]
}
type Styled = (pairs: Pairs, by: Random) => Style

const word = (value: string): string => value.split(' ').map(quoted).join(' ')
const plain: Styled = (pairs) => ({
  head: [],
  words: pairs.map(([flag, value]) => (value === true ? `--${flag}` : `--${flag} ${word(value)}`)),
})
const equals: Styled = (pairs) => ({
  head: [],
  words: pairs.map(([flag, value]) =>
    value === true ? `--${flag}` : value.includes(' ') ? `--${flag} ${word(value)}` : `--${flag}=${quoted(value)}`,
  ),
})
const dashed: Styled = (pairs, by) => {
  const { head, words } = plain(pairs, by)
  return { head, words: words.map((one) => one.replace(/^--[\w]+/, (flag) => flag.replaceAll('_', '-'))) }
}
const variables: Styled = (pairs) => ({
  head: pairs.flatMap(([flag, value]) => (value === true ? [] : [`${flag.toUpperCase()}_=${quoted(value)}`])),
  words: pairs.map(([flag, value]) =>
    value === true
      ? `--${flag}`
      : value.includes(' ')
        ? `--${flag} $${flag.toUpperCase()}_`
        : `--${flag} "$${flag.toUpperCase()}_"`,
  ),
})
/** Something else that the same flag could say. */
function decoy(value: string, by: Random): string {
  if (/^(?:true|false)$/i.test(value)) return /^true$/i.test(value) ? 'False' : 'True'
  if (/^-?\d+$/.test(value)) return String(Number(value) + 1 + by.below(3))
  if (/^-?[\d.]+(?:e-?\d+)?$/.test(value)) return String(Number(value) / 2 + 0.001)
  return value
}
const repeated: Styled = (pairs) => {
  const by = { below: (limit: number) => pairs.length % limit } as Random
  const { words } = plain(
    pairs.flatMap(
      ([flag, value]): Pairs =>
        value === true
          ? [[flag, value]]
          : [
              [flag, decoy(value, by)],
              [flag, value],
            ],
    ),
    by,
  )
  return { head: [], words }
}
const styles: Readonly<Record<string, Styled>> = {
  'a flag': plain,
  'a flag with =': equals,
  'a flag with dashes': dashed,
  'a repeated flag': repeated,
  'a variable': variables,
}

/** A shell script from what stands before a command and the command's words. */
const script = (head: readonly string[], words: readonly string[]): string =>
  `#!/usr/bin/env bash\n${head.map((line) => `${line}\n`).join('')}${words.join(' \\\n  ')}\n`

const filesOf = (list: readonly { readonly path: string; readonly text: string }[]): Files =>
  Object.fromEntries(list.filter(({ path }) => /\.(?:ya?ml|json|sh)$/.test(path)).map(({ path, text }) => [path, text]))

const own = (run: Run): Record<string, string> => {
  const { 'lora-wizard.yaml': _, ...files } = filesOf(plan(run, silent).files)
  return files
}

const noFiles: ReadonlySet<string> = new Set(['hardware.gpu', 'model.config_file'])
/** Options that have no place in an Accelerate file, a JSON beside it, or the arguments of a script. */
const lostInOwn: ReadonlySet<string> = new Set([
  ...noFiles,
  ...fieldKeys.filter((key) => {
    const { emits, home } = fields[key] as Field
    return emits === undefined && home === undefined && !/^(?:method|output|hardware)\./.test(key)
  }),
])

/** The flags of the script in our own launch.sh. */
function scriptFlags(launch: string): { readonly before: readonly string[]; readonly pairs: Pairs } {
  const lines = launch.split('\n').map((line) => line.replace(/ \\$/, ''))
  const at = lines.findIndex((line) => /^\s+train\.py$/.test(line))
  const flags = lines.slice(at + 1).flatMap((line) => /^\s+--(\w+)(?: (.*))?$/.exec(line)?.slice(1, 3) ?? [])
  const pairs: [string, string | true][] = []
  for (let place = 0; place < flags.length; place += 2)
    pairs.push([flags[place] as string, flags[place + 1]?.replaceAll("'", '') ?? true])
  return { before: lines.slice(0, at + 1), pairs }
}

/** `hasScript`: the run uses the script that lora-wizard writes. */
const hasScript = (files: Files): boolean => /^\s+train\.py/m.test(files['launch.sh'] ?? '')

const scriptSpellings = Object.entries(styles).map(
  ([name, style]): Spelling => ({
    id: `${name} of the script`,
    spell: (run, by) => {
      const files = own(run)
      if (!hasScript(files)) return undefined
      const { before, pairs } = scriptFlags(files['launch.sh'] as string)
      const { head, words } = style(pairs, by)
      const [shebang, ...rest] = before
      const command = rest.filter((line) => line.trim() !== '' && !/^(?:set|cd) /.test(line))
      return {
        run,
        lost: lostInOwn,
        files: {
          ...files,
          'launch.sh': `${shebang}\n${script(head, [...command.map((line) => line.trim()), ...words])
            .split('\n')
            .slice(1)
            .join('\n')}`,
        },
      }
    },
  }),
)

const launch = tool('accelerate').release().section('launch')

/** The keys of an Accelerate file as flags of the launcher; what has none stays in the file. */
function asFlags(text: string): { readonly rest: string; readonly pairs: Pairs } {
  const file = parse(text) as Record<string, unknown>
  const rest: Record<string, unknown> = {}
  const pairs: [string, string | true][] = []
  const put = (section: string | undefined, key: string, value: unknown) => {
    const name = section ? argumentName(section, key) : key
    const flag = launch?.named(`--${name}`)
    if (!flag || flag.name !== name || key === 'compute_environment') return false
    if (flag.value !== 'none') pairs.push([name, written(value)])
    else if (value === true || value === 'yes') pairs.push([name, true])
    return true
  }
  for (const [key, value] of Object.entries(file)) {
    if ((sections as readonly string[]).includes(key) && typeof value === 'object' && value !== null) {
      const left = Object.entries(value).filter(([inner, one]) => !put(key, inner, one))
      if (left.length > 0) rest[key] = Object.fromEntries(left)
    } else if (key === 'distributed_type' || !put(undefined, key, value)) rest[key] = value
  }
  return { rest: `${JSON.stringify(rest, null, 1).replaceAll('\n', '\n')}\n`, pairs }
}

const launcherSpellings = Object.entries(styles).map(
  ([name, style]): Spelling => ({
    id: `${name} of the launcher`,
    spell: (run, by) => {
      const files = own(run)
      const text = files['accelerate.yaml']
      if (text === undefined || run.config['accelerate.compute_environment'] !== 'LOCAL_MACHINE') return undefined
      const { rest, pairs } = asFlags(text)
      const { head, words } = style(pairs, by)
      const before = (files['launch.sh'] ?? '').split('\n')
      const at = before.findIndex((line) => line.includes('--config_file'))
      if (at < 0) return undefined
      const flags = words.map((one) => `  ${one} \\`)
      const start = before.findIndex((line) => line.includes('accelerate launch'))
      const lines = [
        ...before.slice(0, start),
        ...head,
        ...before.slice(start, at + 1),
        ...flags,
        ...before.slice(at + 1),
      ]
      return { run, lost: lostInOwn, files: { ...files, 'accelerate.yaml': rest, 'launch.sh': lines.join('\n') } }
    },
  }),
)

const asked = (one: Exported): ReadonlySet<string> =>
  new Set([...noFiles, ...one.losses.map(({ key }) => key as string), ...(one.trainer?.trusted ?? [])])

/** The file of a trainer, as words of its command. */
const flagsOf = (text: string): Pairs =>
  Object.entries(parse(text) as Record<string, unknown>).flatMap(([key, value]) =>
    value === null || (typeof value === 'object' && !Array.isArray(value)) ? [] : [[key, written(value)]],
  )

function trainerSpellings(id: string, command: string | undefined): readonly Spelling[] {
  const trainer = trainers.find((one) => one.id === id)
  if (!trainer) throw new Error(`no trainer ${id}`)
  const spelled = (run: Run, files: (one: Exported) => Record<string, string> | undefined): Spelled | undefined => {
    const one = exported(trainer, run)
    const made = files(one)
    return made && { run: one.run, lost: asked(one), files: made }
  }
  const text = (one: Exported) => filesOf(one.files)[trainer.file] as string
  /** The command without the trainer's file. */
  const without = (one: Exported): Record<string, string> => {
    const { [trainer.file]: _, ...files } = filesOf(one.files)
    return files
  }
  const file: Spelling = {
    id: `the file of ${id}`,
    spell: (run) => spelled(run, ({ files }) => ({ ...filesOf(files) })),
  }
  if (!command) return [file]
  const commands = Object.entries(styles).map(
    ([name, style]): Spelling => ({
      id: `${name} of ${id}`,
      spell: (run, by) =>
        spelled(run, (one) => {
          const files = without(one)
          const { head, words } = style(flagsOf(text(one)), by)
          const [before, after] = (files['launch.sh'] ?? '').split('exec ')
          const [first = ''] = (after ?? '').split(trainer.file)
          const start = first.replace(/ --config\s*$| \\\n\s+--config\s*$/, '').trimEnd()
          return {
            ...files,
            'launch.sh': `${before}${head.map((line) => `${line}\n`).join('')}${start} \\\n  ${words.join(' \\\n  ')}\n`,
          }
        }),
    }),
  )
  return [file, ...commands]
}

const asJson: Spelling = {
  id: 'the file of ms-swift in JSON',
  spell: (run) => {
    const trainer = trainers.find(({ id }) => id === 'ms-swift')
    if (!trainer) return undefined
    const one = exported(trainer, run)
    const { [trainer.file]: text = '', ...files } = filesOf(one.files)
    const json = JSON.stringify(parse(text), null, 2)
    const launcher = (files['launch.sh'] ?? '').replace(trainer.file, 'ms-swift.json')
    return { run: one.run, lost: asked(one), files: { ...files, 'launch.sh': launcher, 'ms-swift.json': `${json}\n` } }
  },
}

const environment: Spelling = {
  id: 'variables in the file of ms-swift',
  spell: (run) => {
    const trainer = trainers.find(({ id }) => id === 'ms-swift')
    if (!trainer) return undefined
    const one = exported(trainer, run)
    const { [trainer.file]: text = '', ...files } = filesOf(one.files)
    const lines = (files['launch.sh'] ?? '').split('\n')
    const exports = lines.flatMap((line) => /^export (\w+)=([\w.]+)$/.exec(line)?.slice(1) ?? [])
    const env = exports.flatMap((name, place) => (place % 2 === 0 ? [`  ${name}: ${exports[place + 1]}`] : []))
    const rest = lines.filter((line) => !/^export \w+=[\w.]+$/.test(line)).join('\n')
    return {
      run: one.run,
      lost: asked(one),
      files: { ...files, 'launch.sh': rest, [trainer.file]: `ENV:\n${env.join('\n')}\n${text}` },
    }
  },
}

/** LLaMA-Factory reads `key=value` behind its file. */
const overrides: Spelling = {
  id: 'words behind the file of llama-factory',
  spell: (run) => {
    const trainer = trainers.find(({ id }) => id === 'llama-factory')
    if (!trainer) return undefined
    const one = exported(trainer, run)
    const { [trainer.file]: text = '', ...files } = filesOf(one.files)
    const lines = text.trimEnd().split('\n')
    const scalar = (line: string): boolean =>
      /^\w+: [^[{'"\s]\S*$/.test(line) && !/^(?:stage|do_train|finetuning_type|model)/.test(line)
    const words = lines.filter(scalar).map((line) => line.replace(': ', '='))
    const rest = lines.filter((line) => !scalar(line)).join('\n')
    const command = (files['launch.sh'] ?? '').replace(trainer.file, `${trainer.file} ${words.map(quoted).join(' ')}`)
    return { run: one.run, lost: asked(one), files: { ...files, 'launch.sh': command, [trainer.file]: `${rest}\n` } }
  },
}

const json: Spelling = {
  id: 'a JSON of DeepSpeed',
  spell: (run) => {
    if (
      run.config['accelerate.distributed_type'] !== 'DEEPSPEED' ||
      run.config['deepspeed.deepspeed_config_file'] !== null
    )
      return undefined
    const told = resolve({ ...run.answers, 'output.deepspeed_json': true })
    return { run: told, lost: lostInOwn, files: own(told) }
  },
}

const adapter: Spelling = {
  id: 'an adapter file',
  spell: (run) => {
    if (run.config['method.name'] === 'full') return undefined
    const values: Record<string, unknown> = {
      peft_type: 'LORA',
      task_type: 'CAUSAL_LM',
      base_model_name_or_path: run.config['model.id'],
      use_dora: run.config['method.name'] === 'dora',
    }
    const said: FieldKey[] = ['model.id', 'method.name']
    for (const key of fieldKeys) {
      const name = (fields[key] as Field).emits?.peft
      const value = (run.config as Readonly<Record<string, unknown>>)[key]
      if (name === undefined || value === null) continue
      values[name] = value === 'true' || value === 'false' ? value === 'true' : value
      said.push(key)
    }
    const lost = new Set(fieldKeys.filter((key) => !said.includes(key)))
    return { run, lost, files: { 'adapter_config.json': `${JSON.stringify(values, null, 2)}\n` } }
  },
}

export const spellings: readonly Spelling[] = [
  { id: 'keys of sections', spell: (run) => ({ run, lost: lostInOwn, files: own(run) }) },
  {
    id: 'lora-wizard.yaml',
    spell: (run) => ({
      run,
      lost: new Set(),
      files: { 'lora-wizard.yaml': filesOf(plan(run, silent).files)['lora-wizard.yaml'] ?? '' },
    }),
  },
  ...launcherSpellings,
  ...scriptSpellings,
  json,
  ...trainerSpellings('trl', 'trl'),
  ...trainerSpellings('axolotl', undefined),
  ...trainerSpellings('llama-factory', 'llamafactory-cli'),
  ...trainerSpellings('ms-swift', 'swift'),
  asJson,
  environment,
  overrides,
  adapter,
]
