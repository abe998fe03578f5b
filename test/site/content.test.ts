/** What the pages say is so: their commands are run, their files are read, and both languages say the same. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { check } from '../../shared/check.ts'
import { resolve } from '../../shared/config.ts'
import { type Language, languages } from '../../shared/pages.ts'
import { readYaml } from '../../shared/pyyaml/document.ts'
import { readers } from '../../shared/readers/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = join(root, 'dist', 'lora-wizard.js')

const pathsOf = (language: Language): readonly string[] =>
  readdirSync(join(root, 'docs', language), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -3).replaceAll('\\', '/'))
    .sort()
const pageText = (language: Language, path: string): string =>
  readFileSync(join(root, 'docs', language, `${path}.md`), 'utf8')

interface Block {
  readonly kind: string
  /** The file that the block is, if it says so: ```yaml [accelerate.yaml]. */
  readonly file: string | undefined
  readonly text: string
}
const blocksOf = (text: string): readonly Block[] =>
  [...text.matchAll(/^```(\w*)(?: \[([^\]]+)\])?[^\n]*\n([\s\S]*?)^```$/gm)].map(([, kind, file, body]) => ({
    kind: kind as string,
    file,
    text: body as string,
  }))

/** Commands and what they print: `$ command`, then lines until the next. */
function commandsOf(text: string): readonly { readonly command: string; readonly printed: readonly string[] }[] {
  const found: { command: string; printed: string[] }[] = []
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), printed: [] })
    else found.at(-1)?.printed.push(line)
  }
  return found
}

/** Whether lines are as shown; a line `…` stands for any number of lines, none included. */
function matches(shown: readonly string[], printed: readonly string[]): boolean {
  const [head, ...rest] = shown
  if (head === undefined) return printed.length === 0
  if (head === '…') {
    for (let from = 0; from <= printed.length; from++) if (matches(rest, printed.slice(from))) return true
    return false
  }
  return printed[0] === head && matches(rest, printed.slice(1))
}

describe('the comparison of what is shown and what is printed', () => {
  it.each([
    [['a', 'b'], ['a', 'b'], true],
    [['a', '…', 'd'], ['a', 'b', 'c', 'd'], true],
    [['a', '…', 'b'], ['a', 'b'], true],
    [['a'], ['a', 'b'], false],
    [['a', '…', 'd'], ['a', 'b', 'c'], false],
    [['b'], ['a'], false],
  ] as const)('%j against %j: %s', (shown, printed, expected) => {
    expect(matches(shown, printed)).toBe(expected)
  })
})

describe('the commands of the pages', () => {
  let programs: string
  beforeAll(() => {
    if (!existsSync(program)) execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root })
    programs = mkdtempSync(join(tmpdir(), 'lora-wizard-programs-'))
    writeFileSync(join(programs, 'lora-wizard'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
    chmodSync(join(programs, 'lora-wizard'), 0o755)
  })
  afterAll(() => rmSync(programs, { recursive: true, force: true }))

  const run = /^\$ (lora-wizard|diff|grep|head|ls|printf) /
  // What `detect` prints depends on the machine; its page is checked with a machine of its own, beside the command.
  const pages = languages.flatMap((language) =>
    pathsOf(language)
      .filter((path) => path !== 'commands/detect')
      .filter((path) =>
        blocksOf(pageText(language, path)).some(({ kind, text }) => kind === 'console' && run.test(text)),
      )
      .map((path) => [language, path] as const),
  )
  it('there are some', () => expect(pages.length).toBeGreaterThan(10))

  it.each(pages)(
    '%s %s: each prints what the page shows, one after the other in one empty folder',
    (language, path) => {
      const home = mkdtempSync(join(tmpdir(), 'lora-wizard-home-'))
      const folder = join(home, 'work')
      mkdirSync(folder)
      try {
        for (const block of blocksOf(pageText(language, path))) {
          if (block.kind !== 'console' || !run.test(block.text)) continue
          for (const { command, printed } of commandsOf(block.text)) {
            const { stdout } = spawnSync('bash', ['-c', `( ${command} ) 2>&1`], {
              cwd: folder,
              encoding: 'utf8',
              env: {
                PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`,
                HOME: home,
                XDG_STATE_HOME: join(home, 'state'),
                LANG: 'C.UTF-8',
                LORA_WIZARD_LANG: language,
                NO_COLOR: '1',
              },
            })
            const lines = stdout.trimEnd() === '' ? [] : stdout.trimEnd().split('\n')
            if (!matches(printed, lines)) expect([`$ ${command}`, ...lines]).toEqual([`$ ${command}`, ...printed])
          }
        }
      } finally {
        rmSync(home, { recursive: true, force: true })
      }
    },
  )
})

describe('the files that pages show', () => {
  const kinds: Readonly<Record<string, string>> = {
    'accelerate.yaml': 'accelerate',
    'ds_config.json': 'deepspeed',
    'lora-wizard.yaml': 'lora-wizard',
  }
  const shown = languages.flatMap((language) =>
    pathsOf(language).flatMap((path) =>
      blocksOf(pageText(language, path))
        .filter(({ file }) => file !== undefined && kinds[file] !== undefined)
        .map(({ file, text }) => [language, path, file as string, text] as const),
    ),
  )
  it('there are some', () => expect(shown.length).toBeGreaterThanOrEqual(6))

  it.each(shown)('%s %s: %s is read without a remark, and nothing in it fails', (_language, _path, file, text) => {
    const reader = readers.find(({ id }) => id === kinds[file])
    const reading = reader?.read(text)
    expect(reading?.findings).toEqual([])
    expect(reading?.unknown).toEqual([])
    expect(reading?.refused).toEqual([])
    expect(reading?.given.length).toBeGreaterThan(3)
    const errors = check(resolve(reading?.answers ?? {})).filter(({ severity }) => severity === 'error')
    // A file says its part of a run; what another file must add is no fault of this one.
    expect(errors.map(({ rule }) => rule)).toEqual([])
  })
})

describe('the blocks of YAML and JSON', () => {
  const blocks = languages.flatMap((language) =>
    pathsOf(language).flatMap((path) =>
      blocksOf(pageText(language, path))
        .filter(({ kind }) => kind === 'yaml' || kind === 'json')
        .map(({ kind, text }, place) => [language, path, place, kind, text] as const),
    ),
  )
  it('there are some', () => expect(blocks.length).toBeGreaterThanOrEqual(8))
  it.each(blocks)('%s %s, number %i: the %s is sound', (_language, _path, _place, kind, text) => {
    if (kind === 'json') expect(() => JSON.parse(text)).not.toThrow()
    else expect(readYaml(text).findings).toEqual([])
  })
})

/** Ids of the headings, in order. */
const idsOf = (text: string): readonly string[] =>
  [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{2,4} .*?\{#([\w-]+)\}$/gm)].map(([, id]) => id as string)
/** What a block must share with its twin: all of it, but for what a program printed in the reader's language. */
const commonOf = ({ kind, text }: Block): string =>
  kind === 'console'
    ? commandsOf(text)
        .map(({ command }) => command)
        .join('\n')
    : text.replace(/(^|\s)#.*$/gm, '').replace(/"[^"]*\p{Script=Han}[^"]*"/gu, '""')
/** Numbers of the prose with two digits or more, or with a fraction; small ones are words in English. Each once. */
const numbersOf = (text: string): readonly string[] => {
  const prose = text
    .replace(/^---[\s\S]*?^---$/m, '')
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '')
    .replace(/\]\([^)]*\)|\{[^}\n]*\}|https?:\/\/\S+/g, ']')
    .replace(/(?<=\d)[, ](?=\d{3}(?!\d))/g, '')
  return [...new Set([...prose.matchAll(/\d+(?:\.\d+)*/g)].map(([number]) => number))]
    .filter((number) => number.includes('.') || (number.length > 1 && Number(number) > 12))
    .sort()
}

/** Folders whose pages are written heading by heading for both languages. */
const guided = /^(guide|tutorials|howto|explain|emitters)\//

describe.each(pathsOf('en').filter((path) => guided.test(path)))('%s', (path) => {
  const en = pageText('en', path)
  it('says in Chinese under the same headings what it says in English, with the same code and numbers', () => {
    const zh = pageText('zh', path)
    expect(idsOf(zh)).toEqual(idsOf(en))
    expect(idsOf(en).length).toBe([...en.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{2,4} /gm)].length)
    expect(blocksOf(zh).map(commonOf)).toEqual(blocksOf(en).map(commonOf))
    expect(numbersOf(zh)).toEqual(numbersOf(en))
  })
})

/** Forms that the glossary decided against: the form, and what is written instead. */
const avoided: readonly (readonly [form: string, instead: string])[] = [
  ['梯度累加', '梯度累积'],
  ['梯度积累', '梯度累积'],
  ['精调', '微调'],
  ['全量微调', '全参数微调'],
  ['参数有效微调', '参数高效微调'],
  ['底座', '基座模型'],
  ['主干模型', '基座模型'],
  ['缩放系数', '缩放因子'],
  ['批处理大小', '批次大小'],
  ['批量大小', '批次大小'],
  ['聊天模板', '对话模板'],
  ['继续预训练', '增量预训练'],
  ['词元', 'token'],
  ['排名', '编号'],
  ['GPU 内存', '显存'],
  ['显卡内存', '显存'],
]

describe('terms', () => {
  it.each(avoided)('no page says %s where the glossary says %s', (form) => {
    expect(pathsOf('zh').filter((path) => pageText('zh', path).includes(form))).toEqual([])
  })
  it('the glossary lists at least a hundred, each in both languages', () => {
    const terms = (language: Language) =>
      [...pageText(language, 'guide/glossary').matchAll(/^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$/gm)].map(
        ([, first, second]) => (language === 'en' ? `${first} = ${second}` : `${second} = ${first}`),
      )
    expect(terms('en').length).toBeGreaterThanOrEqual(100)
    expect(terms('zh')).toEqual(terms('en'))
  })
})
