/** Files of a chosen length that cost a careless reader more than their length. */
import { read, recognise } from '../../../shared/read.ts'
import { filled, numbered } from '../../filled.ts'

export const hostile: Readonly<Record<string, (size: number) => string>> = {
  spaces: (size) => ' '.repeat(size),
  'line breaks': (size) => '\n'.repeat(size),
  'a shell of line breaks': (size) => `#!/bin/sh${'\n'.repeat(size)}accelerate launch x`,
  comments: (size) => filled(size, '# accelerate launch\n'),
  'a long key': (size) => `distributed_type: NO\n${'k'.repeat(size)}: 1\n`,
  'a long choice': (size) => `distributed_type: ${'k'.repeat(size)}\nnum_processes: 1\n`,
  'a long number': (size) => `num_processes: ${'1'.repeat(size)}\ndistributed_type: 'NO'\n`,
  'many keys': (size) => `distributed_type: FSDP\n${numbered(size, (index) => `key_${index}: 1\n`)}`,
  brackets: (size) => `distributed_type: ${'['.repeat(size)}`,
  quotes: (size) => `accelerate launch ${"'".repeat(size)}`,
  dollars: (size) => `accelerate launch ${'$'.repeat(size)}`,
  'open braces': (size) => `accelerate launch ${filled(size, '${')}`,
  'open parentheses': (size) => `accelerate launch ${filled(size, '$(')}`,
  backquotes: (size) => `accelerate launch ${'`'.repeat(size)}`,
  options: (size) => `accelerate launch ${filled(size, '--zero_stage 3 ')}`,
  assignments: (size) => `${filled(size, 'A=1\n')}accelerate launch x`,
  JSON: (size) => `{"zero_optimization": {${numbered(size, (index) => `"k${index}": [1], `)}"k": [1]}}`,
  'JSON brackets': (size) => `{"zero_optimization": ${'['.repeat(size)}`,
  'JSON comments': (size) => `${filled(size, '// x\n')}{"zero_optimization": 1}`,
  commas: (size) => `{${','.repeat(size)}`,
  colons: (size) => `a${filled(size, ' :')}`,
}

/** Everything that reads a text of an unknown kind. */
export function readHostile(text: string): void {
  recognise(text)
  read(text)
  read(text, 'accelerate')
  read(text, 'launch-script')
}

// How the steps are counted: see count-steps.ts.
export const size = 4_000
export const works: Readonly<Record<string, (size: number) => () => void>> = Object.fromEntries(
  Object.entries(hostile).map(([name, make]) => [
    name,
    (length: number) => {
      const text = make(length)
      return () => readHostile(text)
    },
  ]),
)
