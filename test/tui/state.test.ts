/** The wizard without a terminal: what keys do, and that the screen keeps its shape whatever is typed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { askAt } from '../../cli/tui/asks.ts'
import { frame } from '../../cli/tui/frame.ts'
import { answersWith, helpsMost, memoryFor } from '../../cli/tui/known.ts'
import { displayWidth, lineWidth } from '../../cli/tui/line.ts'
import type { State } from '../../cli/tui/screen.ts'
import { readDone } from '../../cli/tui/state.ts'
import { check } from '../../shared/check.ts'
import { recommended } from '../../shared/config.ts'
import { type fieldKeys, fields } from '../../shared/fields/index.ts'
import { presets } from '../../shared/presets/index.ts'
import { rules } from '../../shared/rules/index.ts'
import { askedLevels, begin, questions, runOf, step } from '../../shared/session.ts'
import { runs } from '../runs.ts'
import { keys } from '../terminal.ts'
import { after, fresh, languages, worldWith } from './world.ts'

const size = { columns: 80, rows: 24 }
const shown = (state: State, within = worldWith()) =>
  frame(state, within, size)
    .lines.map((line) => line.map(({ text }) => text).join(''))
    .join('\n')
/** The question's side of the screen as running text. */
const asked = (state: State) =>
  shown(state)
    .split('\n')
    .map((row) => row.split('│')[0]?.trim())
    .join(' ')
const esc = '\u001B'
/** The state at a question of the MLPerf preset, or another. */
const atQuestion = (
  key: (typeof fieldKeys)[number],
  preset = 'mlperf-llama2-70b-lora',
  level: (typeof askedLevels)[number] = 'expert',
) => {
  const session = step(step(begin({}, level), { type: 'preset', id: preset }), { type: 'jump', to: key })
  return fresh('en', session)
}
const keyOf = ({ session }: State) => (session.step.at === 'question' ? session.step.key : session.step.at)

test('five keys lead from the start to writing the MLPerf preset, and the last one is a yes', () => {
  const asked = after(fresh(), '\r\r\r\r')
  expect(asked.request).toBeNull()
  expect(after(asked, '\r').request).toBeNull()
  const state = after(asked, 'y')
  expect(state.request).toEqual({ type: 'write' })
  expect(state.session.preset).toBe('mlperf-llama2-70b-lora-today')
})

test.each(presets.flatMap(({ id }) => askedLevels.map((level) => [id, level] as const)))(
  'Enter through all questions of %s, %s, changes nothing',
  (id, level) => {
    const session = step(begin({}, level), { type: 'preset', id })
    let state = fresh('en', step(session, { type: 'next', to: 'questions' }))
    const asked = questions(state.session)
    for (const key of asked) {
      expect(keyOf(state)).toBe(key)
      state = after(state, '\r')
    }
    expect(keyOf(state)).toBe('review')
    expect(state.session.answers).toBe(session.answers)
  },
)

test('Enter through the questions from scratch keeps every recommendation', () => {
  let state = after(fresh(), '\u001B[B\u001B[B\u001B[B\r')
  for (const _ of questions(state.session)) state = after(state, '\r')
  expect(keyOf(state)).toBe('review')
  expect(state.session.answers).toEqual({})
})

test('a digit chooses by number, or by value where the values are digits; arrows move, Enter accepts', () => {
  const state = after(atQuestion('accelerate.mixed_precision'), '2\r')
  expect(state.session.answers['accelerate.mixed_precision']).toBe('fp16')
  expect(after(atQuestion('deepspeed.zero_stage'), '2\r').session.answers['deepspeed.zero_stage']).toBe(2)
  expect(after(atQuestion('deepspeed.zero_stage'), '0\r').session.answers['deepspeed.zero_stage']).toBe(0)
  expect(after(atQuestion('deepspeed.zero_stage'), '9\r').session.answers['deepspeed.zero_stage']).toBe(3)
  expect(
    after(atQuestion('deepspeed.zero_stage'), `${keys.up}${keys.up}\r`).session.answers['deepspeed.zero_stage'],
  ).toBe(1)
})

test('back keeps what was answered, and undo takes it back', () => {
  const before = atQuestion('deepspeed.zero_stage')
  const state = after(before, `0\r${esc}`)
  expect(keyOf(state)).toBe('deepspeed.zero_stage')
  expect(state.session.answers['deepspeed.zero_stage']).toBe(0)
  const undone = after(state, keys.undo)
  expect(undone.session.answers['deepspeed.zero_stage']).toBe(3)
  expect(keyOf(undone)).toBe('deepspeed.zero_stage')
  expect(keyOf(after(after(before, '\r'), '\u001B[D'))).toBe('deepspeed.zero_stage')
})

test('the palette goes back to the recommendation', () => {
  const state = after(atQuestion('training.max_grad_norm'), `${keys.palette}recommended value\r`)
  expect(runOf(state.session).config['training.max_grad_norm']).toBe(1)
  expect(state.session.answers['training.max_grad_norm']).toBeUndefined()
})

test('on the line for another value everything is text; Esc leaves the line, then goes back', () => {
  const typing = after(atQuestion('lora.r'), `${keys.line}3`)
  expect(typing.choosing.typing).toBe(true)
  expect(after(typing, '2\r').session.answers['lora.r']).toBe(32)
  const typed = after(typing, 'us')
  expect(typed.choosing.entry.text).toBe('3us')
  expect(typed.request).toBeNull()
  expect(asked(typed)).toContain('lora.r must be an integer, not 3us.')
  const left = after(typed, esc)
  expect(left.choosing.typing).toBe(false)
  expect(keyOf(left)).toBe('lora.r')
  expect(keyOf(after(left, esc))).not.toBe('lora.r')
})

test('in the line the left key moves the cursor and goes nowhere', () => {
  const state = after(atQuestion('lora.r'), `${keys.line}12\u001B[D3`)
  expect(state.choosing.entry).toEqual({ text: '132', caret: 2 })
  expect(keyOf(state)).toBe('lora.r')
})

test('a value that is refused stays in the line with the reason, and nothing is lost', () => {
  const state = after(atQuestion('lora.r'), `${keys.line}0\r`)
  expect(keyOf(state)).toBe('lora.r')
  expect(state.choosing.entry.text).toBe('0')
  expect(asked(state)).toContain('0 is outside the range of lora.r')
  expect(after(state, '\u007F8\r').session.answers['lora.r']).toBe(8)
})

test('letters narrow a list at once; what fits nothing goes to the line, and a second Enter accepts it', () => {
  const filtered = after(atQuestion('model.id'), '70b qwen2')
  expect(filtered.choosing.filtering).toBe(true)
  const taken = after(atQuestion('model.id'), '/llama-2-13b\r')
  expect(taken.session.answers['model.id']).toBe('meta-llama/Llama-2-13b-hf')
  expect(after(atQuestion('model.id'), 'my/own-model\r').choosing).toMatchObject({
    typing: true,
    entry: { text: 'my/own-model' },
  })
  expect(after(atQuestion('model.id'), 'my/own-model\r\r').session.answers['model.id']).toBe('my/own-model')
  expect(after(filtered, esc).choosing.filter.text).toBe('')
})

test('pasted text goes into the line as one value, Chinese too', () => {
  const state = after(atQuestion('output.output_dir'), `${esc}[200~结果/第 1 次\n${esc}[201~`)
  expect(state.choosing.entry.text).toBe('结果/第 1 次')
  expect(after(state, '\r').session.answers['output.output_dir']).toBe('结果/第 1 次')
})

test('a GPU is taken however it is spelt', () => {
  const state = after(atQuestion('hardware.gpu'), `${esc}[200~h100 80gb${esc}[201~\r`)
  expect(state.session.answers['hardware.gpu']).toBe('H100-SXM5-80GB')
})

test('Ctrl-G goes to an answered question; from the review Enter opens one and comes back', () => {
  const jumped = after(atQuestion('lora.r'), `${keys.go}clip\r`)
  expect(keyOf(jumped)).toBe('training.max_grad_norm')
  const review = after(atQuestion('lora.r'), keys.review)
  const opened = after(review, '/rank\r')
  expect(keyOf(opened)).toBe('lora.r')
  const answered = after(opened, `${keys.line}64\r`)
  expect(keyOf(answered)).toBe('review')
  expect(answered.session.answers['lora.r']).toBe(64)
})

test('Ctrl-T changes the language of everything at once and nothing else', () => {
  const state = after(atQuestion('deepspeed.zero_stage'), keys.language)
  expect(shown(state)).toContain('ZeRO 阶段')
  expect(state.session).toBe(after(state, keys.language).session)
})

const refusing = rules.find(({ severity, run }) => severity === 'error' && run?.fix)?.run

test('with an error nothing is written, and it says why; mending it makes writing possible', () => {
  const answers = refusing?.example.bad ?? {}
  const session = step(step(begin(), { type: 'adopt', answers }), { type: 'review' })
  let state = after(fresh('en', session), '\r')
  expect(state.request).toBeNull()
  expect(shown(state)).toContain('Not written')
  expect(after(state, `${keys.fix}${keys.undo}`).session.answers).toEqual(answers)
  for (const _ of rules) {
    if (check(runOf(state.session)).every(({ severity }) => severity !== 'error')) break
    state = after(state, `${keys.review}\r${keys.fix}`)
  }
  expect(state.session.answers).not.toEqual(answers)
  expect(after(state, `${keys.review}\ry`).request).toEqual({ type: 'write' })
})

test('files that stand are replaced only after the difference was shown and agreed to', () => {
  const world = worldWith({ 'accelerate.yaml': 'num_processes: 1\n' })
  const review = after(fresh('en', step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' })), keys.review, world)
  const asked = after(review, '\r', world)
  expect(asked.request).toBeNull()
  expect(shown(asked, world)).toContain('- num_processes: 1')
  expect(shown(asked, world)).toContain('+ ')
  // Enter alone keeps what stands there.
  expect(after(asked, '\r', world)).toMatchObject({ request: null, overlay: null })
  expect(after(asked, 'n', world)).toMatchObject({ request: null, overlay: null })
  expect(after(asked, '\u001B[B\r', world).request).toEqual({ type: 'write' })
  expect(after(asked, 'y', world).request).toEqual({ type: 'write' })
})

test('Ctrl-S leaves with the draft, Ctrl-C is an interruption, also within a line', () => {
  expect(after(atQuestion('lora.r'), keys.save).request).toEqual({ type: 'leave', outcome: 'saved' })
  expect(after(atQuestion('lora.r'), `${keys.line}3\u0003`).request).toEqual({ type: 'leave', outcome: 'interrupted' })
})

test('what would help most against too little memory is what the estimate says of that answer', () => {
  const { answers } = after(atQuestion('deepspeed.zero_stage'), '1\r').session
  expect(memoryFor(answers)?.estimate.fits).toBe('no')
  const better = helpsMost(answers)
  expect(better?.reserved).toBeLessThan(memoryFor(answers)?.estimate.perGpu.reserved ?? 0)
  if (!better) return
  expect(memoryFor(answersWith(answers, better.key, better.value))?.estimate.perGpu.reserved).toBe(better.reserved)
})

test('the memory beside a choice is that of the run with this choice', () => {
  const state = atQuestion('deepspeed.zero_stage')
  const reserved = memoryFor(answersWith(state.session.answers, 'deepspeed.zero_stage', 2))?.estimate.perGpu.reserved
  expect(shown(state)).toContain(`✗ ${reserved?.toFixed(1)} GiB`)
  expect(shown(after(state, keys.up))).toContain("doesn't fit")
})

test('modules of the chosen model are offered, and those it does not have are marked', () => {
  const offered = (state: State) => askAt(state, worldWith()).options
  const llama = offered(after(atQuestion('model.id'), `llama-3.1-8b\r${keys.go}target\r`))
  expect(llama.map(({ value }) => value)).toContain('q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj')
  const fused = offered(atQuestion('lora.target_modules'))
  expect(fused.find(({ value }) => value === 'qkv_proj,o_proj')).toMatchObject({ current: true, fails: false })
  expect(fused.find(({ value }) => value === 'q_proj,v_proj')?.fails).toBe(true)
})

test('why something is recommended follows from the data', () => {
  const state = atQuestion('lora.lora_alpha', 'qlora-8b-24gb', 'advanced')
  const value = recommended(state.session.answers, 'lora.lora_alpha')
  expect(asked(state)).toContain(`${value} is recommended: 2 × Rank.`)
})

/** What hands can do to a keyboard. */
const pressed = fc.constantFrom(
  '\r',
  '\r',
  '\r',
  '\u001B',
  '\u001B[A',
  '\u001B[B',
  '\u001B[B',
  '\u001B[D',
  '\u001B[C',
  '\t',
  '\u001B[Z',
  '\u001B[6~',
  '\u007F',
  'g',
  'w',
  '\u0006',
  '\u0007',
  '\u0010',
  '\u0012',
  '\u0014',
  '\u0019',
  '?',
  '/',
  'n',
  'y',
  '1',
  '4',
  '0',
  '-',
  '.',
  'q',
  '汉',
  '\u001B[200~多 字\u001B[201~',
)
const sizes = [
  { columns: 60, rows: 12 },
  { columns: 80, rows: 24 },
  { columns: 140, rows: 40 },
  { columns: 76, rows: 16 },
  { columns: 41, rows: 9 },
  { columns: 200, rows: 60 },
  { columns: 20, rows: 5 },
] as const

test('whatever is typed, every row fits, every column stands, and every word has a sentence', () => {
  const missing = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(pressed, { maxLength: 25 }),
      fc.constantFrom(...languages),
      fc.constantFrom(...sizes),
      fc.constantFrom(...presets.map(({ id }) => id), null),
      (typed, language, within, preset) => {
        const session = preset ? step(begin({}, 'advanced'), { type: 'preset', id: preset }) : begin()
        let state = fresh(language, session)
        for (const bytes of typed) {
          state = after({ ...state, wide: within.columns >= 76 }, bytes)
          if (state.request) state = { ...state, request: null }
        }
        const { lines, caret } = frame(state, worldWith(), within)
        expect(lines).toHaveLength(within.rows)
        for (const line of lines) {
          expect(lineWidth(line)).toBeLessThanOrEqual(within.columns)
          for (const { text } of line) {
            expect(text).not.toMatch(/[\u0000-\u001F\u007F]/)
            // A sentence that is missing shows as its name.
            if (
              /^(start|next|why|review|keys|commands|palette|write|status|memory|panes|help|jump|file|card|files)\.[\w.-]+$/.test(
                text.trim(),
              ) &&
              !Object.hasOwn(fields, text.trim())
            )
              missing.add(text.trim())
          }
        }
        const separators = lines.flatMap((line) => {
          const at = line.findIndex(({ text }) => text === ' │ ')
          return at < 0 ? [] : [line.slice(0, at).reduce((sum, { text }) => sum + displayWidth(text), 0)]
        })
        expect(new Set(separators).size).toBeLessThanOrEqual(1)
        if (caret) {
          expect(caret.x).toBeLessThan(within.columns)
          expect(caret.y).toBeLessThan(within.rows)
        }
      },
    ),
    runs(37),
  )
  expect([...missing]).toEqual([])
})

test.each([
  [{ columns: 140, rows: 40 }, /Rank +16 +--lora_r 16/],
  [{ columns: 140, rows: 40 }, /ZeRO stage +3 +zero_stage: 3/],
  [{ columns: 140, rows: 40 }, /Model • .*--model_path /],
] as const)('at %o the review says what becomes of an answer: %s', (wide, wanted) => {
  const session = step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' })
  const state = fresh('en', step(session, { type: 'next', to: 'review' }))
  const rows = frame(state, worldWith(), wide).lines.map((line) => line.map(({ text }) => text).join(''))
  expect(rows.join('\n')).toMatch(wanted)
})

test('where there is no room beside an answer, what becomes of it stands below it', () => {
  const session = step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' })
  const state = after(fresh('en', step(session, { type: 'next', to: 'review' })), '/learning')
  expect(asked(state)).toMatch(/launch\.sh +--learning_rate 0\.0004/)
})

test('entries of the long lists say what they would do to memory', () => {
  expect(asked(after(atQuestion('model.id'), 'llama-2-70b-hf'))).toMatch(/Llama-2-70b-hf +3\d\.\d GiB/)
  expect(asked(after(atQuestion('hardware.gpu'), keys.down.repeat(3)))).toMatch(/T4 +✗ 16 GB/)
})

test('where the run does not fit, what would help most stands below, in one line', () => {
  const session = step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' })
  const answers = answersWith(session.answers, 'deepspeed.zero_stage', 2)
  for (const language of languages) {
    const state = fresh(language, step({ ...session, answers }, { type: 'next', to: 'review' }))
    expect(shown(state)).toMatch(/(saves most: ZeRO stage = 3 \(37\.3 GiB\)|最省显存：ZeRO 阶段 = 3（37\.3 GiB）)/)
  }
  expect(shown(fresh('en', step(session, { type: 'next', to: 'review' })))).not.toContain('saves most')
})

test('before files are replaced only what changes is shown, with its lines counted', () => {
  const session = step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' })
  const now = worldWith().standing(session, 'en')
  const text = (path: string) => now.find(({ file }) => file.path === path)?.file.text ?? ''
  const within = worldWith({
    'accelerate.yaml': text('accelerate.yaml'),
    'launch.sh': text('launch.sh').replace('--lora_r 16', '--lora_r 8'),
  })
  const state = after(fresh('en', step(session, { type: 'next', to: 'review' })), '\r', within)
  const screen = frame(state, within, { columns: 80, rows: 200 })
    .lines.map((line) => line.map(({ text: part }) => part).join(''))
    .join('\n')
  expect(screen).toContain('launch.sh changed +1 -1')
  expect(screen).toMatch(/lines unchanged\n(.*\n){1,2} - +--lora_r 8 /)
  expect(screen).not.toContain('zero_stage')
})

test('what went wrong with a file is told whole, however narrow the screen', () => {
  const state = after(fresh(), '2\r/tmp/a.yaml')
  const problem = `/tmp/a.yaml is not understood: ${'at this place something else was expected; '.repeat(3)}end`
  const failed = readDone(state, { problem }, worldWith())
  for (const columns of [60, 80, 140]) {
    const lines = frame(failed, worldWith(), { columns, rows: 24 }).lines.map((line) =>
      line.map(({ text }) => text).join(''),
    )
    expect(lines.map((line) => line.split('│')[0]?.trim()).join(' ')).toContain(problem)
  }
})
