/**
 * Random inputs through everything that reads: nothing may throw, hang or grow.
 *
 *     node test/shared/readers/fuzz.ts [--count 20000] [--seed N] [--large 20]
 */
import { parseArgs } from 'node:util'
import { decode } from '../../../shared/python/yaml/decode.ts'
import { edit } from '../../../shared/python/yaml/edit.ts'
import { recognise } from '../../../shared/read.ts'
import { readers } from '../../../shared/readers/index.ts'
import { type Random, randomBytes, randomDocument, randomFrom, randomJson } from '../../real/pyyaml_random.ts'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    /** How many inputs of 1 MB. */
    large: { type: 'string', default: '20' },
  },
})

const names =
  'distributed_type compute_environment deepspeed_config fsdp_config zero_stage mixed_precision num_processes num_machines gradient_clipping zero_optimization bf16 enabled stage peft_type r lora_alpha target_modules adapter base_model use_peft lora_r finetuning_type version lora training learning_rate'.split(
    ' ',
  )
const values = 'NO no 3 0.3 auto bf16 true null 1e-4 [1, 2] {a: 1} "x" \'y\' & * ! | > # : - ~ 2024-02-30'.split(' ')
const shell =
  `accelerate launch train.py --zero_stage 3 --num_processes=8 --use_deepspeed trl sft -m $X \${X:-1} $(y) \`z\` \\\n ' " ; && | > < ( ) # --learning_rate 1e-4 A=1 export << EOF`.split(
    ' ',
  )
const some = <T>(random: Random, most: number, make: () => T): T[] => Array.from({ length: random.below(most) }, make)

/** Something like a file that people have. */
function structured(random: Random): string {
  switch (random.below(3)) {
    case 0:
      return some(
        random,
        20,
        () => `${random.of(['', '', '  ', '    '])}${random.of(names)}: ${random.of(values)}`,
      ).join('\n')
    case 1:
      return `{${some(random, 12, () => `"${random.of(names)}": ${random.of([...values, randomJson(random)])}`).join(', ')}}`
    default:
      return `accelerate launch ${some(random, 25, () => random.of(shell)).join(random.of([' ', ' ', '']))}`
  }
}

function text(random: Random): string {
  const kind = random.below(5)
  if (kind === 0) return decode(randomBytes(random)).text ?? ''
  if (kind === 1) return randomDocument(random)
  if (kind === 2) return randomJson(random)
  if (kind === 3) return structured(random)
  return some(random, 200, () => String.fromCharCode(random.below(random.chance(0.8) ? 128 : 65_536))).join('')
}

const seed = Number(options.seed) >>> 0
console.log(`seed ${seed}`)
const random = randomFrom(seed)
let failed = 0
let slowest = 0
let known = 0

function tryOne(input: string): void {
  const begin = process.cpuUsage()
  try {
    if (recognise(input)) known++
    for (const reader of readers) reader.read(input)
    edit(input, [{ path: [random.of(names)], value: 1 }], random.chance(0.3) ? 'json' : 'yaml')
  } catch (error) {
    if (failed++ < 10) console.log(JSON.stringify(input.slice(0, 300)), error)
  }
  slowest = Math.max(slowest, process.cpuUsage(begin).user / 1000)
}

const count = Number(options.count)
for (let done = 0; done < count; done++) tryOne(text(random))
console.log(
  `${count} inputs: ${failed} failures, ${known} of a known kind, slowest ${slowest.toFixed(0)} ms through ${readers.length} readers and one edit`,
)

// 1 MB, one reader at a time, since that is what a check does with a file.
let slowestLarge = 0
for (let done = 0; done < Number(options.large); done++) {
  const piece = text(random) || ' '
  const input = piece.repeat(Math.ceil(1_000_000 / piece.length)).slice(0, 1_000_000)
  for (const reader of readers) {
    const begin = process.cpuUsage()
    reader.read(input)
    const took = process.cpuUsage(begin).user / 1000
    if (took > slowestLarge) slowestLarge = took
    if (took > 1000)
      console.log(`${took.toFixed(0)} ms in ${reader.id}: ${JSON.stringify(piece.slice(0, 200))} repeated`)
  }
}
const memory = process.resourceUsage().maxRSS / 1024
console.log(
  `${options.large} inputs of 1 MB: slowest ${slowestLarge.toFixed(0)} ms in one reader; most memory ${memory.toFixed(0)} MiB`,
)
console.log(`${failed === 0 ? 1 : 0} passed, ${failed === 0 ? 0 : 1} failed`)
process.exitCode = failed === 0 ? 0 : 1
