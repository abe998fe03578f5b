/** What `check` prints for people, for reviews and for hooks: counts, edits that can be taken over, and nothing about files that are none of ours. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { emptyFolder, run } from './program.ts'

const root = join(import.meta.dirname, '../..')

const accelerate = `distributed_type: DEEPSPEED
num_processes: 8
mixed_precison: bf16
machine_rank: 0
colour: red
deepspeed_config:
  zero_stage: 3
  gradient_clipping: 1.0
`

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

interface Region {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}
interface Result {
  readonly ruleId: string
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly replacements: readonly { readonly deletedRegion: Region; readonly insertedContent: { text: string } }[]
    }[]
  }[]
}

/** A text after what a reader of SARIF does with a replacement. */
function replaced(text: string, { startLine, startColumn, endLine, endColumn }: Region, by: string): string {
  const starts = [0, ...[...text.matchAll(/\r\n|\n/g)].map(({ index, 0: end }) => index + end.length)]
  const offset = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1
  return text.slice(0, offset(startLine, startColumn)) + by + text.slice(offset(endLine, endColumn))
}

describe('for people', () => {
  test('it counts, says which findings --fix mends, and --fix mends those', async () => {
    const folder = folderWith({ 'a.yaml': accelerate })
    const { output } = await run(['check', 'a.yaml', '--severity', 'error'], { folder })
    expect(output).toContain('2 errors in 1 file.')
    expect(output).toContain('1 fixable with --fix')
    expect(output.match(/^ {2}[\w/-]+ {2}.*--fix$/gm)).toEqual([
      '  accelerate/unknown-key  lora-wizard explain accelerate/unknown-key  --fix',
    ])
    const chinese = await run(['check', 'a.yaml', '--severity', 'error', '--lang', 'zh'], { folder })
    expect(chinese.output).toContain('检查了 1 个文件，共 2 个错误。')
    const mended = await run(['check', 'a.yaml', '--severity', 'error', '--fix'], { folder })
    expect(mended.output).toContain('a.yaml: fixed ')
    expect(mended.output).toContain('1 error in 1 file.')
    expect(mended.output).not.toContain('fixable')
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toContain('mixed_precision: bf16')
  })
  test('no line is longer than the window, so the command to read more stays in one piece', async () => {
    const folder = folderWith({
      'a.yaml': accelerate.replace('gradient_clipping: 1.0', 'deepspeed_config_file: no.json'),
    })
    for (const lang of ['en', 'zh']) {
      const { output } = await run(['check', 'a.yaml', '--lang', lang], { folder })
      expect(output).toMatch(/^ {2}deepspeed\/duplicate-source.*\n {2}lora-wizard explain deepspeed\/duplicate-source/m)
      expect(output.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
    }
  })
  test('a finding in a JSON of DeepSpeed’s speaks by the names there', async () => {
    const folder = folderWith({
      'a.yaml': 'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: z.json\n',
      'z.json':
        '{\n  "zero_optimization": {"stage": 3},\n  "bf16": {"enabled": true},\n  "gradient_clipping": 1.0,\n  "gradient_accumulation_steps": 1,\n  "train_micro_batch_size_per_gpu": 1\n}\n',
    })
    const { output } = await run(['check', '.', '--format', 'json'], { folder })
    const [found] = JSON.parse(output).files.flatMap(({ findings }: { findings: readonly { rule: string }[] }) =>
      findings.filter(({ rule }) => rule === 'deepspeed/16bit-save-disabled'),
    )
    expect(found).toMatchObject({ line: 2, fix: expect.stringContaining('stage3_gather_16bit_weights_on_model_save') })
    expect(`${found.message} ${found.fix}`).not.toContain('zero3_save')
  })
  test('a difference of a file with Windows line ends has no empty lines in it', async () => {
    const folder = folderWith({ 'a.yaml': accelerate.replaceAll('\n', '\r\n') })
    const { output } = await run(['check', 'a.yaml', '--fix', '--dry-run'], { folder })
    expect(output).toContain('-mixed_precison: bf16\n+mixed_precision: bf16\n')
  })
})

describe('as SARIF', () => {
  test.each(['\n', '\r\n'])('it offers edits of whole lines that do what they say, with line ends %j', async (end) => {
    const text = accelerate.replaceAll('\n', end)
    const folder = folderWith({ 'a.yaml': text })
    const { output } = await run(['check', 'a.yaml', '--format', 'sarif'], { folder })
    const [sarif] = JSON.parse(output).runs
    const { results } = sarif as { results: readonly Result[] }
    const fixable = results.filter(({ fixes }) => fixes !== undefined)
    expect(fixable.map(({ ruleId }) => ruleId)).toContain('accelerate/unknown-key')
    const [change] =
      fixable.find(({ ruleId }) => ruleId === 'accelerate/unknown-key')?.fixes?.[0]?.artifactChanges ?? []
    const { deletedRegion, insertedContent } = change?.replacements[0] ?? {}
    expect(replaced(text, deletedRegion as Region, insertedContent?.text ?? '')).toBe(
      text.replace('mixed_precison', 'mixed_precision'),
    )
    expect(sarif.tool.driver.version).toMatch(/^\d+\.\d+\.\d+/)
    for (const rule of sarif.tool.driver.rules) {
      expect(rule.help.text).toContain(`lora-wizard explain ${rule.id}`)
      expect(rule.help.text).toContain(rule.fullDescription.text)
    }
  })
  test('a path from the root is an address', async () => {
    const folder = folderWith({ 'a b.yaml': accelerate })
    const { output } = await run(['check', join(folder, 'a b.yaml'), '--format', 'sarif'])
    expect(output).toContain(`"uri": "file://${folder}/a%20b.yaml"`)
  })
})

describe('a slip in what a project or a call asks for', () => {
  test.each([
    ['rulez:\n  accelerate/unknown-key: off\n', 'line 1: there is no setting called rulez', 'rules'],
    [
      'fail-on: error\nrules:\n  accelerate/unknown-kye: off\n',
      'line 3: there is no rule called accelerate/unknown-kye',
      'accelerate/unknown-key',
    ],
    ['rules:\n  accelerate/unknown-key: of\n', "line 2: rules.accelerate/unknown-key can't be of", 'off'],
    ['profile: mlprf\n', "line 1: profile can't be mlprf", 'mlperf'],
    ['versions:\n  deepsped: 0.19.6\n', "line 2: versions.deepsped can't be 0.19.6", 'deepspeed'],
    ['fail-on: warnin\n', "line 1: fail-on can't be warnin", 'warning'],
  ])('%j is told with its line, and what was perhaps meant', async (config, said, meant) => {
    const folder = folderWith({ 'a.yaml': accelerate, 'lora-wizard.config.yaml': config })
    const { code, errors } = await run(['check'], { folder })
    expect([code, errors]).toEqual([2, expect.stringContaining(`lora-wizard.config.yaml, ${said}`)])
    expect(errors).toContain(`Did you mean ${meant}?`)
    expect(errors).toContain('explain project-config')
  })
  test.each([
    [
      ['--rule', '!accelerate/unknown-kye'],
      'There is no rule called accelerate/unknown-kye',
      'Did you mean accelerate/unknown-key?',
    ],
    [['--versions', 'deepspeed'], "--versions can't be deepspeed", 'deepspeed=…'],
  ])('%j is told with what it can be', async (args, said, meant) => {
    const { code, errors } = await run(['check', 'a.yaml', ...args], { folder: folderWith({ 'a.yaml': accelerate }) })
    expect([code, errors]).toEqual([2, expect.stringContaining(said)])
    expect(errors).toContain(meant)
  })
})

test('a JSON Schema of such files, which names all of their keys, is no such file', async () => {
  const folder = folderWith({ 'a.yaml': accelerate })
  for (const name of ['accelerate', 'deepspeed', 'lora-wizard'])
    writeFileSync(join(folder, `${name}.schema.json`), (await run(['schema', name])).output)
  const { output } = await run(['check', '.', '--format', 'json'], { folder })
  expect(JSON.parse(output).files.map(({ path }: { path: string }) => path)).toEqual(['a.yaml'])
})

describe('for hooks', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as {
    id: string
    entry: string
    require_serial: boolean
  }[]
  test('the hook checks what is a configuration of ours, and passes over every other file of a commit', async () => {
    const folder = folderWith({
      'conf/any name.yml': accelerate,
      '.vscode/launch.json': '{"version": "0.2.0", "configurations": []}',
      'docker-compose.yml': 'services:\n  web:\n    image: x\n',
      'launch.sh': '#!/bin/sh\necho hello\n',
    })
    const [program, ...args] = hook?.entry.split(' ') ?? []
    expect([program, hook?.require_serial]).toEqual(['lora-wizard', true])
    const others = ['.vscode/launch.json', 'docker-compose.yml', 'launch.sh']
    expect(await run([...args, ...others], { folder })).toMatchObject({ code: 0, output: '', errors: '' })
    const { code, output } = await run([...args, ...others, 'conf/any name.yml'], { folder })
    expect(code).toBe(1)
    expect(output.split('\n').filter((line) => line !== '' && !line.startsWith('conf/any name.yml:'))).toEqual([])
  })
})

describe('the GitHub Action', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default: string; description: string }>
    runs: { using: string; steps: { shell: string; env: Record<string, string>; run: string }[] }
  }
  const [step] = action.runs.steps
  /** Runs the step as a runner does, with an npx that only knows this program. */
  function acted(inputs: Readonly<Record<string, string>>, folder: string) {
    const bin = emptyFolder()
    writeFileSync(
      join(bin, 'npx'),
      `#!/bin/sh\necho "npx $1 $2" >&2\nshift 2\nexec '${process.execPath}' '${join(root, 'dist/lora-wizard.js')}' "$@"\n`,
      { mode: 0o755 },
    )
    const env = Object.fromEntries(
      Object.entries(step?.env ?? {}).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ (inputs|github)\.([\w-]+) \}\}/g, (_, where: string, key: string) =>
          where === 'github' ? root : (inputs[key] ?? action.inputs[key]?.default ?? ''),
        ),
      ]),
    )
    const script = join(bin, 'step.sh')
    writeFileSync(script, step?.run ?? '')
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: folder,
      env: { PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH}`, HOME: folder, ...env },
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

  test('is one step of a shell, every input of which has a description and reaches it as a variable', () => {
    expect([action.runs.using, action.runs.steps.length, step?.shell]).toEqual(['composite', 1, 'bash'])
    for (const { description } of Object.values(action.inputs)) expect(description.length).toBeGreaterThan(10)
    expect(step?.run).not.toContain('${{')
  })
  test('takes no flag from the paths, and passes its arguments on', () => {
    const folder = folderWith({ 'a.yaml': accelerate })
    const before = readFileSync(join(folder, 'a.yaml'), 'utf8')
    expect(acted({ paths: 'a.yaml\n--fix' }, folder).status).toBe(2)
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(before)
    expect(acted({ paths: 'a.yaml', arguments: '--severity=error\n--gpu=8xH100' }, folder).status).toBe(1)
  })
  test('takes the release that it belongs to, marks findings and fails', () => {
    const folder = folderWith({ 'conf/a b.yaml': accelerate, 'conf/other.yml': 'services: {}\n' })
    const { status, stdout, stderr } = acted({ paths: 'conf' }, folder)
    expect([status, stderr]).toEqual([1, `npx --yes lora-wizard@${version}\n`])
    expect(stdout).toMatch(/^::error file=conf\/a b\.yaml,line=3,col=1,title=accelerate\/unknown-key::/m)
    expect(acted({ paths: 'conf', 'fail-on': 'never', version: '9.9.9' }, folder)).toMatchObject({
      status: 0,
      stderr: 'npx --yes lora-wizard@9.9.9\n',
    })
  })
  test('runs nothing that an input holds', () => {
    const folder = folderWith({ '$(touch x)/a.yaml': accelerate })
    const { status, stdout } = acted(
      { paths: '$(touch x)\n', arguments: '--rule=accelerate/unknown-key\n--severity=error\n' },
      folder,
    )
    expect(status).toBe(1)
    expect(stdout.match(/^::/gm)).toHaveLength(2)
    // The compile cache is below the home folder, which is this one.
    expect(readdirSync(folder).filter((name) => name !== '.cache')).toEqual(['$(touch x)'])
  })
})
