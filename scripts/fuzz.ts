/** `node scripts/fuzz.ts [COUNT] [SEED]`: checks made-up files and says where the program crashes, is slow or lets control characters through. */
import { performance } from 'node:perf_hooks'
import { foundIn } from '../cli/check-run.ts'
import type { Wording } from '../cli/face.ts'
import { readBytes } from '../cli/gather-files.ts'
import { checkCompact, checkJson, reportOf } from '../cli/print/check-report.ts'
import { codeFrame } from '../cli/print/code-frame.ts'
import { effective } from '../shared/effective.ts'
import type { Field } from '../shared/fields/field.ts'
import { fieldKeys, fields } from '../shared/fields/index.ts'
import { readers } from '../shared/readers/index.ts'

/** Whether the program says something that a terminal would obey. */
export const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

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
]

export type Kind = 'bytes' | 'yaml' | 'json' | 'structured' | 'script'
export const kinds: readonly Kind[] = ['bytes', 'yaml', 'json', 'structured', 'script']

/** One made-up file. */
export function input(kind: Kind, next: () => number): Uint8Array {
  const pick = <T>(from: readonly T[]): T => from[next() % from.length] as T
  const times = (most: number, make: () => string) => Array.from({ length: next() % most }, make).join('')
  const encode = (text: string) => new TextEncoder().encode(text)
  switch (kind) {
    case 'bytes':
      return Uint8Array.from({ length: next() % 300 }, () => next() & 0xff)
    case 'yaml':
      return encode(times(60, () => pick([pick(names), pick(scalars), pick(marks), pick(marks)])))
    case 'json': {
      const value = (depth: number): string => {
        const which = next() % (depth > 4 ? 4 : 6)
        if (which === 4) return `[${times(4, () => `${value(depth + 1)},`).replace(/,$/, '')}]`
        if (which === 5) return object(depth + 1)
        return which === 0 ? JSON.stringify(pick(scalars)) : pick(['1', 'true', 'null', '"auto"', '-1e400', 'NaN', '1'])
      }
      const object = (depth: number): string =>
        `{${times(6, () => `${JSON.stringify(pick(names).split('.').at(-1))}:${value(depth)},`).replace(/,$/, '')}}`
      const text = object(0)
      return encode(next() % 4 === 0 ? text.slice(0, next() % (text.length + 1)) : text)
    }
    case 'structured': {
      const sections = ['deepspeed_config', 'fsdp_config', 'parallelism_config', 'fp8_config', 'dynamo_config']
      const line = (indent: string) => `${indent}${pick(names).split('.').at(-1)}: ${pick(scalars)}\n`
      return encode(
        `distributed_type: ${pick(['DEEPSPEED', 'FSDP', 'NO', 'MULTI_GPU'])}\n${times(12, () => line(''))}${times(3, () => `${pick(sections)}:\n${times(8, () => line('  '))}`)}`,
      )
    }
    case 'script':
      return encode(
        `accelerate launch ${times(12, () => `--${pick(names).split('.').at(-1)} ${pick(scalars)} `)}train.py ${times(12, () => `--${pick(names)} ${pick(scalars)} ${pick(['', '', pick(marks)])}`)}`,
      )
  }
}

const bare: Wording = { language: 'en', words: () => undefined, page: () => undefined, sentences: () => undefined }
const plain = (text: string): string => text
const style = { bold: plain, dim: plain, accent: plain, good: plain, warning: plain, bad: plain }
const terms = { versions: {}, profiles: [], answers: {}, exists: () => undefined, wants: () => true, weights: {} }

/** Checks one file as every kind it could be taken for; gives what went wrong. */
export function tried(bytes: Uint8Array, kind: string | undefined): string | undefined {
  // Time on the processor, so that a busy machine makes nobody guilty.
  const since = process.cpuUsage()
  try {
    const read = readBytes(bytes, 'file', true, kind)
    if (!read) return undefined
    const findings = foundIn([read], terms).get(read) ?? []
    effective([read])
    const report = reportOf([{ path: 'file', kind: read.reading.kind, findings }])
    const said = [
      checkCompact(report, bare),
      JSON.stringify(JSON.parse(checkJson(report, bare))),
      ...findings.flatMap(({ at, end }) => codeFrame(read.text, at, end, 80, style, plain)),
    ].join('\n')
    if (obeyed.test(said)) return 'a control character reaches the output'
    const { text } = read
    if (findings.some(({ at }) => at.line < 1 || at.column < 1 || at.offset > text.length))
      return 'a place outside the file'
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const took = process.cpuUsage(since).user / 1000
  const allowed = 1000 * Math.max(1, bytes.length / 1e6)
  return took > allowed ? `took ${took.toFixed(0)} ms for ${bytes.length} bytes` : undefined
}

export interface Failure {
  readonly index: number
  readonly kind: Kind
  readonly problem: string
  readonly bytes: Uint8Array
}

/** Every input is of its index alone, so that one can be tried again without those before it. */
export function* failures(count: number, seed: number): Generator<Failure> {
  for (let index = 0; index < count; index++) {
    const next = numbers(seed + index * 2_654_435)
    const kind = kinds[index % kinds.length] as Kind
    const bytes = input(kind, next)
    const forced = next() % 3 === 0 ? readers[next() % readers.length]?.id : undefined
    const problem = tried(bytes, forced)
    if (problem) yield { index, kind, problem, bytes }
  }
}

if (import.meta.main) {
  const count = Number(process.argv[2] ?? 20_000)
  const seed = Number(process.argv[3] ?? Date.now() % 1_000_000_000)
  console.log(`${count} inputs, seed ${seed}`)
  const since = performance.now()
  let bad = 0
  for (const { index, kind, problem, bytes } of failures(count, seed)) {
    console.log(`#${index} ${kind}: ${problem}\n  ${JSON.stringify(new TextDecoder().decode(bytes).slice(0, 400))}`)
    if (++bad >= 10) break
  }
  const seconds = (performance.now() - since) / 1000
  const memory = process.resourceUsage().maxRSS / 1024
  console.log(`${bad} failures, ${seconds.toFixed(1)} s, at most ${memory.toFixed(0)} MiB`)
  process.exitCode = bad > 0 || memory > 512 ? 1 : 0
}
