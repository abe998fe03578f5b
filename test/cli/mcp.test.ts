/** `mcp`: the SDK's own client talks to the built program, and gets what the commands print. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toolCommands } from '../../cli/mcp/tools.ts'
import { run } from './program.ts'

const program = join(import.meta.dirname, '../../dist/lora-wizard.js')
let folder: string
let client: Client

async function connected(...more: readonly string[]): Promise<Client> {
  const one = new Client({ name: 'test', version: '1' })
  const env = { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8' }
  const args = [program, 'mcp', ...more]
  await one.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder, env, stderr: 'inherit' }))
  return one
}

interface Answer {
  readonly content: readonly { readonly text: string }[]
  readonly structuredContent?: unknown
  readonly isError?: boolean
}
const ask = async (name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
  (await client.callTool({ name, arguments: args })) as unknown as Answer

const broken = 'distributed_type: MULTI_GPU\nmixed_precision: no\nnum_processes: 8\n'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lora-wizard-mcp-'))
  for (const preset of ['mlperf-llama2-70b-lora', 'qlora-8b-24gb'])
    await run(['init', '--preset', preset, '--yes', '--out', preset], { folder })
  writeFileSync(join(folder, 'broken.yaml'), broken)
  mkdirSync(join(folder, 'empty'))
  client = await connected()
})
afterAll(async () => {
  await client.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the tools', () => {
  test.each([[], ['--lang', 'zh']])(
    '%s their own arguments are described, and the schemas are sound',
    async (...lang) => {
      const other = await connected(...(lang as string[]))
      try {
        const { tools } = await other.listTools()
        expect(tools.map(({ name }) => name)).toEqual(toolCommands.map(({ name }) => name))
        for (const { name, description, inputSchema } of tools) {
          expect(new Ajv().validateSchema(inputSchema), name).toBe(true)
          // What a flag does is on the page of its command, which has a contract of its own.
          const own = ['set', 'text', 'folder', ...toolCommands.flatMap(({ words }) => words.map((one) => one.name))]
          const texts = Object.entries(inputSchema.properties ?? {})
            .filter(([key]) => own.includes(key))
            .map(([key, one]) => [`${name} ${key}`, (one as { description?: string }).description] as const)
          expect(texts.length).toBeGreaterThan(0)
          expect(texts.filter(([, text]) => !text)).toEqual([])
          expect(description).toMatch(lang.length > 0 ? /[\u4e00-\u9fff].*。$/ : /^[A-Z].*\.$/)
        }
        expect(other.getInstructions()).toMatch(lang.length > 0 ? /检查/ : /checks/)
      } finally {
        await other.close()
      }
    },
  )
  test('none can write a file, and only try starts anything', async () => {
    const { tools } = await client.listTools()
    const names = tools.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}))
    expect(names.filter((name) => /^(out|yes|force|fix|keep)$/.test(name))).toEqual([])
    expect(tools.filter(({ annotations }) => !annotations?.readOnlyHint).map(({ name }) => name)).toEqual(['try'])
  })
})

type Line = readonly [tool: string, args: Readonly<Record<string, unknown>>, line: readonly string[]]

const same: readonly Line[] = [
  ['check', { paths: ['broken.yaml'] }, ['check', 'broken.yaml', '--format', 'json']],
  ['check', {}, ['check', '--format', 'json']],
  [
    'check',
    { paths: ['mlperf-llama2-70b-lora'], profile: 'mlperf', gpu: '8xH100', severity: 'warning' },
    ['check', 'mlperf-llama2-70b-lora', '--profile', 'mlperf', '--gpu', '8xH100', '--severity', 'warning'].concat([
      '--format',
      'json',
    ]),
  ],
  ['explain', { about: ['lora.r'] }, ['explain', 'lora.r', '--json']],
  ['explain', {}, ['explain', '--json']],
  [
    'explain',
    { about: ['mlperf-llama2-70b-lora/accelerate.yaml', 'mlperf-llama2-70b-lora/launch.sh'], processes: true },
    ['explain', 'mlperf-llama2-70b-lora/accelerate.yaml', 'mlperf-llama2-70b-lora/launch.sh', '--processes', '--json'],
  ],
  [
    'estimate',
    { preset: 'lora-8b-80gb', set: { 'lora.r': 64, 'lora.target_modules': ['q_proj', 'v_proj'] } },
    [
      'estimate',
      '--preset',
      'lora-8b-80gb',
      '--set',
      'lora.r=64',
      '--set',
      'lora.target_modules=q_proj,v_proj',
      '--json',
    ],
  ],
  [
    'plan',
    { model: 'meta-llama/Llama-3.1-8B', gpu: '2x4090', sequence_length: 2048, top: 2 },
    [
      'plan',
      '--model',
      'meta-llama/Llama-3.1-8B',
      '--gpu',
      '2x4090',
      '--sequence-length',
      '2048',
      '--top',
      '2',
      '--json',
    ],
  ],
  [
    'init',
    { gpu: '2x4090', set: { 'model.id': 'Qwen/Qwen3-8B' } },
    ['init', '--gpu', '2x4090', '--set', 'model.id=Qwen/Qwen3-8B', '--dry-run', '--json'],
  ],
  [
    'diff',
    { a: 'mlperf-llama2-70b-lora', b: 'qlora-8b-24gb' },
    ['diff', 'mlperf-llama2-70b-lora', 'qlora-8b-24gb', '--json'],
  ],
  [
    'diff',
    { a: 'qlora-8b-24gb', preset: 'qlora-8b-24gb' },
    ['diff', 'qlora-8b-24gb', '--preset', 'qlora-8b-24gb', '--json'],
  ],
]

describe('a result', () => {
  test.each(same)('of %s with %j is what the command prints', async (tool, args, line) => {
    const [answer, printed] = [await ask(tool, args), await run(line, { folder })]
    expect(printed.code).toBeLessThan(2)
    expect(answer.isError).toBeUndefined()
    expect(answer.content[0]?.text).toBe(printed.output)
    expect(answer.structuredContent).toEqual(JSON.parse(printed.output))
    expect(answer.content[1]?.text ?? '').toBe(printed.errors.trim())
  })
  test('of a text is that of the same file', async () => {
    const [text, file] = [await ask('check', { text: broken }), await ask('check', { paths: ['broken.yaml'] })]
    const findings = ({ structuredContent }: Answer) =>
      (structuredContent as { files: readonly { findings: readonly unknown[] }[] }).files.map((one) => one.findings)
    expect(findings(text)).toEqual(findings(file))
    expect(findings(text)[0]).not.toEqual([])
  })
  test('of init holds the text of every file, and nothing is written', async () => {
    const { structuredContent } = await ask('init', { preset: 'qlora-8b-24gb', folder: 'empty' })
    const { files } = structuredContent as { files: readonly { path: string; written: boolean; text: string }[] }
    expect(files.find(({ path }) => path === 'accelerate.yaml')?.text).toContain('num_processes')
    expect(files.filter(({ written }) => written)).toEqual([])
    expect(readdirSync(join(folder, 'empty'))).toEqual([])
  })
  test('of a call in another folder is that of the command there', async () => {
    const [answer, printed] = [
      await ask('check', { paths: ['accelerate.yaml'], folder: 'qlora-8b-24gb' }),
      await run(['check', 'accelerate.yaml', '--format', 'json'], { folder: join(folder, 'qlora-8b-24gb') }),
    ]
    expect(answer.content[0]?.text).toBe(printed.output)
  })
  test('of try is what it looked at', async () => {
    const answer = await ask('try', { run: 'qlora-8b-24gb', preflight: true })
    expect(answer.structuredContent).toMatchObject({ version: 1, ready: false })
  })
  test('comes for every one of many calls at once', async () => {
    const names = ['lora.r', 'lora.lora_alpha', 'trainer/clipping-disabled', 'deepspeed.zero_stage']
    const answers = await Promise.all(names.map((name) => ask('explain', { about: [name] })))
    expect(answers.map(({ structuredContent }) => (structuredContent as { name: string }).name)).toEqual(names)
  })
})

const wrong: readonly Line[] = [
  ['check', { paths: ['nothing.yaml'] }, ['check', 'nothing.yaml', '--format', 'json']],
  ['check', { severity: 'loud' }, ['check', '--severity', 'loud', '--format', 'json']],
  ['check', { rule: 'trainer/clipping-disable' }, ['check', '--rule', 'trainer/clipping-disable', '--format', 'json']],
  ['explain', { about: ['lora.x'] }, ['explain', 'lora.x', '--json']],
  ['estimate', { gpu: 'H1000' }, ['estimate', '--gpu', 'H1000', '--json']],
  ['estimate', { pressure: 1 }, ['estimate', '--pressure=1', '--json']],
  ['init', { preset: 'lora-8b' }, ['init', '--preset', 'lora-8b', '--dry-run', '--json']],
  ['init', { set: { 'lora.r': 'many' } }, ['init', '--set', 'lora.r=many', '--dry-run', '--json']],
  ['diff', {}, ['diff', '--json']],
  ['try', { run: 'empty' }, ['try', 'empty', '--json']],
]

describe('a mistake', () => {
  test.each(wrong)('of %s with %j is told in the sentence of the command', async (tool, args, line) => {
    const [answer, printed] = [await ask(tool, args), await run(line, { folder })]
    expect(printed.code).toBe(2)
    expect(answer).toEqual({ content: [{ type: 'text', text: printed.errors.trim() }], isError: true })
  })
  test.each([
    ['a flag that writes', 'check', { fix: true }],
    ['a flag that writes, by its own name', 'init', { out: 'elsewhere' }],
    ['a tool that is a command but no tool', 'launch', {}],
    ['a folder that is not there', 'check', { folder: 'nowhere' }],
    ['a flag among the paths', 'check', { paths: ['--fix', 'broken.yaml'] }],
  ])('%s is refused, and nothing changes', async (_name, tool, args) => {
    const before = readdirSync(folder)
    expect((await ask(tool, args)).isError).toBe(true)
    expect(readdirSync(folder)).toEqual(before)
    expect((await ask('check', { paths: ['broken.yaml'] })).structuredContent).toMatchObject({ version: 1 })
  })
})

test('the server ends when its client goes', async () => {
  const { code, output, errors } = await run(['mcp'], { folder })
  expect([code, output, errors]).toEqual([0, '', ''])
})
