/**
 * `npm run test:realworld -- DIR`: checks every configuration in a folder and holds its schema against it. Nothing may crash;
 * where the folder has a `manifest.tsv` with the verdicts of the real tools, what they refuse must be an error, and what they
 * accept must be valid by the schema, or one of the reasons below applies.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { foundIn, usual } from '../cli/check-run.ts'
import { existsFor, gather } from '../cli/gather-files.ts'
import { realHost } from '../cli/host.ts'
import { wordingOf } from '../cli/wording.ts'
import { type SchemaName, schema } from '../shared/schema.ts'
import { asData } from '../test/shared/as-data.ts'

/** Why a file that the real tools take may still be none by the schema: it looks at what is meant, not at what is let through. */
const reasons: readonly (readonly [path: RegExp, reason: string])[] = [
  [/\/distributed_type$/, 'a type that the launcher takes for "no strategy"'],
  [/^required distributed_type$/, 'without a type the launcher guesses one'],
  [/additionalProperties/, 'a key that the tool ignores, or a newer or older release knows'],
  [/_config\//, 'a value in a section, which becomes a text in the environment and is not looked at by the launcher'],
]

const folder = process.argv[2]
if (folder === undefined) {
  console.error('npm run test:realworld -- DIR')
  process.exit(2)
}
const host = realHost()
const files = await gather(host, { paths: [folder] })
const terms = { ...usual, exists: existsFor(host, files) }
const found = foundIn(files, terms)

interface Row {
  readonly refused: boolean
  readonly verdict: string
}
const table = join(folder, 'manifest.tsv')
const manifest = new Map<string, Row>()
if (existsSync(table)) {
  const [head = '', ...lines] = readFileSync(table, 'utf8').trim().split('\n')
  const columns = head.split('\t')
  for (const line of lines) {
    const cells = line.split('\t')
    const cell = (name: string) => cells[columns.findIndex((column) => column.startsWith(name))] ?? ''
    // What only the machine lacks that the tools were asked on is nothing wrong with the file.
    const said = [cell('load_config_from_file'), cell('launch_prep')].join(' ')
    manifest.set(basename(cell('file')), {
      refused: /reject|error|refus|fail/i.test(said) && !/not available on this machine/.test(line),
      verdict: said,
    })
  }
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
const { words, sentences } = wordingOf('en')
const validators = new Map(
  (['accelerate', 'deepspeed', 'lora-wizard'] as const).map((name: SchemaName) => [
    name as string,
    ajv.compile(schema(name, { words, sentences })),
  ]),
)

let missed = 0
let unexplained = 0
let valid = 0
let tried = 0
const byReason = new Map<string, number>()
for (const file of files) {
  const row = manifest.get(basename(file.path))
  const errors = (found.get(file) ?? []).filter(({ severity }) => severity === 'error')
  if (row?.refused && errors.length === 0) {
    missed++
    console.log(`not found: ${basename(file.path)} (${row.verdict})`)
  }
  const validate = validators.get(file.reading.kind)
  const root = file.reading.document?.root
  if (!validate || !root || row?.refused) continue
  tried++
  if (validate(asData(root))) {
    valid++
    continue
  }
  const open = (validate.errors ?? []).filter(({ keyword }) => !['anyOf', 'if'].includes(keyword))
  const told = open.map((error) => `${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`)
  const why = told.map((text, place) => {
    const error = open[place]
    const at = error?.keyword === 'required' ? `required ${error.params.missingProperty}` : (error?.instancePath ?? '')
    return reasons.find(([pattern]) => pattern.test(at) || pattern.test(text))?.[1]
  })
  const explained =
    errors.length > 0 ? 'check calls it an error too' : why.every(Boolean) ? (why[0] as string) : undefined
  if (explained) byReason.set(explained, (byReason.get(explained) ?? 0) + 1)
  else {
    unexplained++
    console.log(`not valid: ${basename(file.path)}\n  ${told.join('\n  ')}`)
  }
}
const findings = [...found.values()].flat()
const count = (severity: string) => findings.filter((one) => one.severity === severity).length
console.log(`${files.length} files: ${count('error')} errors, ${count('warning')} warnings, ${count('hint')} hints`)
console.log(
  `refused by the real tools: ${[...manifest.values()].filter(({ refused }) => refused).length}, not found: ${missed}`,
)
console.log(`held against a schema: ${tried}, valid: ${valid}, unexplained: ${unexplained}`)
for (const [reason, times] of byReason) console.log(`  ${times} × ${reason}`)
process.exitCode = missed + unexplained > 0 ? 1 : 0
