/** The plain questions in a real pseudo-terminal: the same answers give the same files as the wizard and `init --yes`; leaving keeps the answers. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keys, type Opening, open, type Screen } from '../terminal.ts'
import { run } from './program.ts'

let base: string
let state: string
let opened: Screen[]

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'faces-'))
  state = join(base, 'state')
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map((screen) => screen.stop()))
  rmSync(base, { recursive: true, force: true })
})

const folderNamed = (name: string): string => {
  const folder = join(base, name)
  mkdirSync(folder, { recursive: true })
  return folder
}

function start(folder: string, args: readonly string[], more: Partial<Opening> = {}): Screen {
  const screen = open({ folder, state, args, rows: 60, columns: 100, ...more })
  opened.push(screen)
  return screen
}

const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        `${(statSync(join(folder, name)).mode & 0o777).toString(8)}\n${readFileSync(join(folder, name), 'utf8')}`,
      ]),
  )

const draft = (): string =>
  readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^state\/.*\.json$/.test(name))
    .map((name) => readFileSync(join(base, name), 'utf8'))
    .join('')

/** What is typed once something has been said; each text is looked for after everything that was seen before. */
type Exchange = readonly (readonly [seen: string, typed: string])[]
async function converse(screen: Screen, exchange: Exchange): Promise<void> {
  let heard = 0
  for (const [seen, typed] of exchange) {
    await screen.until(() => screen.raw().indexOf(seen, heard) >= 0)
    heard = screen.raw().indexOf(seen, heard) + seen.length
    screen.write(typed)
  }
}

/** The same with a screen that is drawn anew at every key. */
async function drive(screen: Screen, exchange: Exchange): Promise<void> {
  for (const [seen, typed] of exchange) {
    await screen.until(seen)
    screen.write(typed)
  }
}

interface Scenario {
  readonly name: string
  readonly language: 'en' | 'zh'
  /** What is said on the command line of either face. */
  readonly args: readonly string[]
  readonly plain: Exchange
  readonly wizard: Exchange
  /** The same answers without anybody asking. */
  readonly flags: readonly string[]
}
const { enter } = keys
const scenarios: readonly Scenario[] = [
  {
    name: 'the MLPerf preset as it is',
    language: 'en',
    args: [],
    plain: [
      ['(press Enter for From a preset)', enter],
      ['(press Enter for mlperf-llama2-70b-lora-today)', enter],
      ['(press Enter for Review and write)', enter],
      ['(press Enter for Write the files)', enter],
    ],
    wizard: [
      ['Where do you want to start?', enter],
      ['Which preset?', enter],
      ['What next?', enter],
      ['Write 7 files', enter],
      ['here?', 'y'],
    ],
    flags: ['--preset', 'mlperf-llama2-70b-lora-today'],
  },
  {
    name: '单卡 QLoRA 预设，改过秩和学习率',
    language: 'zh',
    args: ['--preset', 'qlora-8b-24gb'],
    plain: [
      ['直接回车使用 总览并写入', enter],
      ['直接回车使用 写入文件', `2${enter}`],
      ['修改哪一个？', `lora.r${enter}`],
      ['直接回车使用 16', `64${enter}`],
      ['第 ', `w${enter}`],
      ['直接回车使用 写入文件', `修改一个回答${enter}`],
      ['修改哪一个？', `training.learning_rate${enter}`],
      ['值（', `1e-4${enter}`],
      ['第 ', `w${enter}`],
      ['直接回车使用 写入文件', enter],
    ],
    wizard: [
      ['接下来做什么？', `${keys.down}${enter}`],
      ['第 1 步', `${keys.go}秩${enter}`],
      ['lora.r', `${keys.line}64${enter}`],
      ['lora.target_modules', `${keys.go}学习率${enter}`],
      ['training.learning_rate', `${keys.line}1e-4`],
      ['1e-4', enter],
      ['training.max_grad_norm', keys.review],
      ['把 7 个文件写到', enter],
      ['要在当前目录写出', 'y'],
    ],
    flags: ['--preset', 'qlora-8b-24gb', '--lora.r', '64', '--set', 'training.learning_rate=1e-4'],
  },
]

describe.each(scenarios)('$name', ({ language, args, plain, wizard, flags }) => {
  test('the plain questions, the wizard and init --yes write the same bytes', async () => {
    const folders = { plain: folderNamed('plain'), wizard: folderNamed('wizard'), nobody: folderNamed('nobody') }
    const asked = start(folders.plain, ['--plain', '--lang', language, ...args])
    await converse(asked, plain)
    expect(await asked.exit).toBe(0)
    expect(asked.raw()).not.toMatch(/undefined|\{\w+\}/)
    const shown = start(folders.wizard, ['--lang', language, ...args])
    await drive(shown, wizard)
    expect(await shown.exit).toBe(0)
    const silent = await run(['init', '--lang', language, ...flags, '--yes'], { folder: folders.nobody })
    expect(silent.code).toBe(0)
    const files = filesIn(folders.nobody)
    expect(Object.keys(files)).toEqual([
      'accelerate.yaml',
      'after.py',
      'launch.sh',
      'lora-wizard.yaml',
      'next.md',
      'requirements.txt',
      'train.py',
    ])
    expect(filesIn(folders.plain)).toEqual(files)
    expect(filesIn(folders.wizard)).toEqual(files)
    expect(draft()).toBe('')
  })
})

/** With a terminal that can edit a line, and where the terminal itself echoes and sends the signal. */
const terminals: readonly (readonly [name: string, environment: Readonly<Record<string, string>>])[] = [
  ['a full terminal', {}],
  ['TERM=dumb', { TERM: 'dumb' }],
]
describe.each(terminals)('Ctrl-C among plain questions, %s', (_name, environment) => {
  test('130, nothing is written, the answers are kept and offered again', async () => {
    const folder = folderNamed('run')
    const first = start(folder, ['--plain', '--preset', 'qlora-8b-24gb'], { environment })
    await converse(first, [
      ['press Enter for Review and write', `2${enter}`],
      ['How many questions?', ''],
      ['press Enter for', enter],
      ['Question 1 of', ''],
      ['press Enter for', enter],
      ['Question 2 of', ''],
      ['press Enter for', 'half a li'],
      ['half a li', keys.interrupt],
    ])
    expect(await first.exit).toBe(130)
    expect(first.text()).toContain('Your answers are saved')
    expect(readdirSync(folder)).toEqual([])
    expect(draft()).toContain('"preset":"qlora-8b-24gb"')

    const second = start(folder, ['--plain'], { environment })
    await converse(second, [
      ['You have a draft with', ''],
      ['press Enter for Resume the draft', enter],
      ['Question 2 of', ''],
      ['press Enter for', `w${enter}`],
      ['press Enter for Write the files', enter],
    ])
    expect(await second.exit).toBe(0)
    expect(Object.keys(filesIn(folder))).toEqual([
      'accelerate.yaml',
      'after.py',
      'launch.sh',
      'lora-wizard.yaml',
      'next.md',
      'requirements.txt',
      'train.py',
    ])
    expect(draft()).toBe('')
  })
  test('before anything was answered there is nothing to keep', async () => {
    const folder = folderNamed('run')
    const screen = start(folder, ['--plain'], { environment })
    await converse(screen, [['press Enter for From a preset', keys.interrupt]])
    expect(await screen.exit).toBe(130)
    expect(screen.text()).toContain('There was nothing to save')
    expect([readdirSync(folder), draft()]).toEqual([[], ''])
  })
})

describe('a name that no catalogue knows, among plain questions', () => {
  test('a part of a name is a search, and only what is typed twice is used as it is', async () => {
    const folder = folderNamed('run')
    const screen = start(folder, ['--plain', '--gpu', '1x4090'])
    await converse(screen, [
      ['press Enter for Review and write', `2${enter}`],
      ['How many questions?', ''],
      ['press Enter', enter],
      ['Question 1 of', ''],
      ['press Enter', `qwen3${enter}`],
      ['known models contain', `nothing-known${enter}`],
      ['No model called nothing-known is known', `nothing-known${enter}`],
      ['Question 2 of', ''],
      ['press Enter', `qwen${enter}`],
      ['No GPU is called qwen', `s${enter}`],
    ])
    expect(await screen.exit).toBe(0)
    expect(draft()).toContain('"model.id":"nothing-known"')
    expect(draft()).not.toContain('"hardware.gpu":"qwen"')
  })
})

describe('a draft that is no draft', () => {
  const texts: readonly (readonly [name: string, change: (text: string) => string])[] = [
    ['broken', (text) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['something else', () => '[1,2]'],
    ['of a foreign version', (text) => text.replace(/"version":\d+/, '"version":999')],
    ['without a version', (text) => text.replace(/"version":\d+,?/, '')],
  ]
  test.each(texts)('%s: the questions begin anew', async (_name, change) => {
    const folder = folderNamed('run')
    const first = start(folder, ['--plain', '--preset', 'qlora-8b-24gb'])
    await converse(first, [['press Enter for Review and write', `s${enter}`]])
    expect(await first.exit).toBe(0)
    const file = readdirSync(state, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.json')) ?? ''
    const path = join(state, file)
    const kept = readFileSync(path, 'utf8')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    writeFileSync(path, change(kept))
    expect(readFileSync(path, 'utf8')).not.toBe(kept)
    const second = start(folder, ['--plain'])
    const seen = await second.until((text) => /press Enter for (From a preset|Resume)/.test(text))
    expect(seen).not.toContain('draft')
    expect(seen).toContain('Where do you want to start?')
  })
})
