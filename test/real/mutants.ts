/** What people make of sound files: keys dropped, misspelt, moved; values of another type; accidents of YAML, JSON and the shell. */

import type { Field } from '../../shared/fields/field.ts'
import { fields } from '../../shared/fields/index.ts'
import { tool } from '../../shared/tools/index.ts'
import { launcherFlags, loraArguments, trlArguments } from '../../shared/tools/names.ts'
import { type Base, bases, quoted } from './mutant-bases.ts'
import type { Random } from './random-walk.ts'

export interface Mutant {
  readonly id: string
  readonly family: string
  readonly files: Readonly<Record<string, string>>
  /** Files that are no plain UTF-8 any more. */
  readonly bytes: Readonly<Record<string, Uint8Array>>
  readonly words: readonly string[]
  readonly dialect: Base['dialect']
  /** What was done, in order. */
  readonly done: readonly string[]
}

export const values =
  "true|false|null||0|-1|1|2|3|4|8|16|8.0|1.5|'8'|\"2\"|1e8|1e-1|1.0e+8|0.5|auto|'auto'|none|no|'no'|yes|'yes'|off|NO|'NO'|on|[1, 2]|[]|{}|{a: 1}|some text|70000|all|'all'|'0'|'0,1'|'0-3'|0,1|010|0x10|0o7|1_0|12:30|2024-01-01|2024-02-30|~|.inf|.nan|-.inf|FULL_SHARD|FULL_STATE_DICT|SHARDED_STATE_DICT|cpu|nvme|gpu|CPU|bf16|fp16|BF16|fp32|bfloat16|DEEPSPEED|FSDP|MULTI_GPU|MULTI_CPU|multi_gpu|TPU|XLA|ds_config.json|missing.json|inductor|INDUCTR|maybe|'false'|'true'|TRANSFORMER_BASED_WRAP|NO_WRAP|standard|pdsh|LlamaDecoderLayer, MistralDecoderLayer|!!str 8|!!int '8'|!!float 8|&a 8|*a|\"\\u0007\"|'|{|]|@x|%y|? a|a: b|-8|-0.3|-2|1e400|99999999999999999999|1e30|8 GPUs|16GB|5e8B|1.0x|100%|2k|[true]|[8]|[bf16]|[[]]|{true: 1}|' bf16'|'8 '|\"bf16\\n\"|y|n|Yes|TRUE|False|nan|inf|None|True|> 8|| 8".split(
    '|',
  )
const other = [
  'num_processes: 4',
  'zero_stage: 3',
  'fsdp_version: 2',
  'gradient_clipping: 1.0',
  'mixed_precision: fp16',
  'gpu_ids: 0',
  'main_process_ip: localhost',
  'fp16: true',
  'dynamo_backend: NO',
  'dynamo_backend: inductor',
  'wandb_project: x',
  'learning_rate: 1e-4',
  'deepspeed_config: {zero_stage: 2}',
  'fsdp_config: {}',
  'fp8_config: {backend: TE, margin: x}',
  'parallelism_config: {tp_size: 2}',
  'downcast_bf16: no',
  'tpu_env: []',
  'gradient_clipping: 0',
  'zero_optimization: {stage: 3}',
  'offload_param_device: cpu',
  'fsdp_sync_module_states: false',
  'fsdp_activation_checkpointing_offload: true',
  'use_cpu: true',
  'distributed_type: FSDP',
  'compute_environment: AMAZON_SAGEMAKER',
  'num_machines: 2',
  'machine_rank: 1',
  'main_process_port: 0',
  'rdzv_backend: etcd',
  'gradient_accumulation_steps: 4',
  'megatron_lm_config: {megatron_lm_tp_degree: 4}',
  'mpirun_config: {mpirun_ccl: 1}',
  'dynamo_config: []',
  'debug: maybe',
]

const zero = tool('deepspeed').release().section('DeepSpeedZeroConfig')

/** Names that are right somewhere, and mostly not here. */
const siblings = [
  ...new Set([
    ...(Object.values(fields) as readonly Field[]).flatMap(({ emits }) =>
      [emits?.accelerate, emits?.deepspeed].flatMap((name) => name?.split('.').at(-1) ?? []),
    ),
    ...[...(zero?.names.values() ?? [])].flatMap(({ name, aliases }) => [name, ...aliases]),
    ...trlArguments(),
    ...loraArguments(),
  ]),
].sort()

type Change = (lines: string[], by: Random) => string | undefined

const keyed = (lines: readonly string[]): readonly number[] =>
  lines.flatMap((line, place) => (/^\s*[\w']+:/.test(line) ? [place] : []))
const parts = (line: string): readonly [lead: string, key: string, value: string] => {
  const [, lead = '', key = '', value = ''] = /^(\s*)([^:]*):\s?(.*)$/.exec(line) ?? []
  return [lead, key, value]
}

const camel = (word: string): string => word.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

function misspelt(word: string, by: Random): string {
  if (word.length < 3) return `${word}x`
  const at = 1 + by.below(word.length - 2)
  switch (by.below(7)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1)
    case 1:
      return word.slice(0, at) + word[at] + word.slice(at)
    case 2:
      return word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1)
    case 3:
      return word.toUpperCase() === word ? word.toLowerCase() : word.toUpperCase()
    case 4:
      return camel(word)
    case 5:
      return word[0]!.toUpperCase() + word.slice(1).toLowerCase()
    default:
      return word.replaceAll('_', '-')
  }
}

/** A change of one line that has a key. */
const ofLine =
  (made: (by: Random, ...line: readonly [lead: string, key: string, value: string]) => string): Change =>
  (lines, by) => {
    const at = by.pick(keyed(lines))
    lines[at] = made(by, ...parts(lines[at]!))
    return lines[at]
  }

const changes: Readonly<Record<string, Change>> = {
  drop: (lines, by) => lines.splice(by.pick(keyed(lines)), 1)[0],
  misspell: ofLine((by, lead, key, value) => `${lead}${misspelt(key, by)}: ${value}`),
  retype: ofLine((by, lead, key) => `${lead}${key}: ${by.pick(values)}`),
  'misspell the value': ofLine((by, lead, key, value) => `${lead}${key}: ${misspelt(value, by)}`),
  quote: ofLine((_, lead, key, value) =>
    /^['"]/.test(value) ? `${lead}${key}: ${value.slice(1, -1)}` : `${lead}${key}: '${value}'`,
  ),
  sibling: ofLine((by, lead, _, value) => `${lead}${by.pick(siblings)}: ${value}`),
  measure: ofLine((by, lead, key, value) =>
    by.chance(0.5)
      ? `${lead}${key}: ${by.pick(['-', '+', '0', '1e', '.'])}${value}`
      : `${lead}${key}: ${value}${by.pick(['0000000000', ' GB', 'G', 'e8', '.0', '.5', ',', '%', ' '])}`,
  ),
  wrap: ofLine((by, lead, key, value) => {
    const whole = by.pick([
      '[%]',
      '{value: %}',
      '!!str %',
      '&here %',
      '"%"',
      "' %'",
      "'% '",
      '[[%]]',
      '!!binary %',
      '!x %',
    ])
    return `${lead}${key}: ${whole.replace('%', value)}`
  }),
  move: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [line = ''] = lines.splice(at, 1)
    const to = by.below(lines.length + 1)
    lines.splice(to, 0, by.chance(0.5) ? line.trim() : `  ${line.trim()}`)
    return `${line} → ${to}`
  },
  'another section': (lines, by) => {
    const at = by.pick(keyed(lines))
    const heads = lines.flatMap((line, place) => (/^\w+_config:\s*$/.test(line) && place !== at ? [place] : []))
    const [line = ''] = lines.splice(at, 1)
    if (heads.length === 0 || by.chance(0.2)) {
      lines.push(
        `${by.pick(['deepspeed_config', 'fsdp_config', 'fp8_config', 'parallelism_config'])}:`,
        `  ${line.trim()}`,
      )
      return `${line} in a section of its own`
    }
    const head = by.pick(heads)
    lines.splice(head > at ? head : head + 1, 0, `  ${line.trim()}`)
    return `${line} → under ${head}`
  },
  add: (lines, by) => {
    const line = by.chance(0.8) ? by.pick(other) : `${by.pick(siblings)}: ${by.pick(values)}`
    const inside = by.chance(0.5) && lines.findIndex((each) => /^\w+_config:$/.test(each)) + 1
    if (inside) lines.splice(inside, 0, `  ${line}`)
    else lines.unshift(line)
    return line
  },
  twice: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key] = parts(lines[at]!)
    lines.splice(at + 1, 0, `${lead}${key}: ${by.pick(values)}`)
    return lines[at + 1]
  },
  empty: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key, value] = parts(lines[at]!)
    let end = at + 1
    if (value === '') while (end < lines.length && lines[end]!.startsWith(`${lead} `)) end++
    lines.splice(at, end - at, `${lead}${key}: ${by.pick(['{}', '[]', "''", '', '~'])}`)
    return lines[at]
  },
  merge: (lines, by) => {
    const at = by.pick(keyed(lines))
    const [lead, key, value] = parts(lines[at]!)
    const kind = by.below(4)
    if (kind === 0) lines[at] = `${lead}<<: {${key}: ${value || 'true'}}`
    else if (kind === 1) lines.splice(at, 0, `${lead}<<: {num_processes: 4, zero_stage: 2}`)
    else if (kind === 2) lines.splice(at, 1, `${lead}${key}: &shared ${value}`, `${lead}debug: *shared`)
    else lines.splice(at, 0, `${lead}<<: ${by.pick(['*missing', '[]', 'text', '[{debug: true}, {debug: false}]'])}`)
    return lines[at]
  },
  accident: (lines, by) => {
    const at = by.below(lines.length)
    const kind = by.below(17)
    const line = lines[at]!
    if (kind === 0) lines[at] = `\t${line.trim()}`
    else if (kind === 1) lines[at] = line.replace(': ', ':')
    else if (kind === 2) lines[at] = line.replace(': ', ':\t')
    else if (kind === 3) lines[at] = `${line} '`
    else if (kind === 4) lines[at] = `${line}\u0007`
    else if (kind === 5) lines.splice(at, 0, '---')
    else if (kind === 6) lines[at] = ` ${line}`
    else if (kind === 7) lines[at] = `- ${line}`
    else if (kind === 8) lines[at] = line.replace(/: .*/, '')
    else if (kind === 9) lines[at] = `${line} # a note`
    else if (kind === 10) lines.splice(0, lines.length, ...lines.map((each) => `${each}\r`))
    else if (kind === 11) lines[0] = `\ufeff${lines[0]}`
    else if (kind === 12) lines[at] = `${line}   `
    else if (kind === 13) lines[at] = line.replace(':', ' :')
    else if (kind === 14) lines[at] = line.replace(': ', ': \u00a0')
    else if (kind === 15) lines[at] = line.replace(': ', '：')
    else lines[at] = line.replace(': ', ': a: ')
    return `${kind} at ${at}`
  },
}

const weights = [
  ...['retype', 'retype', 'retype', 'retype', 'misspell', 'misspell', 'misspell the value', 'measure'],
  ...Object.keys(changes),
]

export function changedYaml(text: string, by: Random): readonly [text: string, done: string] {
  const lines = text.trimEnd().split('\n')
  if (keyed(lines).length < 2) return [text, 'nothing']
  const kind = by.pick(weights)
  const what = changes[kind]!(lines, by)
  return [`${lines.join('\n')}\n`, `${kind}: ${what}`]
}

const jsonValues: readonly unknown[] = [
  ...[true, false, null, 0, -1, 1, 2, 3, 4, 1.5, -0.5, 1e20, 5e8, 70000, [], {}, [1], [''], { a: 1 }, ['auto']],
  ...[
    'auto',
    'AUTO',
    '3',
    'cpu',
    'CPU',
    'nvme',
    '5e8',
    'no',
    'x',
    'true',
    'True',
    '',
    ' auto',
    '16GB',
    '-1',
    '0.5',
    'none',
  ],
  ...['bf16', 'fp16', 'fp32', 'AdamW', 'adam', 'Lion', 'WarmupLR', 'cosine', '/scratch', 'q_proj', 'all-linear'],
]

/** A change of the JSON: of a key anywhere in it. */
function changedJson(before: string, by: Random): readonly [text: string, done: string] {
  let whole: Record<string, unknown>
  try {
    whole = JSON.parse(before.replace(/^\ufeff/, '')) as Record<string, unknown>
  } catch {
    return [before, 'nothing']
  }
  const all: (readonly [holder: Record<string, unknown>, key: string])[] = []
  const visit = (holder: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(holder)) {
      all.push([holder, key])
      if (typeof value === 'object' && value && !Array.isArray(value)) visit(value as Record<string, unknown>)
    }
  }
  visit(whole)
  if (all.length === 0) return [before, 'nothing']
  const [holder, key] = by.pick(all)
  const kind = by.pick([
    ...[
      'drop',
      'misspell',
      'retype',
      'retype',
      'retype',
      'retype',
      'text',
      'sibling',
      'add',
      'move',
      'wrap',
      'as text',
    ],
  ])
  const renamed = (to: string) => {
    const kept = holder[key]
    delete holder[key]
    holder[to] = kept
  }
  if (kind === 'drop') delete holder[key]
  else if (kind === 'misspell') renamed(misspelt(key, by))
  else if (kind === 'sibling') renamed(by.pick(siblings))
  else if (kind === 'retype') holder[key] = by.pick(jsonValues)
  else if (kind === 'wrap') holder[key] = by.chance(0.5) ? [holder[key]] : { value: holder[key] }
  else if (kind === 'as text') holder[key] = String(holder[key])
  else if (kind === 'add') holder[by.pick(siblings)] = by.pick(jsonValues)
  else if (kind === 'move') {
    const [to] = by.pick(all)
    const kept = holder[key]
    delete holder[key]
    if (to !== kept) to[key] = kept
  }
  const text = `${JSON.stringify(whole, null, 2)}\n`
  if (kind !== 'text') return [text, `json ${kind} ${key} ${JSON.stringify(holder[key])}`]
  const texts = [
    text.replace('{', '{ // note'),
    text.replace('{', '{ /* note */'),
    text.replace('{', '{ # note'),
    text.replace(/\n}\s*$/, ',\n}'),
    text.replaceAll('"', "'"),
    text.replace(`"${key}"`, key),
    `\ufeff${text}`,
    text.slice(0, -4),
    text.replaceAll('\n', '\r\n'),
    text.replaceAll('true', 'True').replaceAll('false', 'False').replaceAll('null', 'None'),
    `${text}${text}`,
    text.replace('{', `{"${key}": 1,`),
    text.replace(`"${key}":`, `"${key}"`),
    `[${text}]`,
  ]
  const accident = by.below(texts.length)
  return [texts[accident]!, `json accident ${accident} ${key}`]
}

const flagValues =
  'true|false|0|-1|1|2|4|8|1.5|auto|no|NO|yes|bf16|BF16|fp16|fp8|fp32|cpu|nvme|none|FULL_SHARD|SHARDED_STATE_DICT|NO_WRAP|inductor|max-autotune|localhost|29500|70000|0,1|0|all|eight|1e-4|TE|HYBRID|x y||static|c10d|[8]|8 GPUs|standard|pdsh'.split(
    '|',
  )

/** A change of the words of a command. Only TRL's own script says whose arguments stand behind the script. */
function changedWords(
  before: readonly string[],
  dialect: Base['dialect'],
  by: Random,
): readonly [readonly string[], string] {
  const words = [...before]
  const script = words.findIndex((word) => /\.py$/.test(word))
  const end = dialect === 'trl' || script < 0 ? words.length : script
  const flags = words.flatMap((word, place) => (place >= 2 && place < end && word.startsWith('--') ? [place] : []))
  const kept = flags.filter((place) => !['--config_file', '--config', '--accelerate_config'].includes(words[place]!))
  if (kept.length === 0)
    return [[...words.slice(0, 2), '--num_processes', by.pick(flagValues), ...words.slice(2)], 'words']
  const at = by.pick(kept)
  const value = words[at + 1]?.startsWith('--') || at + 1 >= end ? undefined : at + 1
  const flag = by.pick([
    ...[...launcherFlags()].filter((name) => name !== 'help'),
    ...(dialect === 'trl' ? trlArguments() : []),
  ])
  const kind = by.pick([
    'drop',
    'misspell',
    'value',
    'value',
    'value',
    'alone',
    'add',
    'add',
    'switch',
    'equals',
    'twice',
  ])
  if (kind === 'drop') words.splice(at, value ? 2 : 1)
  else if (kind === 'misspell') words[at] = `--${misspelt(words[at]!.slice(2), by)}`
  else if (kind === 'value' && value) words[value] = by.pick(flagValues)
  else if (kind === 'alone' && value) words.splice(value, 1)
  else if (kind === 'add') words.splice(at, 0, `--${flag}`, by.pick(flagValues))
  else if (kind === 'switch') words.splice(at, 0, `--${flag}`)
  else if (kind === 'equals' && value) words.splice(at, 2, `${words[at]}=${words[value]}`)
  else words.splice(at, 0, words[at]!, by.pick(flagValues))
  return [words, `words ${kind} ${words.slice(at, at + 3).join(' ')}`]
}

/** The file in bytes that are no plain UTF-8, or in another one's line ends. */
function encoded(text: string, by: Random): readonly [Uint8Array, string] {
  const kind = by.below(7)
  const little = Buffer.from(text, 'utf16le')
  if (kind === 0) return [Buffer.concat([Buffer.from([0xff, 0xfe]), little]), 'UTF-16, little end first']
  if (kind === 1)
    return [Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]), 'UTF-16, big end first']
  if (kind === 2) return [little, 'UTF-16 without a mark']
  if (kind === 3) return [Buffer.from(`${text}# café\n`, 'latin1'), 'Latin-1']
  if (kind === 4) return [Buffer.from(text.replaceAll('\n', '\r')), 'lines of old Macs']
  if (kind === 5) return [Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`), 'a mark and CRLF']
  return [Buffer.from(text.replaceAll('\n', '\u2028')), 'lines that only Unicode ends']
}

const whole = (base: Base, id: string): Mutant => ({
  id,
  family: familyOf(base),
  files: base.files,
  bytes: {},
  words: base.words,
  dialect: base.dialect,
  done: [base.name],
})

const familyOf = ({ dialect, spoilt }: Base): string =>
  dialect === 'adapter' || dialect === 'trl'
    ? dialect
    : 'ds_config.json' in spoilt
      ? 'deepspeed'
      : 'accelerate.yaml' in spoilt
        ? 'accelerate'
        : 'command'

const families: Readonly<Record<string, number>> = { accelerate: 10, deepspeed: 6, command: 2, trl: 3, adapter: 2 }
const heavy = Object.entries(families).flatMap(([name, weight]) => Array.from({ length: weight }, () => name))
const byFamily = new Map(
  Object.keys(families).map((name) => [name, bases.filter((base) => familyOf(base) === name)] as const),
)

/** The files before anything is done to them: all of them are sound. */
export const sound: readonly Mutant[] = bases.map((base) => whole(base, base.name))

export function mutant(id: number, by: Random): Mutant {
  const base = by.pick(byFamily.get(by.pick(heavy))!)
  const files: Record<string, string> = { ...base.files }
  const bytes: Record<string, Uint8Array> = {}
  const done: string[] = [base.name]
  const spoilt = Object.entries(base.spoilt).flatMap(([path, weight]) => Array.from({ length: weight }, () => path))
  let { words } = base
  const many = by.chance(0.7) ? 1 : 2
  for (let count = 0; count < many; count++) {
    const path = by.pick(spoilt)
    const text = files[path] as string
    let what = ''
    if (path.endsWith('.sh')) {
      ;[words, what] = changedWords(words, base.dialect, by)
      files[path] = `${quoted(words)}\n`
    } else if (by.chance(0.01)) [bytes[path], what] = encoded(text, by)
    else [files[path], what] = path.endsWith('.json') ? changedJson(text, by) : changedYaml(text, by)
    done.push(what)
  }
  return { id: String(id), family: familyOf(base), files, bytes, words, dialect: base.dialect, done }
}
