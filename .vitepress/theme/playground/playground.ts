/** The wizard in the page: the same session as the terminal's, its files, its findings, and the address that carries it. */
import { computed, shallowRef } from 'vue'
import { check, mended } from '../../../shared/check.ts'
import { type Answers, answer, parseText, type Refusal, resolve } from '../../../shared/config.ts'
import type { Remarks } from '../../../shared/emitters/emitter.ts'
import { workloadOf } from '../../../shared/estimate/from-run.ts'
import { memory } from '../../../shared/estimate/memory.ts'
import type { Value } from '../../../shared/fields/field.ts'
import type { FieldKey } from '../../../shared/fields/index.ts'
import { answersOf, hashOf, isHash } from '../../../shared/hash.ts'
import { fill } from '../../../shared/pages.ts'
import { plan } from '../../../shared/plan.ts'
import { refusalText } from '../../../shared/refusal-text.ts'
import {
  type AskedLevel,
  begin,
  questions,
  recommendation,
  runOf,
  type Session,
  step,
} from '../../../shared/session.ts'
import type { PlaygroundWords } from '../../playground-words.ts'

/** So many changes can be taken back. */
const memoryOfChanges = 200

export function usePlayground(words: PlaygroundWords) {
  const session = shallowRef<Session>(step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' }))
  /** The session that the current one began from: a preset, a file, an address. */
  const start = shallowRef<Session>(session.value)
  /** What was there before each change, newest last. A preset, a file or an address can be taken back as well, which a session alone does not remember. */
  const past = shallowRef<readonly { readonly session: Session; readonly start: Session }[]>([])

  const say = (id: string, facts?: Readonly<Record<string, Value>>) => fill(words.sentences[id] ?? id, facts)
  const remarks: Remarks = {
    summary: (key) => words.fields[key]?.summary,
    remark: (id, facts) => {
      const sentence = words.sentences[`files.${id}`]
      return sentence === undefined ? undefined : fill(sentence, facts)
    },
  }

  const run = computed(() => runOf(session.value))
  const asked = computed(() => questions(session.value))
  const atStart = computed(() => runOf(start.value))
  const files = computed(() => plan(run.value, remarks).files)
  const before = computed(
    () => new Map(plan(atStart.value, remarks).files.map(({ path, text }) => [path, new Set(text.split('\n'))])),
  )
  const findings = computed(() => check(run.value))
  const hash = computed(() => hashOf(session.value.answers, session.value.preset))

  function go(next: Session, from: Session = start.value) {
    const before = { session: session.value, start: start.value }
    if (hashOf(next.answers, next.preset) !== hash.value) past.value = [...past.value, before].slice(-memoryOfChanges)
    session.value = next
    start.value = from
  }

  const answered = (from: Session, key: FieldKey, value: Value) =>
    step({ ...from, step: { at: 'question', key } }, { type: 'answer', value })

  /** Takes an answer; why not, where it cannot be taken. */
  function set(key: FieldKey, value: Value): Refusal | undefined {
    const next = answered(session.value, key, value)
    if (next.refusal) return next.refusal
    go(next)
    return undefined
  }

  /** Mends what a rule found, as one change. */
  const mend = (fix: Answers) => go({ ...session.value, answers: mended(session.value.answers, fix) })

  /** Takes what somebody typed; why not, where it cannot be taken. */
  function setText(key: FieldKey, text: string): Refusal | undefined {
    const parsed = parseText(key, text)
    return 'refusal' in parsed ? parsed.refusal : set(key, parsed.value)
  }

  const adopt = (next: Session) => go(next, next)

  /** What one GPU would have to hold with another value, and whether that fits; undefined where it would be the same as now, or is not known. */
  function effectOf(key: FieldKey, value: Value) {
    const taken = answer(session.value.answers, key, value)
    if ('refusal' in taken) return undefined
    const [now, then] = [run.value, resolve(taken.answers)].map((one) => {
      const of = workloadOf(one)
      return 'workload' in of ? memory(of.workload) : undefined
    })
    if (!now || !then) return undefined
    return {
      reserved: then.perGpu.reserved,
      fits: then.fits,
      differs: Math.abs(then.perGpu.reserved - now.perGpu.reserved) >= 0.05,
    }
  }

  return {
    effectOf,
    session,
    run,
    asked,
    files,
    findings,
    hash,
    start,
    say,
    set,
    setText,
    mend,
    adopt,
    canUndo: computed(() => past.value.length > 0),
    /** Whether the wizard would ask for it, however deep. */
    isAsked: (key: string) => (questions({ ...session.value, level: 'expert' }) as readonly string[]).includes(key),
    /** Whether a line of a file was not there at the start. */
    isNew: (path: string, line: string) => line.trim() !== '' && !before.value.get(path)?.has(line),
    /** What an option was when the session began: from the preset, the file or the address. */
    startValue: (key: FieldKey) => (atStart.value.config[key] ?? null) as Value,
    /** Takes back what was changed about an option. */
    restore: (key: FieldKey) => {
      const before = start.value.answers[key]
      if (before !== undefined) set(key, before as Value)
      else go(step({ ...session.value, step: { at: 'question', key } }, { type: 'recommend' }))
    },
    recommended: (key: FieldKey) => recommendation(session.value, key),
    undo: () => {
      const before = past.value.at(-1)
      if (!before) return
      past.value = past.value.slice(0, -1)
      session.value = { ...before.session, level: session.value.level }
      start.value = before.start
    },
    choosePreset: (id: string) =>
      adopt(id ? step(begin({}, session.value.level), { type: 'preset', id }) : begin({}, session.value.level)),
    chooseLevel: (level: AskedLevel) => {
      session.value = step(session.value, { type: 'level', level })
    },
    /** Opens the configuration of an address, and says what of it could not be taken. With the first nothing is there yet to go back to. */
    openHash: (text: string, first = false): readonly string[] => {
      if (!isHash(text) || text === hash.value) return []
      const { answers, preset, unknownPreset, refusals } = answersOf(text)
      const { level } = session.value
      const from = preset ? step(begin({}, level), { type: 'preset', id: preset }) : begin({}, level)
      go({ ...begin(answers, level), preset }, from)
      if (first) past.value = []
      const unknown = unknownPreset === null ? [] : [say('playground.link-preset', { preset: unknownPreset })]
      const left = refusals.map((refusal) =>
        say('playground.link-refused', { problem: refusalText(refusal, (id) => words.sentences[id]) }),
      )
      return [...unknown, ...left]
    },
  }
}

export type Playground = ReturnType<typeof usePlayground>
