/** The built wizard in a real pseudo-terminal: going back, leaving, coming back, overwriting, and the ways terminals differ. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keys, type Opening, open, type Screen } from '../terminal.ts'

let folder: string
let state: string
let opened: Screen[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wizard-'))
  state = mkdtempSync(join(tmpdir(), 'wizard-state-'))
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map((screen) => screen.stop()))
  rmSync(folder, { recursive: true, force: true })
  rmSync(state, { recursive: true, force: true })
})

function start(more: Partial<Opening> = {}): Screen {
  const screen = open({ folder, state, ...more })
  opened.push(screen)
  return screen
}

const mlperf = ['--preset', 'mlperf-llama2-70b-lora']
const drafts = () =>
  readdirSync(state, { recursive: true, encoding: 'utf8' })
    .map((name) => join(state, name))
    .filter((path) => statSync(path).isFile())
const draft = () =>
  drafts()
    .map((path) => readFileSync(path, 'utf8'))
    .join('')

/** What the terminal must be like after any end. */
function isGivenBack(screen: Screen): void {
  expect(screen.alternate()).toBe(false)
  const raw = screen.raw()
  expect(raw.lastIndexOf('\u001B[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001B[?25l'))
  expect(raw.lastIndexOf('\u001B[?2004l')).toBeGreaterThan(raw.lastIndexOf('\u001B[?2004h'))
  expect(raw.lastIndexOf('\u001B[?1049l')).toBeGreaterThan(raw.lastIndexOf('\u001B[?1049h'))
}

test('five keypresses write the MLPerf files, and the terminal is left clean with what comes next', async () => {
  const screen = start()
  for (const seen of ['Where do you want to start?', 'Which preset?', 'What next?', 'Write 7 files']) {
    await screen.until(seen)
    screen.write(keys.enter)
  }
  await screen.until('Write 7 files here?')
  screen.write('y')
  expect(await screen.exit).toBe(0)
  isGivenBack(screen)
  expect(readdirSync(folder).sort()).toEqual([
    'accelerate.yaml',
    'after.py',
    'launch.sh',
    'lora-wizard.yaml',
    'next.md',
    'requirements.txt',
    'train.py',
  ])
  expect(screen.text()).toContain('bash launch.sh')
  expect(drafts()).toEqual([])
})

test('the five keys typed before the wizard is up, in one read, do the same', async () => {
  const screen = start()
  screen.write(`${keys.enter.repeat(4)}y`)
  expect(await screen.exit).toBe(0)
  isGivenBack(screen)
  expect(existsSync(join(folder, 'accelerate.yaml'))).toBe(true)
})

test('back, jump and undo', async () => {
  const screen = start({ args: mlperf })
  await screen.until('What next?')
  screen.write(`${keys.down}${keys.enter}`)
  await screen.until('Step 1 of')
  screen.write(`${keys.go}zero stage`)
  await screen.until((text) => text.includes('/ zero stage') && text.includes('/ zero stage'))
  screen.write(keys.enter)
  await screen.until('deepspeed.zero_stage')
  screen.write(`1${keys.enter}`)
  await screen.until((text) => !text.includes('deepspeed.zero_stage'))
  screen.write(keys.left)
  await screen.until((text) => /❯ 1 ✓/.test(text))
  screen.write(keys.undo)
  await screen.until((text) => /❯ 3 ✓/.test(text) && text.includes('Undid the last change'))
})

test('Escape goes back when it comes alone, and a split arrow is an arrow', async () => {
  const screen = start()
  await screen.until('❯ 1) From a preset')
  screen.write('\u001B')
  await screen.until('❯ 1) From a preset')
  screen.write('[B')
  await screen.until('❯ 2) From an existing file')
  screen.write(`${keys.up}${keys.enter}`)
  await screen.until('Which preset?')
  screen.write(keys.escape)
  await screen.until('❯ 1) From a preset')
})

test('the filter, and a resize while the list is open', async () => {
  const screen = start({ args: mlperf, columns: 100, rows: 30 })
  await screen.until('What next?')
  screen.write(`${keys.down}${keys.enter}`)
  await screen.until('Step 1 of')
  screen.write('/qwen2.5')
  await screen.until((text) => text.includes('❯ Qwen/Qwen2.5-0.5B'))
  screen.write(keys.down)
  await screen.until('❯ Qwen/Qwen2.5-1.5B')
  screen.resize(60, 12)
  await screen.until((text) => text.includes('❯ Qwen/Qwen2.5-1.5B') && !text.includes('│'))
  expect(screen.rows().every((row) => row.length <= 60)).toBe(true)
  screen.resize(140, 40)
  await screen.until(
    (text) => text.includes('❯ Qwen/Qwen2.5-1.5B') && text.includes('│') && text.split('\n').length === 40,
  )
  screen.write(keys.enter)
  await screen.until('Step 2 of')
  await screen.until((text) => !text.includes('/ qwen'))
})

/** Where a session is when it is interrupted: at a question, within a line of text, at the review. */
const moments: readonly (readonly [name: string, typed: string, seen: string])[] = [
  ['a question', `${keys.down}${keys.enter}${keys.enter}`, 'Step 2 of'],
  ['a line of text', `${keys.down}${keys.enter}${keys.enter}${keys.enter}${keys.line}12`, 'Other value  12'],
  ['the review', keys.enter, 'Write 4 files'],
]
const endings: readonly (readonly [name: string, end: (screen: Screen) => void, codes: readonly number[]])[] = [
  ['Ctrl-C', (screen) => screen.write(keys.interrupt), [130]],
  ['SIGTERM', (screen) => screen.signal('SIGTERM'), [130, 143]],
  ['SIGHUP', (screen) => screen.signal('SIGHUP'), [129, 130]],
]

test.each(
  endings.flatMap(([ending, end, codes]) =>
    moments.map(([moment, typed, seen]) => [ending, moment, typed, seen, end, codes] as const),
  ),
)(
  '%s at %s: the terminal is given back, the draft is kept, nothing is written',
  async (_ending, _moment, typed, seen, end, codes) => {
    const screen = start({ args: mlperf })
    await screen.until('What next?')
    screen.write(typed)
    await screen.until(seen)
    end(screen)
    expect(codes).toContain(await screen.exit)
    isGivenBack(screen)
    expect(draft()).toContain('mlperf-llama2-70b-lora')
    expect(readdirSync(folder)).toEqual([])
  },
)

test('a signal before the wizard is up gives the terminal back as well', async () => {
  const screen = start()
  await screen.until(() => screen.alternate())
  screen.signal('SIGTERM')
  expect([130, 143]).toContain(await screen.exit)
  isGivenBack(screen)
  expect(readdirSync(folder)).toEqual([])
})

test('Ctrl-C before the wizard is up ends it, and the terminal is given back', async () => {
  const screen = start()
  await screen.until(() => screen.alternate())
  screen.write(keys.interrupt)
  expect(await screen.exit).toBe(130)
  isGivenBack(screen)
})

test('a draft is offered again and goes on where it was left, in either language', async () => {
  const first = start({ args: mlperf })
  await first.until('What next?')
  first.write(`${keys.down}${keys.enter}`)
  await first.until('Step 1 of')
  first.write(`${keys.go}rank${keys.enter}`)
  await first.until('lora.r ')
  first.write(`${keys.line}64${keys.enter}`)
  await first.until((text) => !/lora\.r /.test(text))
  first.write(keys.save)
  expect(await first.exit).toBe(0)
  isGivenBack(first)

  const second = start({ args: ['--lang', 'zh'] })
  await second.until('❯ 1) 继续上次的草稿')
  // Looking at the offer and leaving loses nothing.
  second.write(keys.interrupt)
  expect(await second.exit).toBe(130)
  expect(draft()).toContain('"lora.r":64')

  const third = start()
  await third.until('❯ 1) Resume the draft')
  third.write(keys.enter)
  await third.until('Step ')
  third.write(keys.review)
  await third.until('Write 4 files')
  third.write(`/rank`)
  await third.until((text) => /Rank •? +64/.test(text))
})

test('existing files: the difference is shown, refused, then accepted', async () => {
  const path = join(folder, 'accelerate.yaml')
  writeFileSync(path, 'num_processes: 3\n')
  const screen = start({ args: mlperf })
  await screen.until('What next?')
  screen.write(keys.enter)
  await screen.until('some exist')
  screen.write(keys.enter)
  await screen.until((text) => text.includes('and replace existing ones?') && text.includes('- num_processes: 3'))
  screen.write(keys.enter)
  await screen.until((text) => text.includes('Review') && !text.includes('and replace existing ones?'))
  expect(readFileSync(path, 'utf8')).toBe('num_processes: 3\n')
  expect(readdirSync(folder)).toEqual(['accelerate.yaml'])
  screen.write(keys.enter)
  await screen.until('and replace existing ones?')
  screen.write(`${keys.down}${keys.enter}`)
  expect(await screen.exit).toBe(0)
  expect(readFileSync(path, 'utf8')).toContain('num_processes: 8')
})

test('a file that appears while the review is open is asked about all the same', async () => {
  const path = join(folder, 'launch.sh')
  const screen = start({ args: mlperf })
  await screen.until('What next?')
  screen.write(keys.enter)
  await screen.until('Write 4 files')
  writeFileSync(path, 'echo mine\n')
  screen.write(keys.enter)
  await screen.until((text) => text.includes('and replace existing ones?') && text.includes('- echo mine'))
  expect(readFileSync(path, 'utf8')).toBe('echo mine\n')
})

test('where the folder cannot be used the terminal is given back, the reason stands there, and the draft is kept', async () => {
  const screen = start({ args: mlperf })
  await screen.until('What next?')
  mkdirSync(join(folder, 'accelerate.yaml'))
  screen.write(keys.enter)
  await screen.until((text) => text.includes('accelerate.yaml') || text.includes('Write 4 files'))
  screen.write(`${keys.enter}y`)
  expect(await screen.exit).toBe(2)
  isGivenBack(screen)
  expect(screen.text()).toContain('accelerate.yaml')
  expect(draft()).toContain('mlperf-llama2-70b-lora')
})

test('an existing file is read; a path that is not there says so and the line stays', async () => {
  writeFileSync(
    join(folder, '我的 file.yaml'),
    'compute_environment: LOCAL_MACHINE\ndistributed_type: MULTI_GPU\nnum_machines: 1\nnum_processes: 4\nmixed_precision: fp16\n',
  )
  const screen = start()
  // The files of the folder are offered before it.
  const listed = await screen.until('From an existing file')
  screen.write(`${/(\d)\) From an existing file/.exec(listed)?.[1]}${keys.enter}`)
  await screen.until('Which file?')
  screen.write(`missing.yaml${keys.enter}`)
  await screen.until((text) => text.includes('Path  missing.yaml') && /missing\.yaml.*\n|✗/.test(text))
  screen.write('\u0015')
  screen.write('\u001B[200~我的 file.yaml\u001B[201~')
  await screen.until('Path  我的 file.yaml')
  screen.write(keys.enter)
  await screen.until('What next?')
  screen.write(keys.enter)
  await screen.until((text) => /fp16/.test(text))
})

test('Chinese is pasted and typed into a line, with the cursor where the next character goes', async () => {
  const screen = start({ args: [...mlperf, '--level', 'advanced'] })
  await screen.until('What next?')
  screen.write(`${keys.enter}`)
  await screen.until('Write 4 files')
  screen.write('/output folder')
  await screen.until('/ output folder')
  screen.write(keys.enter)
  await screen.until('output.output_dir')
  screen.write('\u001B[200~结果\r\n第 1 次\u001B[201~')
  const text = await screen.until('结果 第 1 次')
  const y = text.split('\n').findIndex((row) => row.includes('结果 第 1 次'))
  await screen.until(() => screen.cursor().y === y)
  screen.write('。汉')
  await screen.until('结果 第 1 次。汉')
  screen.write(keys.enter)
  await screen.until('Review')
  await screen.until((seen) => seen.includes('结果 第 1 次。汉'))
})

test('fast typing in one read loses nothing', async () => {
  const screen = start({ args: mlperf })
  await screen.until('What next?')
  screen.write(`${keys.down}${keys.enter}${keys.enter}${keys.enter}${keys.line}16${keys.enter}${keys.review}/GPUs`)
  await screen.until((text) => /GPUs per machine •? +16/.test(text))
})

test('NO_COLOR: not one colour, and the cursor of the list is still to be seen', async () => {
  const screen = start({ environment: { NO_COLOR: '1' } })
  await screen.until('❯ 1) From a preset')
  screen.write(`${keys.enter}${keys.enter}${keys.enter}`)
  await screen.until('Write 7 files')
  expect(screen.raw()).not.toMatch(/\u001B\[[\d;]*m/)
})

test('colours are the sixteen of the terminal and never a background', async () => {
  const screen = start({ environment: { COLORTERM: 'truecolor' } })
  await screen.until('❯ 1) From a preset')
  screen.write(`${keys.enter}${keys.enter}${keys.enter}`)
  await screen.until('Write 7 files')
  const styles = new Set([...screen.raw().matchAll(/\u001B\[([\d;]*)m/g)].map((match) => match[1]))
  expect(styles.has('36')).toBe(true)
  // Neither yellow and white, which vanish on a white ground, nor blue and black, which do on a black one.
  for (const style of styles) expect(style).toMatch(/^(0?|1|2|22|3[12569])$/)
})

test('CI in the environment of a real terminal changes nothing', async () => {
  const screen = start({ environment: { CI: '1' } })
  await screen.until('❯ 1) From a preset')
  screen.write(keys.down)
  await screen.until('❯ 2) From an existing file')
})

test.each<Readonly<Record<string, string>>>([{ INK_SCREEN_READER: 'true' }, { ACCESSIBLE: '1' }, { TERM: 'dumb' }])(
  'with %o the questions come line by line, and the screen is not taken over',
  async (environment) => {
    const screen = start({ environment })
    await screen.until('Where do you want to start?')
    expect(screen.raw()).not.toContain('\u001B[?1049h')
  },
)

test.each<Readonly<Record<string, string>>>([{ LANG: 'C' }, { TERM: 'linux' }])(
  'a terminal that shows ASCII alone, %o, gets plain signs',
  async (environment) => {
    const screen = start({ environment })
    await screen.until('> 1) From a preset')
    expect(screen.text()).toMatch(/^[\u0000-\u007F中文]*$/)
  },
)

test('the language changes while the wizard runs, and the files follow it', async () => {
  const screen = start({ args: mlperf })
  await screen.until('What next?')
  screen.write(keys.language)
  await screen.until('接下来做什么？')
  screen.write(`${keys.enter}${keys.enter}y`)
  expect(await screen.exit).toBe(0)
  expect(readFileSync(join(folder, 'accelerate.yaml'), 'utf8')).toMatch(/\p{Script=Han}/u)
})
