/** `check` as it is called: places, forms, exit codes, sets of files, comments, a project's agreements, and mending. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { foundIn, mend, usual } from '../../cli/check-run.ts'
import { readBytes } from '../../cli/gather-files.ts'
import { codeFrame } from '../../cli/print/code-frame.ts'
import { failures, obeyed } from '../../scripts/fuzz.ts'
import { fileSets } from '../../shared/file-set.ts'
import { linear } from '../linear.ts'
import { freeSeed, runs } from '../runs.ts'
import { hostile, triedText, works } from './hostile-files.ts'
import { emptyFolder, run } from './program.ts'

const example = join(import.meta.dirname, '../examples/check-one-run')
const text = readFileSync(join(example, 'accelerate.yaml'), 'utf8')

interface Json {
  readonly version: number
  readonly files: readonly {
    readonly path: string
    readonly kind: string
    readonly findings: readonly Readonly<Record<string, unknown>>[]
  }[]
  readonly summary: Readonly<Record<string, number>>
}

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = emptyFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}
function copied(): string {
  const folder = emptyFolder()
  cpSync(example, folder, { recursive: true })
  return folder
}
async function checked(folder: string, ...args: readonly string[]): Promise<Json & { readonly code: number | null }> {
  const { code, output } = await run(['check', ...args, '--format', 'json'], { folder })
  return { ...(JSON.parse(output) as Json), code }
}
const rulesOf = ({ files }: Json) => files.flatMap(({ findings }) => findings.map(({ rule }) => rule)).sort()
const sound = text.replace('dvice', 'device').replace('0.3', '1.0')

describe('one file', () => {
  test('is told of in the shape that is promised', async () => {
    const json = await checked(folderWith({ 'a.yaml': text }), 'a.yaml')
    expect(json.code).toBe(1)
    expect(json.version).toBe(1)
    expect(json.files.map(({ path, kind }) => [path, kind])).toEqual([['a.yaml', 'accelerate']])
    const misspelt = json.files[0]?.findings.find(({ rule }) => rule === 'accelerate/misspelled-key')
    expect(Object.keys(misspelt ?? {})).toEqual([
      'rule',
      'severity',
      'message',
      'line',
      'column',
      'key',
      'fix',
      'url',
      'stage',
      'consequence',
      'proof',
    ])
    expect(misspelt).toMatchObject({
      severity: 'error',
      line: 7,
      column: 3,
      key: 'deepspeed_config.offload_param_dvice',
    })
    expect(json.summary.errors).toBe(1)
  })
  test('with nothing wrong ends well', async () => {
    expect(await checked(folderWith({ 'a.yaml': sound }), 'a.yaml')).toMatchObject({ code: 0, summary: { errors: 0 } })
  })
  test('that cannot be parsed is a finding, one that is not there a mistake of the call', async () => {
    const folder = folderWith({ 'a.yaml': 'a: [1\nb: "x', 'b.yaml': Uint8Array.of(0x61, 0x3a, 0x20, 0xff, 0xfe, 0x80) })
    for (const name of ['a.yaml', 'b.yaml']) {
      const json = await checked(folder, name)
      expect([json.code, (json.summary.errors ?? 0) > 0]).toEqual([1, true])
    }
    expect((await run(['check', 'c.yaml'], { folder })).code).toBe(2)
    expect((await run(['check', '*.nothing'], { folder })).code).toBe(2)
  })
  test('shows its line, the mark, and stays within the columns in both languages', async () => {
    const folder = folderWith({ 'a.yaml': text })
    for (const lang of ['en', 'zh']) {
      const { output } = await run(['check', 'a.yaml', '--lang', lang], { folder })
      expect(output).toContain('7 │   offload_param_dvice: none')
      expect(output).toMatch(/│ {3}\^{5,}/)
      expect(output).toContain('lora-wizard explain accelerate/misspelled-key')
      const wide = output.split('\n').filter((line) => stringWidth(line) > 80 && !/https:/.test(line))
      expect(wide).toEqual([])
    }
  })
})

describe('forms for other programs', () => {
  test('SARIF has the rule, the level and the place', async () => {
    const { output, code } = await run(['check', 'a.yaml', '--format', 'sarif'], {
      folder: folderWith({ 'a.yaml': text }),
    })
    const { runs, version } = JSON.parse(output)
    expect([code, version]).toEqual([1, '2.1.0'])
    const [result] = runs[0].results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'accelerate/misspelled-key')
    expect(runs[0].tool.driver.rules[result.ruleIndex].id).toBe('accelerate/misspelled-key')
    expect(result.level).toBe('error')
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'a.yaml' },
      region: { startLine: 7, startColumn: 3, endLine: 7, endColumn: 28 },
    })
  })
  test('GitHub gets a workflow command, others a line each', async () => {
    const folder = folderWith({ 'a,b.yaml': text })
    const github = await run(['check', 'a,b.yaml', '--format', 'github'], { folder })
    expect(github.output).toMatch(/^::error file=a%2Cb\.yaml,line=7,col=3,title=accelerate\/misspelled-key::.+%0A/m)
    const compact = await run(['check', 'a,b.yaml', '--format', 'compact'], { folder })
    expect(compact.output).toMatch(/^a,b\.yaml:7:3: error: .+ \[accelerate\/misspelled-key\]$/m)
  })
  test('no form lets control characters through', async () => {
    const folder = folderWith({
      'a.yaml': text.replace('dvice', 'dv\\e[31mice').replace('offload', '"off\\e]0;x\\a"? '),
    })
    for (const format of ['pretty', 'json', 'sarif', 'github', 'compact']) {
      expect((await run(['check', 'a.yaml', '--format', format], { folder })).output).not.toMatch(obeyed)
    }
  })
})

describe('files of one run', () => {
  test('are checked together where one names the other, asked for or not', async () => {
    for (const args of [['accelerate.yaml', 'launch.sh'], ['.'], ['launch.sh'], ['*.{yaml,sh}']]) {
      expect(rulesOf(await checked(copied(), ...args))).toContain('deepspeed/clipping-mismatch')
    }
  })
  test('for a script of somebody’s own is not held to what trl sft takes, unless somebody says that it is for it', async () => {
    const folder = folderWith({
      'train.yaml':
        'model_name_or_path: m\ndataset_name: d\nlora_r: 16\nlearning_rate: 0.0002\nprompt_template: chat\n',
    })
    expect(rulesOf(await checked(folder, 'train.yaml'))).toEqual(['trl/other-script'])
    const told = rulesOf(await checked(folder, 'train.yaml', '--kind', 'trl'))
    expect(told).toContain('trl/unknown-argument')
    expect(told).toContain('trainer/high-learning-rate')
  })
  test('with a value that a template fills in say nothing about what it might become', async () => {
    const folder = folderWith({
      'a.yaml': 'distributed_type: MULTI_GPU\nnum_processes: <GPUS>\nmixed_precision: bf16\n',
    })
    expect(rulesOf(await checked(folder, 'a.yaml'))).toEqual(['launch/invalid-num-processes'])
  })
  test('are found from a folder above, where the run is started', async () => {
    const folder = folderWith({
      'examples/ds.json':
        '{"zero_optimization": {"stage": 2}, "gradient_clipping": "auto", "train_batch_size": "auto"}\n',
      'examples/lora/train.yaml': text.replace(/zero_stage: 3/, 'deepspeed_config_file: examples/ds.json'),
    })
    const found = rulesOf(await checked(folder, 'examples/lora/train.yaml'))
    expect(found).not.toContain('files/missing-file')
  })
  test('are kept apart where a folder holds several of a kind', () => {
    const read = (path: string, content: string) => {
      const one = readBytes(new TextEncoder().encode(content), path, true)
      if (!one) throw new Error('the text is of a kind')
      return one
    }
    const script = (name: string) => `accelerate launch --config_file ${name} train.py`
    const files = [
      read('x/a.yaml', text),
      read('x/b.yaml', text),
      read('x/a.sh', script('a.yaml')),
      read('x/b.sh', script('x/b.yaml')),
      read('y/c.yaml', text),
    ]
    const names = fileSets(files).map((set) => set.map(({ path }) => path))
    expect(names.sort()).toEqual([['x/a.yaml', 'x/a.sh'], ['x/b.yaml', 'x/b.sh'], ['y/c.yaml']].sort())
  })
  test('of others are passed over in a folder', async () => {
    const folder = folderWith({
      'a.yaml': text,
      'node_modules/p/a.yaml': text,
      '.git/a.yaml': text,
      'package.json': '{"name": "x", "version": "1.0.0"}',
      'compose.yaml': 'services:\n  web:\n    image: x\n',
    })
    expect((await checked(folder)).files.map(({ path }) => path)).toEqual(['a.yaml'])
  })
})

describe('what is wanted', () => {
  test('rules alone, without one, by weight, and where it fails', async () => {
    const folder = folderWith({ 'a.yaml': text.replace('  zero3_save_16bit_model: true\n', '') })
    expect(rulesOf(await checked(folder, 'a.yaml'))).toEqual([
      'accelerate/misspelled-key',
      'deepspeed/16bit-save-disabled',
    ])
    expect(rulesOf(await checked(folder, 'a.yaml', '--rule', 'accelerate/misspelled-key'))).toEqual([
      'accelerate/misspelled-key',
    ])
    expect(await checked(folder, 'a.yaml', '--rule', '!accelerate/misspelled-key')).toMatchObject({
      code: 0,
      summary: { warnings: 1 },
    })
    expect((await checked(folder, 'a.yaml', '--rule', '!accelerate/misspelled-key', '--fail-on', 'warning')).code).toBe(
      1,
    )
    expect((await checked(folder, 'a.yaml', '--fail-on', 'never')).code).toBe(0)
    expect(rulesOf(await checked(folder, 'a.yaml', '--severity', 'error'))).toEqual(['accelerate/misspelled-key'])
    expect((await run(['check', 'a.yaml', '--rule', 'accelerate/mispelled-key'], { folder })).errors).toContain(
      'accelerate/misspelled-key',
    )
    for (const bad of [
      ['--format', 'xml'],
      ['--versions', 'numpy=1.0'],
      ['--kind', 'toml'],
      ['--profile', 'x'],
    ])
      expect((await run(['check', 'a.yaml', ...bad], { folder })).code).toBe(2)
  })
  test.each([
    ['the file', text.replace('#', '# lora-wizard-disable accelerate/misspelled-key -- on purpose\n#')],
    ['the line', text.replace('dvice: none', 'dvice: none # lora-wizard-disable-line accelerate/misspelled-key')],
    ['the next line', text.replace('  offload', '  # lora-wizard-disable-next-line\n  offload')],
  ])('comments switch a finding off for %s', async (_, content) => {
    expect(await checked(folderWith({ 'a.yaml': content }), 'a.yaml')).toMatchObject({ code: 0 })
  })
  test('a text that looks like such a comment switches nothing off', async () => {
    const content = `${text}main_training_function: "x # lora-wizard-disable"\n`
    expect(rulesOf(await checked(folderWith({ 'a.yaml': content }), 'a.yaml'))).toContain('accelerate/misspelled-key')
  })
  test('a project agrees on it in its own file', async () => {
    const files = { 'sub/a.yaml': text, 'old/b.yaml': text }
    const config = 'ignore: [old]\nrules:\n  accelerate/misspelled-key: off\n'
    const folder = folderWith({ ...files, 'lora-wizard.config.yaml': config })
    expect(await checked(folder, '.')).toMatchObject({ code: 0, files: [{ path: 'sub/a.yaml' }] })
    writeFileSync(join(folder, 'lora-wizard.config.yaml'), 'rules:\n  accelerate/misspelled-key: hint\nfail-on: hint\n')
    expect(await checked(folder, 'sub')).toMatchObject({ code: 1, summary: { errors: 0, hints: 1 } })
    for (const broken of ['rules:\n  no-such-rule: off\n', 'colour: red\n', 'fail-on: perhaps\n', 'rules: [\n']) {
      writeFileSync(join(folder, 'lora-wizard.config.yaml'), broken)
      expect((await run(['check', '.'], { folder })).code).toBe(2)
    }
  })
})

describe('mending', () => {
  test('is shown first, changes one line, keeps the rest, and is done once', async () => {
    const folder = folderWith({ 'a.yaml': text })
    const dry = await run(['check', 'a.yaml', '--fix', '--dry-run'], { folder })
    expect(dry.output).toContain('+  offload_param_device: none')
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(text)
    expect((await run(['check', 'a.yaml', '--fix'], { folder })).code).toBe(0)
    const after = readFileSync(join(folder, 'a.yaml'), 'utf8')
    expect(after).toBe(text.replace('dvice', 'device'))
    await run(['check', 'a.yaml', '--fix'], { folder })
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(after)
  })
  test('keeps the byte order mark and line ends', async () => {
    const content = `\ufeff${text.replaceAll('\n', '\r\n')}`
    const folder = folderWith({ 'a.yaml': content })
    await run(['check', 'a.yaml', '--fix'], { folder })
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(content.replace('dvice', 'device'))
  })
  test('leaves no finding that it says it mended, and brings no new error', () => {
    const read = readBytes(new TextEncoder().encode(text), 'a.yaml', true)
    if (!read) throw new Error('the text is of a kind')
    const terms = { ...usual, exists: () => undefined }
    const { files, rules } = mend([read], terms, () => true)
    expect(rules.get('a.yaml')).toContain('accelerate/misspelled-key')
    expect([...foundIn(files, terms).values()].flat().filter(({ severity }) => severity === 'error')).toEqual([])
  })

  const ofRun = (texts: Readonly<Record<string, string>>) => {
    const files = Object.entries(texts).flatMap(([path, each]) => {
      const read = readBytes(new TextEncoder().encode(each), path, true)
      return read ? [read] : []
    })
    const terms = { ...usual, exists: () => true }
    const { files: after } = mend(files, terms, () => true)
    return Object.fromEntries(after.map(({ path, text: mended }) => [path, mended]))
  }
  test('goes on where one mended line shows the next', () => {
    const content = "distributed_type: 'NO'\nnum_processes: 1\nmixed_precison: bfloat16\n"
    expect(ofRun({ 'a.yaml': content })['a.yaml']).toBe(
      "distributed_type: 'NO'\nnum_processes: 1\nmixed_precision: bf16\n",
    )
  })
  test('names no broken file that nobody read before', () => {
    const yaml = 'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_cnofig_file: ds.json\n'
    const broken = '{"zero_optimization": {"stage": 3}, "optimizer": 3, "train_micro_batch_size_per_gpu": 1}\n'
    const whole = '{"zero_optimization": {"stage": 3}, "gradient_clipping": 1.0, "train_micro_batch_size_per_gpu": 1}\n'
    expect(ofRun({ 'a.yaml': yaml, 'ds.json': broken })['a.yaml']).toContain('cnofig')
    expect(ofRun({ 'a.yaml': yaml, 'ds.json': whole })['a.yaml']).toContain('config_file')
  })
})

describe('whatever a file holds', () => {
  const seed = freeSeed ?? 20261124
  const { numRuns } = runs(300)
  test(`${numRuns} made-up files of seed ${seed} neither crash nor speak to the terminal`, () => {
    expect(
      [...failures(numRuns, seed, 0, { timed: false })].map(({ index, problem }) => `#${index}: ${problem}`),
    ).toEqual([])
  })
  test.each(Object.entries(hostile))('200 kB of %s', (_, make) => {
    expect(triedText(make(200_000))).toBeUndefined()
  })
  linear(join(import.meta.dirname, 'hostile-files.ts'), Object.keys(works))
})

test('a frame shows the part of a long line that is meant', () => {
  const plain = (one: string) => one
  const style = { bold: plain, dim: plain, accent: plain, good: plain, warning: plain, bad: plain }
  const line = `${'好'.repeat(200)}key: value${'x'.repeat(200)}`
  const lines = codeFrame(line, { offset: 200, line: 1, column: 201 }, 203, 60, style, plain)
  expect(lines.every((one) => stringWidth(one) <= 60)).toBe(true)
  const mark = lines[1]?.indexOf('^') ?? -1
  expect(stringWidth((lines[0] ?? '').split('key')[0] ?? '')).toBe(mark)
})
