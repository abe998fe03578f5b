/** Rules hold for the releases that the files are meant for: what changed in a release is said from that release on. */
import { expect, it } from 'vitest'
import { checkFiles } from '../../shared/check-files.ts'
import { read } from '../../shared/read.ts'

const rulesFor = (text: string, deepspeed: string): readonly string[] => {
  const reading = read(text)
  if (!reading) throw new Error('of no kind that is read')
  return checkFiles([{ path: 'accelerate.yaml', text, reading }], { versions: { deepspeed } }).map(({ rule }) => rule)
}

it.each([
  ['0.19.2', false],
  ['0.19.3', true],
  ['0.19.6', true],
])('a threshold of 0 in the Accelerate file is lost with DeepSpeed %s: %s', (deepspeed, lost) => {
  const text =
    'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  zero_stage: 3\n  gradient_clipping: 0.0\n'
  expect(rulesFor(text, deepspeed).includes('deepspeed/zero-clipping-ignored')).toBe(lost)
})
