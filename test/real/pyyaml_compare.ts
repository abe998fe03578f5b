/**
 * Random scalars, documents, bytes and JSON, read by Python and by us: nothing may differ.
 *
 *     node test/real/pyyaml_compare.ts [--scalars 20000] [--documents 5000] [--bytes 2000] [--json 5000] [--seed N] [--python PATH]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readJson } from '../../shared/python/json.ts'
import { decode } from '../../shared/python/yaml/decode.ts'
import { type PyScalar, resolveScalar, writeScalar } from '../../shared/python/yaml/scalar.ts'
import { type Canonical, canonical, canonicalScalar, ofDocument, sameKeys } from '../shared/python/yaml/canonical.ts'
import { type Random, randomBytes, randomDocument, randomFrom, randomJson, randomScalar } from './pyyaml_random.ts'

const here = import.meta.dirname
const { values: options } = parseArgs({
  options: {
    scalars: { type: 'string', default: '20000' },
    documents: { type: 'string', default: '5000' },
    bytes: { type: 'string', default: '2000' },
    json: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    python: {
      type: 'string',
      default: process.env.LORA_WIZARD_VENV_PYTHON ?? join(here, '../../.cache/real/venv/bin/python'),
    },
  },
})

interface Experiment {
  readonly name: 'scalars' | 'documents' | 'bytes' | 'json'
  readonly random: (random: Random) => string
  readonly ours: (text: string) => Canonical
}
const experiments: readonly Experiment[] = [
  { name: 'scalars', random: randomScalar, ours: (text) => canonicalScalar(resolveScalar(text)) },
  { name: 'documents', random: randomDocument, ours: ofDocument },
  {
    name: 'bytes',
    random: (random) => Buffer.from(randomBytes(random)).toString('hex'),
    ours: (hex) => {
      const decoded = decode(Buffer.from(hex, 'hex'))
      return decoded.text === undefined ? 'E' : ofDocument(decoded.text)
    },
  },
  {
    name: 'json',
    random: randomJson,
    ours: (text) => {
      const { root, refused } = readJson(text)
      return refused ? 'E' : sameKeys(canonical(root))
    },
  },
]

const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-pyyaml-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

function judged(mode: Experiment['name'], texts: readonly string[]): readonly Canonical[] {
  const [input, output] = [join(folder, 'in'), join(folder, 'out')]
  writeFileSync(input, texts.map((text) => `${asciiJson(text)}\n`).join(''))
  const run = spawnSync(options.python, [join(here, 'pyyaml_judge.py'), mode, input, output], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`the judge failed: ${run.error?.message ?? run.stderr}`)
  const answers = readFileSync(output, 'utf8').trimEnd().split('\n')
  if (answers.length !== texts.length) throw new Error(`${answers.length} answers to ${texts.length} texts`)
  return answers.map((line) => JSON.parse(line) as Canonical)
}
const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const batch = 50_000
let passed = 0
let failed = 0
const seed = Number(options.seed) >>> 0
console.log(`seed ${seed}`)

for (const { name, random, ours } of experiments) {
  const generator = randomFrom(seed)
  let different = 0
  let refused = 0
  let recursive = 0
  const count = Number(options[name])
  for (let done = 0; done < count; done += batch) {
    const texts = Array.from({ length: Math.min(batch, count - done) }, () => random(generator))
    judged(name, texts).forEach((theirs, index) => {
      if (theirs === 'E' || theirs === 'R') refused++
      const mine = ours(texts[index]!)
      // On purpose we refuse an alias inside of what it names: PyYAML reads a structure that holds itself.
      if (mine === 'R') {
        recursive++
        return
      }
      if (JSON.stringify(mine) === JSON.stringify(sameKeys(theirs))) return
      if (different++ < 20) {
        console.log(`${asciiJson(texts[index]!)}\n  PyYAML ${JSON.stringify(theirs)}\n  ours   ${JSON.stringify(mine)}`)
      }
    })
  }
  console.log(
    `${count} ${name}: ${different} differences; Python refuses ${refused}; ${recursive} hold themselves and are refused by us`,
  )
  if (different === 0) passed++
  else failed++
}

// What we write, PyYAML reads back: each value as a block value, as a key, and in flow text.
{
  const generator = randomFrom(seed)
  const values = Array.from({ length: Math.ceil(Number(options.scalars) / 4) }, () => randomWritable(generator))
  const texts = values.map(
    (value) =>
      `${writeKey(value)}: ${writeScalar(value)}\nflow: [${writeScalar(value, 'flow')}, {x: ${writeScalar(value, 'flow')}}]\n`,
  )
  let different = 0
  judged('documents', texts).forEach((theirs, index) => {
    const value = canonicalScalar(values[index]!)
    const key = values[index]!.type === 'str' && value.length < 200 ? value : 's:key'
    const expected = ['d', [key, value], ['s:flow', ['l', value, ['d', ['s:x', value]]]]]
    if (JSON.stringify(theirs) === JSON.stringify(expected)) return
    if (different++ < 20) console.log(`${asciiJson(texts[index]!)}\n  PyYAML ${JSON.stringify(theirs)}`)
  })
  console.log(`${texts.length} written values: ${different} differences`)
  if (different === 0) passed++
  else failed++
}

function writeKey(value: PyScalar): string {
  return value.type === 'str' && value.value.length < 198 && value.value !== 'flow' ? writeScalar(value) : 'key'
}

function randomWritable(random: Random): PyScalar {
  for (;;) {
    const text = randomScalar(random)
    if (random.chance(0.5)) return { type: 'str', value: text }
    const value = random.chance(0.3) ? randomFloat(random) : resolveScalar(text)
    if (value.type !== 'error') return value
  }
}
function randomFloat(random: Random): PyScalar {
  const magnitude = 10 ** (random.below(60) - 30)
  return {
    type: 'float',
    value: random.chance(0.5) ? Number((random.next() * magnitude).toPrecision(3)) : random.next() * magnitude,
  }
}

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
