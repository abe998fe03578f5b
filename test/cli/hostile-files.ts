/** Files of a chosen length through the whole of `check` and `explain`. */
import { tried } from '../../scripts/fuzz.ts'
import { filled, numbered } from '../filled.ts'

export const hostile: Readonly<Record<string, (size: number) => string>> = {
  'deep nesting': (size) => '['.repeat(size),
  'an alias bomb': (size) =>
    `a: &a [x]\n${numbered(size / 100, (i) => `k${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]\n`)}`,
  'many keys': (size) => numbered(size, (index) => `key_${index}: 1\n`),
  'many keys of JSON': (size) =>
    `{"zero_optimization": {"stage": 2}, ${numbered(size, (i) => `"k${i}": 1, `)}"end": 1}`,
  'many sections of JSON': (size) =>
    `{"zero_optimization": {${numbered(size, (i) => `"k${i}": {"a": 1}, `)}"stage": 2}}`,
  'one long line': (size) => `distributed_type: ${'x'.repeat(size)}`,
  'many comments': (size) => filled(size, '# lora-wizard-disable-line x\n'),
  'many flags': (size) => `accelerate launch ${numbered(size, (index) => `--flag_${index} 1 `)} train.py`,
}

/** What went wrong with a text; nothing if all is well. */
export const triedText = (text: string): string | undefined =>
  tried([{ path: 'file', bytes: new TextEncoder().encode(text), kind: undefined }], { timed: false, mends: false })

// How the steps are counted: see count-steps.ts.
export const size = 6_000
export const works: Readonly<Record<string, (size: number) => () => void>> = Object.fromEntries(
  Object.entries(hostile).map(([name, make]) => [
    name,
    (length: number) => {
      const text = make(length)
      return () => void triedText(text)
    },
  ]),
)
