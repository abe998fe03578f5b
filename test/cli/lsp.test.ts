/** `lsp`: a real client opens, changes and asks; what it is told is what `check` and `explain` say of the same files. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type CodeAction,
  CodeActionRequest,
  type CompletionItem,
  CompletionRequest,
  DefinitionRequest,
  type Diagnostic,
  DocumentLinkRequest,
  type Hover,
  HoverRequest,
  type Location,
} from 'vscode-languageserver-protocol/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { foundIn, usual } from '../../cli/check-run.ts'
import { findingText } from '../../cli/finding-text.ts'
import { existsFor, gather } from '../../cli/gather-files.ts'
import { realHost } from '../../cli/host.ts'
import { clean } from '../../cli/print/text.ts'
import { wordingOf } from '../../cli/wording.ts'
import { runs } from '../runs.ts'
import { LanguageClient } from './language-client.ts'
import { run } from './program.ts'

const root = join(import.meta.dirname, '../..')
let folder: string
let client: LanguageClient

/** A folder with these files, and a client of a server that was told of it. */
async function begin(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'lora-wizard-lsp-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  client = new LanguageClient(folder, args)
  await client.start()
}
async function end(): Promise<void> {
  expect(await client.end()).toBe(0)
  rmSync(folder, { recursive: true, force: true })
}
const on = (name: string) => readFileSync(join(folder, name), 'utf8')
const document = (name: string, text = on(name)) => TextDocument.create(client.uri(name), 'yaml', 1, text)
const rulesOf = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => String(code)).sort()

/** A finding, wherever it was told. */
type Said = readonly [rule: string, severity: number, offset: number, message: string]

const saidBy = (name: string, text: string, diagnostics: readonly Diagnostic[]): readonly Said[] =>
  diagnostics
    .map(
      (one): Said => [
        String(one.code),
        one.severity ?? 0,
        document(name, text).offsetAt(one.range.start),
        String(one.message),
      ],
    )
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))

const severities: Readonly<Record<string, number>> = { error: 1, warning: 2, hint: 3 }

/** What `check` finds in the folder, by file. */
async function checked(place: string): Promise<ReadonlyMap<string, readonly Said[]>> {
  const host = { ...realHost(), folder: place }
  const files = await gather(host, { paths: ['.'] })
  const found = foundIn(files, { ...usual, exists: existsFor(host, files) })
  return new Map(
    [...found].map(([file, findings]) => [
      file.path,
      findings
        .map((one): Said => {
          const { message, fix } = findingText(one, wordingOf('en'))
          const text = clean([message, fix].filter(Boolean).join('\n'))
          return [one.rule, severities[one.severity] ?? 0, one.at.offset, text]
        })
        .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    ]),
  )
}

const example = (name: string): Readonly<Record<string, string>> => {
  const place = join(root, 'test/examples', name, 'expected')
  const names = readdirSync(place).filter((one) => /\.(ya?ml|json|sh)$/.test(one))
  return Object.fromEntries(names.map((one) => [one, readFileSync(join(place, one), 'utf8')]))
}
const five: Readonly<Record<string, string>> = {
  ...example('mlperf-llama2-70b-lora-json'),
  'adapter_config.json':
    '{\n  "peft_type": "LORA",\n  "r": 16,\n  "lora_alpha": 32,\n  "target_modules": ["q_proj"]\n}\n',
}

describe('the files of the examples and cases', () => {
  const cases = readdirSync(join(root, 'test/cases'), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
  test('are told what check finds in them', async () => {
    await begin({})
    try {
      let findings = 0
      for (const name of cases) {
        const place = join(root, 'test/cases', name, 'bad')
        const names = readdirSync(place).filter((one) => /\.(ya?ml|json|sh|bash|slurm|sbatch)$/.test(one))
        for (const one of names) {
          mkdirSync(join(folder, name), { recursive: true })
          writeFileSync(join(folder, name, one), readFileSync(join(place, one)))
        }
        for (const one of names) await client.open(`${name}/${one}`, on(`${name}/${one}`))
        const all = await checked(folder)
        for (const one of names) {
          const path = `${name}/${one}`
          const told = await client.diagnostics(path)
          expect([path, saidBy(path, on(path), told)]).toEqual([path, all.get(path) ?? []])
          findings += told.length
        }
        for (const one of names) await client.close(`${name}/${one}`)
        rmSync(join(folder, name), { recursive: true })
      }
      expect(findings).toBeGreaterThan(cases.length / 2)
    } finally {
      await end()
    }
  })
})

describe('while one types', () => {
  beforeAll(() => begin(five))
  afterAll(end)

  test('a file tells of what an unsaved change in another one makes wrong', async () => {
    await client.open('launch.sh', five['launch.sh'] ?? '')
    await client.open('ds_config.json', five['ds_config.json'] ?? '')
    expect(rulesOf(await client.diagnostics('ds_config.json'))).not.toContain('deepspeed/clipping-mismatch')
    const text = five['ds_config.json'] ?? ''
    const other = text.replace(/("gradient_clipping": )[\d.]+/, '$19.5')
    expect(other).not.toBe(text)
    await client.change('ds_config.json', [{ text: other }])
    const rules = await client.until(() => {
      const all = ['launch.sh', 'ds_config.json', 'accelerate.yaml', 'lora-wizard.yaml'].flatMap((name) =>
        rulesOf(client.published.get(name)?.diagnostics ?? []),
      )
      return all.some((rule) => rule.includes('clipping')) ? all : undefined
    })
    expect(rules.some((rule) => rule.includes('clipping'))).toBe(true)
    await client.change('ds_config.json', [{ text }])
    await client.until(() =>
      [...client.published.values()].every(
        ({ diagnostics }) => !rulesOf(diagnostics).some((rule) => rule.includes('clipping')),
      )
        ? true
        : undefined,
    )
    await client.close('launch.sh')
    await client.close('ds_config.json')
  })
  test('a file that nobody shows any more has no problems left', async () => {
    await client.open(
      'broken.yaml',
      'distributed_type: MULTI_GPU\nmixed_precision: no\nnum_processes: 8\nnum_machines: 1\n',
    )
    expect(rulesOf(await client.diagnostics('broken.yaml'))).toContain('accelerate/unquoted-mixed-precision')
    await client.close('broken.yaml')
    expect(
      await client.until(() => (client.published.get('broken.yaml')?.diagnostics.length === 0 ? true : undefined)),
    ).toBe(true)
  })
  test('a file that is about something else has none', async () => {
    await client.open('docker-compose.yml', 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n')
    await client.open('settings.json', '{"editor.fontSize": 12}')
    await client.open('ds_config.json', five['ds_config.json'] ?? '')
    await client.diagnostics('ds_config.json')
    expect(client.published.get('docker-compose.yml')?.diagnostics ?? []).toEqual([])
    expect(client.published.get('settings.json')?.diagnostics ?? []).toEqual([])
    for (const name of ['docker-compose.yml', 'settings.json', 'ds_config.json']) await client.close(name)
  })
})

interface Typed {
  readonly file: number
  /** Thousandths of the text. */
  readonly at: number
  readonly length: number
  readonly text: string
}
const snippets = [
  '',
  ' ',
  '\n',
  '\r\n',
  ':',
  '#',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '- ',
  '\t',
  '0',
  '1e-4',
  'no',
  'null',
  'auto',
  'true',
  '汉',
  '\u0085',
  '\u0001',
  '🙂',
  '\\',
  '\nmixed_precision: no\n',
  '\nzero_stage: 3\n',
  '"stage": 2,',
  ' --learning_rate 1',
  'gradient_clipping: 7\n',
  'num_machines: 2\n',
  '\n  ',
  '$X',
]
const typed: fc.Arbitrary<Typed> = fc.record({
  file: fc.nat(4),
  at: fc.nat(1000),
  length: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(12)),
  text: fc.oneof(fc.constantFrom(...snippets), fc.string({ maxLength: 6 })),
})

describe('after any edits', () => {
  beforeAll(async () => {
    await begin(five)
    for (const [name, text] of Object.entries(five)) await client.open(name, text)
  })
  afterAll(end)

  test('the problems are those that check finds in the saved files', async () => {
    const names = Object.keys(five)
    expect(names).toHaveLength(5)
    let different = 0
    await fc.assert(
      fc.asyncProperty(fc.array(typed, { minLength: 1, maxLength: 12 }), async (edits) => {
        const texts = new Map(Object.entries(five))
        for (const [name, text] of texts) await client.change(name, [{ text }])
        for (const { file, at, length, text } of edits) {
          const name = names[file] as string
          const before = texts.get(name) ?? ''
          const one = document(name, before)
          const start = Math.floor((before.length * at) / 1000)
          const range = { start: one.positionAt(start), end: one.positionAt(Math.min(before.length, start + length)) }
          texts.set(name, TextDocument.applyEdits(one, [{ range, newText: text }]))
          await client.change(name, [{ range, text }])
        }
        for (const [name, text] of texts) writeFileSync(join(folder, name), text)
        for (const name of names) await client.save(name)
        // The first answer may be one of several; what comes after it is about everything that was sent before.
        for (let round = 0; round < 2; round++) {
          await client.change('launch.sh', [{ text: texts.get('launch.sh') ?? '' }])
          await client.diagnostics('launch.sh')
        }
        const all = await checked(folder)
        for (const [name, text] of texts) {
          const told = saidBy(name, text, client.published.get(name)?.diagnostics ?? [])
          expect([name, told]).toEqual([name, all.get(name) ?? []])
          different += told.length
        }
      }),
      runs(25),
    )
    expect(different).toBeGreaterThan(25)
  })
})

const two = {
  'accelerate.yaml': [
    'compute_environment: LOCAL_MACHINE',
    'distributed_type: DEEPSPEED',
    'deepspeed_config:',
    '  gradient_clipping: 0.3',
    '  zero_stage: 3',
    'mixed_precision: bf16',
    'num_machines: 1',
    'num_processes: 8',
    '',
  ].join('\n'),
  'launch.sh': [
    '#!/usr/bin/env bash',
    'accelerate launch --config_file accelerate.yaml --num_processes 4 train.py \\',
    '  --max_grad_norm 1.0 --learning_rate 1e-4 --output_dir out',
    '',
  ].join('\n'),
  'train.py': '',
}

describe.each(['en', 'zh'] as const)('asked in %s', (language) => {
  beforeAll(async () => {
    await begin(two, '--lang', language)
    for (const name of ['accelerate.yaml', 'launch.sh']) await client.open(name, two[name as keyof typeof two])
  })
  afterAll(end)

  const place = (name: keyof typeof two, text: string, more = 0) => {
    const offset = two[name].indexOf(text)
    expect(offset).toBeGreaterThanOrEqual(0)
    return {
      textDocument: { uri: client.uri(name) },
      position: document(name, two[name]).positionAt(offset + more),
    }
  }
  const hover = async (name: keyof typeof two, text: string): Promise<string> => {
    const found = (await client.connection.sendRequest(HoverRequest.type, place(name, text, 2))) as Hover | null
    return (found?.contents as { value: string } | undefined)?.value ?? ''
  }

  test('a problem is told in the language', async () => {
    const told = await client.diagnostics('accelerate.yaml')
    const all = [...told, ...(client.published.get('launch.sh')?.diagnostics ?? [])]
    expect(rulesOf(all)).toContain('deepspeed/clipping-mismatch')
    for (const { message } of all) expect(/[\u4e00-\u9fff]/.test(String(message))).toBe(language === 'zh')
  })
  test('a key tells its page, its value and who wins', async () => {
    const page = wordingOf(language).page('fields/deepspeed/zero_stage')
    const text = await hover('accelerate.yaml', 'zero_stage')
    expect(text).toContain(`**${page?.title}**`)
    expect(text).toContain('`deepspeed_config.zero_stage` = `3`')
    expect(text).toContain(page?.summary)
    const lost = await hover('accelerate.yaml', 'num_processes')
    expect(lost).toMatch(/~~.*8.*~~/)
    expect(lost).toContain('launch.sh')
    expect(lost).toMatch(/= `4`/)
  })
  test('a key leads to the line that wins, and a name to its file', async () => {
    const to = async (name: keyof typeof two, text: string, more = 2) =>
      (await client.connection.sendRequest(DefinitionRequest.type, place(name, text, more))) as Location[]
    const [winner] = await to('accelerate.yaml', 'num_processes')
    expect(winner?.uri).toBe(client.uri('launch.sh'))
    expect(document('launch.sh', two['launch.sh']).getText(winner?.range)).toBe('--num_processes')
    const [itself] = await to('accelerate.yaml', 'zero_stage')
    expect([itself?.uri, itself?.range.start.line]).toEqual([client.uri('accelerate.yaml'), 4])
    const [named] = await to('launch.sh', 'accelerate.yaml')
    expect(named?.uri).toBe(client.uri('accelerate.yaml'))
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, {
      textDocument: { uri: client.uri('launch.sh') },
    })
    expect(links?.map(({ target }) => target)).toContain(client.uri('accelerate.yaml'))
  })
  test('a fix removes its finding, and a comment switches it off', async () => {
    const text = two['accelerate.yaml'].replace('mixed_precision: bf16', 'mixed_precision: no')
    await client.change('accelerate.yaml', [{ text }])
    const told = await client.diagnostics('accelerate.yaml')
    const finding = told.find(({ code }) => code === 'accelerate/unquoted-mixed-precision') as Diagnostic
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: client.uri('accelerate.yaml') },
      range: finding.range,
      context: { diagnostics: [...told] },
    })) as CodeAction[]
    expect(actions.filter(({ isPreferred }) => isPreferred)).toHaveLength(1)
    for (const action of actions) {
      expect(action.kind).toBe('quickfix')
      expect(/[\u4e00-\u9fff]/.test(action.title)).toBe(language === 'zh')
      expect(action.diagnostics).toEqual([finding])
      const edits = action.edit?.changes?.[client.uri('accelerate.yaml')] ?? []
      const after = TextDocument.applyEdits(document('accelerate.yaml', text), edits)
      await client.change('accelerate.yaml', [{ text: after }])
      expect(rulesOf(await client.diagnostics('accelerate.yaml'))).not.toContain('accelerate/unquoted-mixed-precision')
    }
    expect(actions.length).toBe(2)
    await client.change('accelerate.yaml', [{ text }])
    const all = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: client.uri('accelerate.yaml') },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], only: ['source.fixAll'] },
    })) as CodeAction[]
    expect(all.map(({ kind }) => kind)).toEqual(['source.fixAll.lora-wizard'])
    await client.change('accelerate.yaml', [{ text: two['accelerate.yaml'] }])
  })

  /** What is offered at the mark `|` in a text. */
  const offered = async (name: string, marked: string): Promise<readonly CompletionItem[]> => {
    const offset = marked.indexOf('|')
    const text = marked.replace('|', '')
    await client.open(name, text)
    const items = (await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: client.uri(name) },
      position: document(name, text).positionAt(offset),
    })) as CompletionItem[]
    await client.close(name)
    return items
  }
  const completions: readonly (readonly [
    name: string,
    marked: string,
    some: readonly string[],
    none: readonly string[],
  ])[] = [
    [
      'default_config.yaml',
      'distributed_type: FSDP\nnum_|',
      ['num_processes', 'num_machines', 'fsdp_config'],
      ['distributed_type'],
    ],
    [
      'default_config.yaml',
      'distributed_type: FSDP\nfsdp_config:\n  |',
      ['fsdp_version', 'fsdp_state_dict_type'],
      ['num_processes'],
    ],
    ['default_config.yaml', 'distributed_type: |', ['MULTI_GPU', 'FSDP', 'DEEPSPEED'], ['bf16']],
    ['default_config.yaml', 'mixed_precision: |', ['bf16', 'fp16', 'no'], []],
    ['ds_config.json', '{\n  "zero_optimization": {\n    "|', ['stage', 'reduce_bucket_size'], ['gradient_clipping']],
    ['ds_config.json', '{\n  "gra|"\n}', ['gradient_clipping'], ['stage']],
    ['lora-wizard.yaml', 'version: 1\nmodel:\n  id: |', ['meta-llama/Llama-3.1-8B'], []],
    ['lora-wizard.yaml', 'version: 1\nhardware:\n  gpu: |', ['H100-SXM5-80GB'], []],
    ['lora-wizard.yaml', 'version: 1\nlora:\n  |', ['r', 'lora_alpha'], ['lora']],
    ['axolotl.yaml', 'base_model: |', ['meta-llama/Llama-3.1-8B'], []],
    ['axolotl.yaml', 'adapter: lora\nlo|', ['lora_r', 'load_in_8bit'], ['adapter']],
    ['run.sh', 'accelerate launch --mixed|', ['--mixed_precision'], []],
    ['run.sh', 'accelerate launch --mixed_precision |', ['bf16'], []],
  ]
  test.each(completions)('%s: at the mark in %j there is what fits', async (name, marked, some, none) => {
    const labels = (await offered(name, marked)).map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining([...some]))
    expect(labels.filter((label) => none.includes(label))).toEqual([])
    expect(new Set(labels).size).toBe(labels.length)
  })
  test('a value that YAML would read as something else is offered in quotes', async () => {
    const items = await offered('default_config.yaml', 'mixed_precision: |')
    const no = items.find(({ label }) => label === 'no')
    expect(no?.textEdit?.newText).toMatch(/^['"]no['"]$/)
    expect(/[\u4e00-\u9fff]/.test(JSON.stringify(no?.documentation))).toBe(language === 'zh')
  })
})

describe('a project', () => {
  test('weighs rules by its settings, and is told where they are wrong', async () => {
    const broken = 'distributed_type: MULTI_GPU\nmixed_precision: no\nnum_processes: 8\nnum_machines: 1\n'
    await begin({
      'accelerate.yaml': broken,
      'lora-wizard.config.yaml': 'rules:\n  accelerate/unquoted-mixed-precision: warning\n',
    })
    try {
      await client.open('accelerate.yaml', broken)
      const [first] = (await client.diagnostics('accelerate.yaml')).filter(
        ({ code }) => code === 'accelerate/unquoted-mixed-precision',
      )
      expect(first?.severity).toBe(2)
      const wrong = 'ignore: []\nrules:\n  accelerate/nothing: off\n'
      writeFileSync(join(folder, 'lora-wizard.config.yaml'), wrong)
      await client.save('accelerate.yaml')
      const told = await client.until(() => {
        const last = client.published.get('lora-wizard.config.yaml')?.diagnostics
        return last && last.length > 0 ? last : undefined
      })
      expect(told.map(({ code, range }) => [code, range.start.line])).toEqual([['project-config', 2]])
      const { errors } = await run(['check'], { folder })
      expect(errors.split('\n')[0]).toContain(String(told[0]?.message).split('\n')[0] ?? 'nothing')
    } finally {
      await end()
    }
  })
})

test.each([
  [['--gpu', 'H1000'], 'H1000'],
  [['--profile', 'nothing'], 'nothing'],
  [['extra'], 'extra'],
])('a wrong call %j ends with a sentence before anything is served', async (args, word) => {
  const { code, output, errors } = await run(['lsp', ...args])
  expect([code, output]).toEqual([2, ''])
  expect(errors).toContain(word)
})
