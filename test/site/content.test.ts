/** What the pages say is so: their commands are run, their files are read, and both languages say the same. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readArguments } from '../../cli/arguments.ts'
import { commands } from '../../cli/commands/index.ts'
import { check } from '../../shared/check.ts'
import { checkFiles } from '../../shared/check-files.ts'
import { answerAll, parseText, resolve } from '../../shared/config.ts'
import { fieldAt, fieldKeys } from '../../shared/fields/index.ts'
import { type Language, languages } from '../../shared/pages.ts'
import { readYaml } from '../../shared/python/yaml/document.ts'
import { read } from '../../shared/read.ts'
import { readers } from '../../shared/readers/index.ts'
import { type Block, blocksOf, commandsOf, inlineCommandsOf, matches, pagePaths, pageText } from '../page-code.ts'
import { pageFolder } from '../page-folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

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

interface Excuse {
  readonly page: RegExp
  readonly code: RegExp
  readonly why: string
}
/** Commands that are not run here, and who runs them. */
const notHere: readonly Excuse[] = [
  {
    page: /^tutorials\/first-run$/,
    code: /^(?!lora-wizard init --yes|grep)/,
    why: 'needs Python: test/real/tutorial_compare.ts does the whole page with the real tools',
  },
  {
    page: /^guide\/index$/,
    code: /first-lora|sound\.yaml|^(bash (launch|eight)|grep -o|python )/,
    why: 'goes on from the first run, or needs a GPU: test/real/tutorial_compare.ts does what a CPU can',
  },
  {
    page: /^(index|guide\/index)$/,
    code: /^npm ci && npm start$/,
    why: 'asks in a terminal: test/tui answers it there',
  },
  {
    page: /^(howto\/come-from-other-tools|emitters\/answers)$/,
    code: /^lora-wizard init --from (?!.*--yes)/,
    why: 'asks in a terminal: test/tui answers it there',
  },
  {
    page: /^(howto\/several-machines|emitters\/shell)$/,
    code: /^(MACHINE_RANK=|srun |accelerate env )/,
    why: 'needs Accelerate and several machines: test/real/tutorial_compare.ts rehearses it',
  },
  {
    page: /^fields\/accelerate\/(gpu_ids|machine_rank)$/,
    code: /accelerate launch/,
    why: 'needs Accelerate: test/real/tutorial_compare.ts has its launcher read the words',
  },
  {
    page: /^howto\/come-from-other-tools$/,
    code: /^accelerate to-fsdp2 /,
    why: 'needs Accelerate: test/real/tutorial_compare.ts translates the file above it',
  },
  { page: /^fields\/accelerate\/main_process_ip$/, code: /scontrol/, why: 'needs Slurm' },
  {
    page: /^commands\/detect$/,
    code: /lora-wizard detect/,
    why: 'prints what the machine has: test/cli/detect.test.ts holds the page against a machine of its own',
  },
  {
    page: /^commands\/(try|launch)$/,
    code: /lora-wizard (try|launch)/,
    why: 'starts Python and the real tools: test/real/train_compare.ts trains what is written',
  },
  {
    page: /^emitters\/train$/,
    code: /^bash launch\.sh/,
    why: 'trains: test/real/train_compare.ts does it',
  },
  {
    page: /^(commands\/watch|howto\/track-a-run)$/,
    code: /tee train\.log/,
    why: 'trains: test/cli/watch.test.ts writes to standard input',
  },
  {
    page: /^howto\/(after-training|own-data)$/,
    code: /^(python after\.py|pip|lm_eval|vllm|hf) /,
    why: 'needs an adapter: test/real/tutorial_compare.ts uses after.py on one; the rest needs a network or a GPU',
  },
  {
    page: /^commands\/estimate$/,
    code: /--measured/,
    why: 'needs the log of a run: test/shared/estimate/measured.test.ts has some',
  },
  {
    page: /^commands\/export$/,
    code: /--from for-axolotl\/axolotl\.yaml/,
    why: 'goes on from the line before it: test/cli/export.test.ts translates a file',
  },
  {
    page: /^howto\/in-your-editor$/,
    code: /^npm ci && npm run package:vscode$/,
    why: 'fetches a packager from the network',
  },
  {
    page: /^guide\/estimates$/,
    code: /^node scripts\//,
    why: 'rewrites this very page; test/shared/estimate holds the scores against it',
  },
]
/** Blocks that are no commands and no files, and who vouches for them. */
const neither: readonly Excuse[] = [
  {
    page: /^(tutorials\/first-run|guide\/mlperf-article)$/,
    code: /./,
    why: 'what a real tool prints: test/real/tutorial_compare.ts compares it',
  },
  {
    page: /^howto\/own-data$/,
    code: /^(\{"|First row)/,
    why: 'rows, and what train.py prints of one: test/real/train_compare.ts trains on such rows',
  },
  {
    page: /^fields\/(deepspeed\/zero3_init_flag|fsdp\/fsdp_state_dict_type)$/,
    code: /\(/,
    why: 'Python: test/real/tutorial_compare.ts compiles it',
  },
  {
    page: /^fields\/deepspeed\/deepspeed_(hostfile|inclusion_filter|exclusion_filter)$/,
    code: /node-/,
    why: 'what DeepSpeed calls its machines: test/real/tutorial_compare.ts has its parser read it',
  },
  { page: /^guide\/agents$/, code: /^\[mcp_servers/, why: 'the settings of an agent that is not here' },
  {
    page: /^howto\/in-your-editor$/,
    code: /lora-wizard/,
    why: 'settings of editors: scripts/test-editors.ts starts the one that is there',
  },
  { page: /^fields\/training\/num_train_epochs$/, code: /^steps = /, why: 'a formula' },
]
/** Pages that speak of files of the reader's: how the folder looks before their first command. */
const given: Readonly<Record<string, string>> = {
  'commands/check':
    'lora-wizard init --preset mlperf-llama2-70b-lora --yes --out . && mkdir configs && cp accelerate.yaml configs',
  'commands/completion': 'mkdir -p ~/.local/share/bash-completion/completions ~/.zfunc ~/.config/fish/completions',
  'commands/diff':
    'lora-wizard init --preset mlperf-llama2-70b-lora --yes --out . && cp accelerate.yaml old.yaml && cp accelerate.yaml new.yaml',
  'commands/estimate': `mkdir my-model && printf '%s' '{"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256, "tie_word_embeddings": false}' > my-model/config.json`,
  'commands/explain': 'lora-wizard init --preset mlperf-llama2-70b-lora --set output.deepspeed_json=true --yes --out .',
  'commands/init':
    'lora-wizard init --preset mlperf-llama2-70b-lora --yes --out old && cp old/accelerate.yaml default_config.yaml',
  'commands/update': 'lora-wizard init --preset mlperf-llama2-70b-lora --yes --out .',
  'commands/watch': `lora-wizard init --preset lora-8b-80gb --yes --out . && mkdir output && printf "%s\\n" "{'loss': 1.5, 'grad_norm': 0.4, 'epoch': 0.1}" | tee train.log > output/train.log`,
  'rules/releases/known-fault': `lora-wizard init --preset lora-8b-80gb --yes --out . && printf 'transformers==5.24.0\\n' > requirements.txt`,
  'emitters/answers': 'lora-wizard init --gpu 4090 --set model.id=Qwen/Qwen3-8B --yes --out .',
  'emitters/shell': 'lora-wizard init --preset mlperf-llama2-70b-lora --yes --out .',
  'howto/come-from-other-tools':
    'lora-wizard init --preset mlperf-llama2-70b-lora --yes --out old && mkdir -p ~/.cache/huggingface/accelerate && cp old/accelerate.yaml ~/.cache/huggingface/accelerate/default_config.yaml',
}

/** Pages of commands show calls for different occasions: each stands for itself. */
const apart = /^commands\//

const everyBlock = languages.flatMap((language) =>
  pagePaths(language).flatMap((path) =>
    blocksOf(pageText(language, path)).map((block, place) => ({ language, path, place, block })),
  ),
)
const isShell = ({ kind }: Block) => ['console', 'sh', 'bash'].includes(kind)
const excuseOf = (excuses: readonly Excuse[], path: string, code: string) =>
  excuses.find((excuse) => excuse.page.test(path) && excuse.code.test(code))

describe('the commands of the pages', () => {
  beforeAll(() => {
    if (!existsSync(`${root}/dist/lora-wizard.js`)) execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root })
  })

  const pages = languages.flatMap((language) =>
    pagePaths(language)
      .filter((path) =>
        blocksOf(pageText(language, path)).some((block) =>
          commandsOf(block).some(({ text }) => !excuseOf(notHere, path, text)),
        ),
      )
      .map((path) => [language, path] as const),
  )
  it('there are some', () => expect(pages.length).toBeGreaterThan(40))

  it.each(pages)(
    '%s %s: each prints what the page shows, one after the other in one empty folder',
    (language, path) => {
      const begin = () => {
        const folder = pageFolder(language)
        if (given[path]) expect(folder.run(given[path])).toMatchObject({ code: 0 })
        return folder
      }
      let folder = begin()
      try {
        for (const { text, shown } of blocksOf(pageText(language, path)).flatMap(commandsOf)) {
          if (excuseOf(notHere, path, text)) continue
          if (apart.test(path)) {
            folder.remove()
            folder = begin()
          }
          const { code, lines } = folder.run(text)
          if (shown && !matches(shown, lines)) expect([`$ ${text}`, ...lines]).toEqual([`$ ${text}`, ...shown])
          // 1 is a difference, a finding or nothing found, which is what the block may be about; more is a call to be mended.
          if (code === null || code > 1) expect([`$ ${text}`, code, ...lines]).toEqual([`$ ${text}`, 0])
        }
      } finally {
        folder.remove()
      }
    },
  )

  const shell = everyBlock.filter(({ block }) => isShell(block))
  it.each(shell.map(({ language, path, place, block }) => [language, path, place, block] as const))(
    '%s %s, block %i is sound shell, and there is a command in it',
    (_language, _path, _place, block) => {
      const texts = commandsOf(block).map(({ text }) => text)
      expect(texts.length).toBeGreaterThan(0)
      for (const text of texts) {
        const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' })
        expect([text, status, stderr]).toEqual([text, 0, ''])
      }
      if (block.kind === 'console') expect(block.text).toMatch(/^\$ /)
    },
  )
  it('what is excused from being run here is still on a page', () => {
    const unused = notHere.filter(
      ({ page, code }) =>
        !everyBlock.some(({ path, block }) => page.test(path) && commandsOf(block).some(({ text }) => code.test(text))),
    )
    expect(unused.map(({ why }) => why)).toEqual([])
    expect(Object.keys(given).filter((path) => !pages.some(([, page]) => page === path))).toEqual([])
  })
})

describe('the commands that sentences name', () => {
  const named = languages.flatMap((language) =>
    pagePaths(language).flatMap((path) =>
      // Capitals stand for what the reader has: KEY, FILE.
      inlineCommandsOf(pageText(language, path))
        .filter((text) => !/ [A-Z]+\b|…|`/.test(text))
        .map((text) => [language, path, text] as const),
    ),
  )
  it('there are some', () => expect(named.length).toBeGreaterThan(10))
  it.each(named)('%s %s: %s is a call that the program takes', async (_language, _path, text) => {
    const [, name = 'init', ...rest] = text.split(/\s+/)
    if (name.startsWith('-')) return expect(['--help', '--version', '--lang']).toContain(name)
    const command = await commands.find((one) => one.name === name)?.load()
    expect(command, name).toBeDefined()
    const { options, flags } = await readArguments(rest, command?.flags ?? [], fieldAt, fieldKeys)
    const set = (flags.get('set') ?? []).map((one) => one.split(/=(.*)/).slice(0, 2) as [string, string])
    for (const [key, typed] of [...options, ...set]) {
      const parsed = parseText(key, typed)
      expect('value' in parsed ? answerAll({}, [[key, parsed.value]]).refusals : parsed).toEqual([])
    }
  })
})

/** What else a page shows as a file: the title that it has there, and what makes it true. */
const otherFiles: readonly (readonly [file: RegExp, sound: (text: string) => void])[] = [
  [
    /^lora-wizard\.config\.yaml$/,
    (text) => {
      const folder = pageFolder('en')
      try {
        folder.run(`cat > lora-wizard.config.yaml <<'END'\n${text}END`)
        // A key or a value that is not understood ends with 2.
        expect(
          folder.run('lora-wizard init --preset qlora-8b-24gb --yes && lora-wizard check --fail-on never'),
        ).toMatchObject({ code: 0 })
      } finally {
        folder.remove()
      }
    },
  ],
  [
    /^\.github\/workflows\/[\w-]+\.yml$/,
    (text) => {
      const inputs = Object.keys((parse(readFileSync(`${root}/action.yml`, 'utf8')) as { inputs: object }).inputs)
      const [, passed = ''] = /uses: lora-wizard\/lora-wizard@\S+\n(?: +with:\n)?((?: {10}.*\n?)*)/.exec(text) ?? []
      const names = [...passed.matchAll(/^ {10}([\w-]+):/gm)].map(([, name]) => name as string)
      expect(names.length).toBeGreaterThan(0)
      expect(inputs).toEqual(expect.arrayContaining(names))
    },
  ],
  [
    /mcp\.json$/,
    (text) => {
      const { mcpServers, servers } = JSON.parse(text) as Record<string, Record<string, object> | undefined>
      const [server] = Object.values(mcpServers ?? servers ?? {})
      expect(server).toMatchObject({ command: 'lora-wizard', args: ['mcp'] })
    },
  ],
  [
    /^SKILL\.md$/,
    (text) => {
      const folder = pageFolder('en')
      try {
        const lines = inlineCommandsOf(text).filter((one) => !/ (try|explain accelerate)/.test(one))
        expect(lines.length).toBeGreaterThan(4)
        for (const line of lines) {
          const { code, lines: printed } = folder.run(
            line.startsWith('lora-wizard check') ? `printf '' | ${line} -` : line,
          )
          expect([line, code === 0 || code === 1, printed.join('\n')]).toEqual([
            line,
            true,
            expect.stringMatching(/^\{/),
          ])
        }
      } finally {
        folder.remove()
      }
    },
  ],
  [
    /^\.pre-commit-config\.yaml$/,
    (text) => {
      const hooks = readFileSync(`${root}/.pre-commit-hooks.yaml`, 'utf8')
      const ids = [...text.matchAll(/- id: (\S+)/g)].map(([, id]) => id)
      expect(ids.length).toBeGreaterThan(0)
      for (const id of ids) expect(hooks).toContain(`- id: ${id}\n`)
    },
  ],
]
/** Pages that show a line or two of a file, not the file. */
const fragments: readonly Excuse[] = [
  { page: /^commands\/schema$/, code: /^# yaml-language-server/, why: 'the first line of any file' },
  { page: /^commands\/check$/, code: /lora-wizard-disable/, why: 'comments in any file' },
]

describe('the files that pages show', () => {
  const readerOf: Readonly<Record<string, string>> = {
    'accelerate.yaml': 'accelerate',
    'default_config.yaml': 'accelerate',
    'ds_config.json': 'deepspeed',
    'lora-wizard.yaml': 'lora-wizard',
    'axolotl.yaml': 'axolotl',
    'factory.yaml': 'llama-factory',
    'launch.sh': 'launch-script',
  }
  const shown = everyBlock
    .filter(({ block }) => block.file !== undefined || /^(yaml|json)$/.test(block.kind))
    .map(({ language, path, place, block }) => [language, path, place, block.file, block] as const)
  it('there are some', () => expect(shown.length).toBeGreaterThanOrEqual(16))
  it('some are shown because they fail', () =>
    expect(shown.filter(([, , , , { bad }]) => bad !== undefined).length).toBeGreaterThanOrEqual(4))

  it.each(shown)(
    '%s %s, block %i, %s: is read, and fails only where the page says so',
    (_language, path, _place, file, block) => {
      const { kind, bad, text } = block
      if (kind === 'json') expect(() => JSON.parse(text)).not.toThrow()
      if (kind === 'yaml') expect(readYaml(text).findings).toEqual([])
      if (file === undefined) return expect(excuseOf(fragments, path, text)?.why, 'a file without a name').toBeDefined()
      const other = otherFiles.find(([name]) => name.test(file))
      if (other) return other[1](text)
      expect(readerOf[file], `nobody reads a file called ${file}`).toBeDefined()
      const reading = readers.find(({ id }) => id === readerOf[file])?.read(text)
      if (!reading) return expect(reading).toBeDefined()
      expect(read(text)?.kind, 'the program takes the file for what it is').toBe(readerOf[file])
      const found = checkFiles([{ path: file, text, reading }])
      if (bad !== undefined) return expect(found.map(({ rule }) => rule)).toContain(bad)
      expect(found.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([])
      expect(reading.findings).toEqual([])
      expect(reading.unknown).toEqual([])
      expect(reading.refused).toEqual([])
      expect(reading.given.length).toBeGreaterThan(3)
      const errors = check(resolve(reading.answers)).filter(({ severity }) => severity === 'error')
      // A file says its part of a run; what another file must add is no fault of this one.
      expect(errors.map(({ rule }) => rule)).toEqual([])
    },
  )

  it('the file of the article is the official one, line for line', () => {
    const official = readFileSync(`${root}/test/upstream/mlperf/default_config.yaml`, 'utf8')
    for (const language of languages) {
      const block = blocksOf(pageText(language, 'guide/mlperf-article')).find(({ kind }) => kind === 'yaml')
      expect(block?.text.trimEnd()).toBe(official.trimEnd())
    }
  })
})

describe('every block', () => {
  const left = everyBlock.filter(({ block }) => !isShell(block) && !/^(yaml|json)$/.test(block.kind) && !block.file)
  it.each(left.map(({ language, path, place, block }) => [language, path, place, block] as const))(
    '%s %s, number %i, is run, read, or vouched for',
    (_language, path, _place, { text }) => {
      expect(excuseOf(neither, path, text)?.why, text).toBeDefined()
    },
  )
  it('what is vouched for is still on a page', () => {
    const unused = [...neither, ...fragments].filter(
      ({ page, code }) => !everyBlock.some(({ path, block }) => page.test(path) && code.test(block.text)),
    )
    expect(unused.map(({ why }) => why)).toEqual([])
  })
  it('is found: no fence of a page stands outside the blocks that were read', () => {
    for (const language of languages)
      for (const path of pagePaths(language)) {
        const fences = pageText(language, path).match(/^ *(```|~~~)/gm)?.length ?? 0
        expect([path, fences]).toEqual([path, 2 * blocksOf(pageText(language, path)).length])
      }
  })
})

/** Ids of the headings, in order. */
const idsOf = (text: string): readonly string[] =>
  [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{2,4} .*?\{#([\w-]+)\}$/gm)].map(([, id]) => id as string)
/** What a block must share with its twin: all of it, but for what a program printed in the reader's language. */
const commonOf = (block: Block): string =>
  block.kind === 'console'
    ? commandsOf(block)
        .map(({ text }) => text)
        .join('\n')
    : block.text.replace(/(^|\s)#.*$/gm, '').replace(/"[^"]*\p{Script=Han}[^"]*"/gu, '""')
/** Words that multiply the number before them: Chinese counts in 万 and 亿 what English counts in millions and billions. */
const factors: Readonly<Record<string, number>> = {
  million: 1e6,
  billion: 1e9,
  M: 1e6,
  B: 1e9,
  万: 1e4,
  亿: 1e8,
}
/** Numbers of the prose with two digits or more, or with a fraction; small ones are words in English. Each once. */
const numbersOf = (text: string): readonly string[] => {
  const prose = text
    .replace(/^---[\s\S]*?^---$/m, '')
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '')
    .replace(/\]\([^)]*\)|\{[^}\n]*\}|https?:\/\/\S+/g, ']')
    .replace(/(?<=\d)[, ](?=\d{3}(?!\d))/g, '')
    .replace(/(\d+(?:\.\d+)?) ?(million|billion|[MB]\b|万|亿)/g, (_, number: string, word: string) =>
      String(Math.round(Number(number) * (factors[word] ?? 1))),
    )
  return [...new Set([...prose.matchAll(/\d+(?:\.\d+)*/g)].map(([number]) => number))]
    .filter((number) => number.includes('.') || (number.length > 1 && Number(number) > 12))
    .sort()
}

/** Folders whose pages are written heading by heading for both languages. */
const guided = /^(guide|tutorials|howto|explain|emitters)\//

describe.each(pagePaths('en').filter((path) => guided.test(path)))('%s', (path) => {
  const en = pageText('en', path)
  it('says in Chinese under the same headings what it says in English, with the same code and numbers', () => {
    const zh = pageText('zh', path)
    expect(idsOf(zh)).toEqual(idsOf(en))
    expect(idsOf(en).length).toBe([...en.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{2,4} /gm)].length)
    expect(blocksOf(zh).map(commonOf)).toEqual(blocksOf(en).map(commonOf))
    expect(numbersOf(zh)).toEqual(numbersOf(en))
  })
})

describe('the verdicts on the article', () => {
  it.each(languages)('are 21, each with a source, and as many of each kind as the page counts, in %s', (language) => {
    const text = pageText(language, 'guide/mlperf-article')
    const rows = [...text.matchAll(/^\| (\d+) \| (.+) \| \*\*(.+?)\*\*(.*?) \| (.+) \|$/gm)].map((row) => row.slice(1))
    expect(rows.map(([number]) => number)).toEqual(Array.from({ length: 21 }, (_, place) => String(place + 1)))
    expect(rows.filter(([, , , , found]) => !/\]\(https:/.test(found ?? ''))).toEqual([])
    const kinds = language === 'en' ? ['right', 'partly', 'wrong'] : ['对', '不全', '错']
    expect(kinds.map((kind) => rows.filter(([, , verdict]) => verdict === kind).length)).toEqual([7, 11, 3])
    expect(rows.filter(([, , , rider]) => rider !== '').length).toBe(3)
  })
})

describe('the questions', () => {
  it.each(languages)('are twenty, each with a source and a way on, in %s', (language) => {
    const questions = pageText(language, 'guide/faq').split(/^## /m).slice(1)
    expect(questions.length).toBeGreaterThanOrEqual(20)
    for (const text of questions) {
      const [title = ''] = text.split('\n')
      expect([title, /\]\(https:/.test(text)]).toEqual([title, true])
    }
  })
})

describe('the figures', () => {
  const folder = `${root}/docs/public/figures/`
  const names = readdirSync(folder).flatMap((file) => /^(.*)\.en\.svg$/.exec(file)?.[1] ?? [])
  const drawn = (name: string, language: Language) => readFileSync(`${folder}${name}.${language}.svg`, 'utf8')
  it('there are some', () => expect(names.length).toBeGreaterThanOrEqual(7))
  it.each(names)(
    '%s is the same drawing in both languages, says what it shows, and has colours for light and dark',
    (name) => {
      const [en, zh] = languages.map((language) => drawn(name, language)) as [string, string]
      expect([...zh.matchAll(/<\w+/g)].join()).toBe([...en.matchAll(/<\w+/g)].join())
      expect(/<style>.*<\/style>/.exec(zh)?.[0]).toBe(/<style>.*<\/style>/.exec(en)?.[0])
      for (const text of [en, zh]) {
        expect(text).toMatch(/<title id="title">.+<\/title>\s*<desc id="desc">.+<\/desc>/)
        expect(text).toContain('@media (prefers-color-scheme: dark)')
        // A colour outside the style would be the same in light and dark.
        expect(text.replace(/<style>.*<\/style>/, '')).not.toMatch(/"#[0-9a-f]{3,6}"/i)
      }
    },
  )
  it.each(names)('%s stands on a page of each language', (name) => {
    for (const language of languages)
      expect(
        pagePaths(language).some((path) => pageText(language, path).includes(`/figures/${name}.${language}.svg`)),
      ).toBe(true)
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
    expect(pagePaths('zh').filter((path) => pageText('zh', path).includes(form))).toEqual([])
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
