/** Made-up files of every kind that is read, each of a stream of numbers alone: bytes, near-YAML, near-JSON, near-scripts, files of every tool, spoilt examples, runs of several files, and a megabyte now and then. */

import type { Field, Target } from '../shared/fields/field.ts'
import { fieldKeys, fields } from '../shared/fields/index.ts'
import { readers } from '../shared/readers/index.ts'
import { rules } from '../shared/rules/index.ts'
import { large } from './large-files.ts'

export interface MadeUp {
  readonly path: string
  readonly bytes: Uint8Array
  /** What `--kind` says. */
  readonly kind: string | undefined
}

export const kinds = ['bytes', 'yaml', 'json', 'structured', 'script', 'tool', 'spoilt', 'several'] as const
export type Kind = (typeof kinds)[number] | 'large'

/** One input in so many is of a megabyte. */
const largeOnce = 2000

/** A stream of numbers below 2^32 that a seed determines (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const names = [
  ...new Set(fieldKeys.flatMap((key) => Object.values((fields[key] as Field).emits ?? {}))),
  '__proto__',
  'constructor',
  'toString',
]
const scalars =
  'no yes off 1e-4 0o7 012 1_000 1:30 2024-01-01 ~ null "" auto true DEEPSPEED FSDP 3 -1 1.5 .inf .nan 99999999999999999999 bf16 [] {} [1,2] *a &a <<: !!python/object:x "\\x1b[31m" \u001b[2J é 中文 \u202e'.split(
    ' ',
  )
const marks = [
  '\n',
  '  ',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '|',
  '>',
  '\t',
  '\r\n',
  '%',
  '---\n',
  '<<: *a\n',
  '\u0000',
  '\u001b[31m',
  '\ufeff',
  '\\',
  '$(',
  '`',
  ' \\\n',
  '# lora-wizard-disable-next-line\n',
  '\u2028',
  '=',
  '<<EOF\n',
]

/** What a tool calls its options, and how its file is written. */
interface Tool {
  readonly kind: string
  readonly path: string
  readonly style: 'yaml' | 'json' | 'arguments'
  readonly options: readonly (readonly [name: string, field: Field])[]
}
const calledBy = (target: Target): Tool['options'] =>
  fieldKeys.flatMap((key) => {
    const field: Field = fields[key]
    const name = field.emits?.[target]
    return name === undefined ? [] : [[name, field] as const]
  })
const tools: readonly Tool[] = [
  { kind: 'accelerate', path: 'accelerate.yaml', style: 'yaml', options: calledBy('accelerate') },
  { kind: 'accelerate', path: 'accelerate.json', style: 'json', options: calledBy('accelerate') },
  { kind: 'deepspeed', path: 'ds_config.json', style: 'json', options: calledBy('deepspeed') },
  { kind: 'peft-adapter', path: 'adapter_config.json', style: 'json', options: calledBy('peft') },
  { kind: 'trl', path: 'sft.yaml', style: 'yaml', options: [...calledBy('trl'), ...calledBy('launch')] },
  { kind: 'axolotl', path: 'axolotl.yaml', style: 'yaml', options: calledBy('axolotl') },
  { kind: 'llama-factory', path: 'train.yaml', style: 'yaml', options: calledBy('llama-factory') },
  {
    kind: 'lora-wizard',
    path: 'lora-wizard.yaml',
    style: 'yaml',
    options: fieldKeys.map((key) => [key, fields[key]] as const),
  },
  { kind: 'launch-script', path: 'launch.sh', style: 'arguments', options: calledBy('launch') },
]
const scriptOptions = [calledBy('trainer'), calledBy('trl'), calledBy('mlperf')]
const scriptNames = ['train.py', 'trl sft', '-m trl.scripts.sft', '"$SCRIPT"', 'scripts/train.py']

const examples: readonly Readonly<Record<string, string>>[] = rules.flatMap(({ files }) =>
  files ? [files.example.bad, files.example.good] : [],
)

const utf8 = new TextEncoder()
/** Bytes of a text as some editor saves it. */
function encoded(text: string, next: () => number): Uint8Array {
  if (next() % 40 !== 0) return utf8.encode(text)
  const marked = `\ufeff${text}`
  const units = new Uint16Array(marked.length)
  for (let index = 0; index < marked.length; index++) units[index] = marked.charCodeAt(index)
  const bytes = new Uint8Array(units.buffer)
  return next() % 8 === 0 ? bytes.subarray(0, next() % (bytes.length + 1)) : bytes
}

class Maker {
  readonly next: () => number
  constructor(next: () => number) {
    this.next = next
  }
  pick<T>(from: readonly T[]): T {
    return from[this.next() % from.length] as T
  }
  once(in_: number): boolean {
    return this.next() % in_ === 0
  }
  times(most: number, make: () => string): string {
    return Array.from({ length: this.next() % most }, make).join('')
  }
  piece(): string {
    return this.pick([this.pick(names), this.pick(scalars), this.pick(marks), this.pick(marks)])
  }

  yaml(): string {
    return this.times(60, () => this.piece())
  }
  json(): string {
    const value = (depth: number): string => {
      const which = this.next() % (depth > 4 ? 4 : 6)
      if (which === 4) return `[${this.times(4, () => `${value(depth + 1)},`).replace(/,$/, '')}]`
      if (which === 5) return object(depth + 1)
      return which === 0
        ? JSON.stringify(this.pick(scalars))
        : this.pick(['1', 'true', 'null', '"auto"', '-1e400', 'NaN', '1'])
    }
    const object = (depth: number): string =>
      `{${this.times(6, () => `${JSON.stringify(this.pick(names).split('.').at(-1))}:${value(depth)},`).replace(/,$/, '')}}`
    const text = object(0)
    return this.once(4) ? text.slice(0, this.next() % (text.length + 1)) : text
  }
  structured(): string {
    const sections = ['deepspeed_config', 'fsdp_config', 'parallelism_config', 'fp8_config', 'dynamo_config']
    const line = (indent: string) => `${indent}${this.pick(names).split('.').at(-1)}: ${this.pick(scalars)}\n`
    return `distributed_type: ${this.pick(['DEEPSPEED', 'FSDP', 'NO', 'MULTI_GPU'])}\n${this.times(12, () => line(''))}${this.times(3, () => `${this.pick(sections)}:\n${this.times(8, () => line('  '))}`)}`
  }
  script(): string {
    return `accelerate launch ${this.times(12, () => `--${this.pick(names).split('.').at(-1)} ${this.pick(scalars)} `)}train.py ${this.times(12, () => `--${this.pick(names)} ${this.pick(scalars)} ${this.pick(['', '', this.pick(marks)])}`)}`
  }

  /** A value that the option takes, mostly. */
  #value(field: Field): string | number | boolean | null | readonly string[] {
    if (this.once(12)) return this.pick(scalars)
    switch (field.kind) {
      case 'toggle':
        return this.once(2)
      case 'choice':
        return this.pick(field.choices)
      case 'integer':
        return this.pick([field.min ?? 0, field.max ?? 64, 1, 2, 8, ...(field.suggest ?? [])])
      case 'number':
        return this.pick([field.min ?? 0, field.max ?? 1, 0.1, 1, 3e-4, ...(field.suggest ?? [])])
      case 'list':
        return [this.pick(['q_proj', 'v_proj', 'all-linear', '[', ...(field.suggest ?? [])]), this.pick(names)]
      case 'text':
        return this.pick(['ds_config.json', 'accelerate.yaml', 'a/b', '127.0.0.1', ...(field.suggest ?? [])])
    }
  }
  #name(name: string): string {
    if (!this.once(20)) return name
    const at = this.next() % name.length
    return this.pick([
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + this.pick(['x', '_', '-', '.']) + name.slice(at),
      name.toUpperCase(),
      name.split('.').at(-1) ?? name,
    ])
  }
  /** A file as the tool itself could have it. */
  tool(tool: Tool): string {
    if (tool.style === 'arguments') {
      const argument = ([name, field]: Tool['options'][number]): string => {
        const value = this.#value(field)
        const text = Array.isArray(value) ? value.join(this.pick([',', ' '])) : String(value)
        return `--${this.#name(name)}${this.pick([' ', ' ', '='])}${this.pick([text, text, `"${text}"`, `'${text}'`])}${this.pick([' ', ' \\\n  '])}`
      }
      const own = this.pick(scriptOptions)
      return `${this.pick(['', '#!/bin/sh\n', 'export X=1\n', 'LR=1e-4\n'])}accelerate launch ${this.times(14, () => argument(this.pick(tool.options)))}${this.pick(scriptNames)} ${this.times(20, () => argument(this.pick(own)))}\n`
    }
    interface Section extends Map<string, Section | string> {}
    const root: Section = new Map()
    if (tool.kind === 'lora-wizard') root.set('version', '1')
    const write = (value: ReturnType<Maker['value']>): string =>
      tool.style === 'json' || Array.isArray(value) || this.once(3) ? JSON.stringify(value) : String(value)
    for (let left = this.next() % 30; left > 0; left--) {
      const [name, field] = this.pick(tool.options)
      const path = this.#name(name).split('.')
      let section = root
      for (const step of path.slice(0, -1)) {
        const inside = section.get(step)
        const held: Section = inside instanceof Map ? inside : new Map()
        section.set(step, held)
        section = held
      }
      section.set(path.at(-1) as string, write(this.#value(field)))
    }
    const yaml = (section: Section, indent: string): string =>
      [...section]
        .map(
          ([name, value]) =>
            `${indent}${name}:${value instanceof Map ? `\n${yaml(value, `${indent}  `)}` : ` ${value}${this.once(20) ? '  # why' : ''}\n`}`,
        )
        .join('')
    const json = (section: Section): string =>
      `{${[...section].map(([name, value]) => `${JSON.stringify(name)}: ${value instanceof Map ? json(value) : value}`).join(this.pick([', ', ',\n  ']))}}`
    return tool.style === 'json' ? json(root) : yaml(root, '')
  }
  value(field: Field): string | number | boolean | null | readonly string[] {
    return this.#value(field)
  }

  /** A text of which bits are gone, there twice, moved, or from somewhere else. */
  spoilt(text: string): string {
    let spoilt = text
    for (let left = this.next() % 5; left > 0; left--) {
      const [from, to] = [this.next() % (spoilt.length + 1), this.next() % (spoilt.length + 1)].sort(
        (a, b) => a - b,
      ) as [number, number]
      const short = Math.min(to, from + (this.next() % 12))
      const lines = spoilt.split('\n')
      const line = this.next() % lines.length
      switch (this.next() % 8) {
        case 0:
          spoilt = spoilt.slice(0, from) + spoilt.slice(short)
          break
        case 1:
          spoilt = spoilt.slice(0, short) + spoilt.slice(from)
          break
        case 2:
          spoilt = spoilt.slice(0, from) + this.piece() + spoilt.slice(short)
          break
        case 3:
          spoilt = [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n')
          break
        case 4:
          spoilt = [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n')
          break
        case 5:
          spoilt = [...lines.slice(line), ...lines.slice(0, line)].join('\n')
          break
        case 6: {
          const other = Object.values(this.pick(examples)).join('\n')
          const begin = this.next() % (other.length + 1)
          spoilt = spoilt.slice(0, from) + other.slice(begin, begin + (this.next() % 80)) + spoilt.slice(short)
          break
        }
        default:
          spoilt = spoilt.slice(0, from).concat(String.fromCharCode(this.next() % 256), spoilt.slice(from + 1))
      }
    }
    return spoilt
  }
}

/** What is made up at one place of a stream. */
export function madeUp(index: number, seed: number): { readonly kind: Kind; readonly files: readonly MadeUp[] } {
  const next = numbers(seed + index * 2_654_435)
  const maker = new Maker(next)
  const forced = () => (next() % 4 === 0 ? readers[next() % readers.length]?.id : undefined)
  const one = (text: string, path = 'file'): readonly MadeUp[] => [{ path, bytes: encoded(text, next), kind: forced() }]
  if (index % largeOnce === largeOnce - 1) {
    const text =
      next() % 2 === 0 ? maker.pick(Object.values(large))() : repeated(madeUp(next(), seed).files.at(-1)?.bytes)
    return { kind: 'large', files: one(text) }
  }
  const kind = kinds[index % kinds.length] as (typeof kinds)[number]
  switch (kind) {
    case 'bytes': {
      const bytes = Uint8Array.from({ length: next() % 300 }, () => next() & 0xff)
      return { kind, files: [{ path: 'file', bytes, kind: forced() }] }
    }
    case 'tool': {
      const tool = maker.pick(tools)
      return { kind, files: [{ path: tool.path, bytes: encoded(maker.tool(tool), next), kind: tool.kind }] }
    }
    case 'spoilt':
    case 'several': {
      const files =
        kind === 'spoilt' || next() % 2 === 0
          ? Object.entries(maker.pick(examples)).map(([path, text]) => [path, maker.spoilt(text)] as const)
          : Array.from({ length: 1 + (next() % 4) }, () => maker.pick(tools)).map(
              (tool, place) => [next() % 3 === 0 ? `${place}/${tool.path}` : tool.path, maker.tool(tool)] as const,
            )
      // Two files cannot have one path.
      return {
        kind,
        files: [...new Map(files)].map(([path, text]) => ({ path, bytes: encoded(text, next), kind: undefined })),
      }
    }
    default:
      return { kind, files: one(maker[kind]()) }
  }
}

/** Something small, until it is a megabyte. */
function repeated(bytes: Uint8Array | undefined): string {
  const piece = new TextDecoder().decode(bytes) || ' '
  return piece.repeat(Math.ceil(1_000_000 / piece.length)).slice(0, 1_000_000)
}
