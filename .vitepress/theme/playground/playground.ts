/** The wizard in the page: the same session as the terminal's, its files, its findings, and the address that carries it. */
import { computed, ref, shallowRef } from 'vue'
import { check } from '../../../shared/check.ts'
import { answer, type Refusal, resolve } from '../../../shared/config.ts'
import type { Remarks } from '../../../shared/emitters/emitter.ts'
import { workloadOf } from '../../../shared/estimate/from-run.ts'
import { memory } from '../../../shared/estimate/memory.ts'
import type { Value } from '../../../shared/fields/field.ts'
import type { FieldKey } from '../../../shared/fields/index.ts'
import { answersOf, hashOf, isHash } from '../../../shared/hash.ts'
import { fill } from '../../../shared/pages.ts'
import { plan } from '../../../shared/plan.ts'
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

export function usePlayground(words: PlaygroundWords) {
  const session = shallowRef<Session>(step(begin(), { type: 'preset', id: 'mlperf-llama2-70b-lora' }))
  const start = shallowRef<Session>(session.value)
  const refusal = ref<{ readonly key: FieldKey; readonly refusal: Refusal }>()

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

  function set(key: FieldKey, value: Value) {
    const at: Session = { ...session.value, step: { at: 'question', key } }
    const next = step(at, { type: 'answer', value })
    if (next.refusal) refusal.value = { key, refusal: next.refusal }
    else {
      refusal.value = undefined
      session.value = next
    }
  }

  function adopt(next: Session) {
    session.value = next
    start.value = next
    refusal.value = undefined
  }

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
    refusal,
    say,
    set,
    adopt,
    /** Whether a line of a file was not there at the start. */
    isNew: (path: string, line: string) => line.trim() !== '' && !before.value.get(path)?.has(line),
    /** What an option was when the session began: from the preset, the file or the address. */
    startValue: (key: FieldKey) => (atStart.value.config[key] ?? null) as Value,
    /** Takes back what was changed about an option. */
    restore: (key: FieldKey) => {
      const before = start.value.answers[key]
      if (before !== undefined) set(key, before as Value)
      else session.value = step({ ...session.value, step: { at: 'question', key } }, { type: 'recommend' })
    },
    recommended: (key: FieldKey) => recommendation(session.value, key),
    undo: () => {
      session.value = step(session.value, { type: 'undo' })
    },
    choosePreset: (id: string) =>
      adopt(id ? step(begin({}, session.value.level), { type: 'preset', id }) : begin({}, session.value.level)),
    chooseLevel: (level: AskedLevel) => {
      session.value = step(session.value, { type: 'level', level })
    },
    openHash: (text: string) => {
      if (!isHash(text)) return
      const { answers, preset } = answersOf(text)
      session.value = { ...begin(answers, session.value.level), preset }
      start.value = preset ? step(begin(), { type: 'preset', id: preset }) : begin()
    },
  }
}

export type Playground = ReturnType<typeof usePlayground>
