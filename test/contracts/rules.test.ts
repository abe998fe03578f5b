/** Every rule: its own examples prove it, its fix mends it, it reads only what it is about, and its pages say it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check, mended } from '../../shared/check.ts'
import { type Answers, answerAll, checkValue, type Run, resolve } from '../../shared/config.ts'
import type { Value } from '../../shared/fields/field.ts'
import { type FieldKey, fields } from '../../shared/fields/index.ts'
import { fill, languages } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { ruleOfPreflight } from '../../shared/rehearsal/preflight.ts'
import { ruleOfClaim } from '../../shared/rehearsal/verdicts.ts'
import { rules } from '../../shared/rules/index.ts'
import { proofOf } from '../../shared/rules/proofs.ts'
import type { Rule, RunCheck } from '../../shared/rules/rule.ts'
import { someAnswers } from '../shared/values.ts'
import { pageText, parts, placeholders } from './words.ts'

/** A run that remembers which options somebody looked at. */
function watched(run: Run): { readonly run: Run; readonly looked: ReadonlySet<string> } {
  const looked = new Set<string>()
  const remember = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (from, key) => {
        if (typeof key === 'string') looked.add(key)
        return Reflect.get(from, key) as unknown
      },
      has: (from, key) => {
        if (typeof key === 'string') looked.add(key)
        return Reflect.has(from, key)
      },
      ownKeys: () => {
        throw new Error('a rule reads the options it is about, not all of them')
      },
    })
  return { run: { answers: remember(run.answers), config: remember(run.config) }, looked }
}

type RunRule = Rule & { readonly run: RunCheck }
const aboutRuns = rules.filter((rule): rule is RunRule => rule.run !== undefined)

const runs = ({ run }: RunRule): readonly Run[] =>
  [run.example.bad, run.example.good, {}, ...presets.map(({ answers }) => answers)].map((answers) => resolve(answers))

describe('the list', () => {
  it('has every rule once', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    expect(rules.length).toBeGreaterThanOrEqual(266)
    for (const { id, run, files, machine } of rules)
      expect([id, [run, files, machine].some((way) => way !== undefined)]).toEqual([id, true])
  })
})

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule: Rule) => {
  it('is named by its group and its fault', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  it('says where it was read, and when', () => {
    for (const { url, checked } of rule.sources) {
      expect(url).toMatch(/^(https:\/\/\S+|[\w./-]+\.\w+(:\d+(-\d+)?)?)$/)
      expect(checked).toMatch(/^2026-\d\d-\d\d$/)
    }
  })
  it('stops with an error that a tool was seen to raise, or says that nobody saw it', () => {
    const proof = proofOf(id)
    if (!proof) return
    expect(proof.release).toMatch(/^\d+\.\d+/)
    expect(proof.date).toMatch(/^2026-\d\d-\d\d$/)
  })
})

describe.each(aboutRuns.map((rule) => [rule.id, rule] as const))('%s about a run', (id, rule: RunRule) => {
  it('has examples that are answers', () => {
    for (const answers of [rule.run.example.bad, rule.run.example.good]) {
      expect(answerAll({}, Object.entries(answers) as [string, Value][]).refusals).toEqual([])
    }
  })

  it('finds what is wrong in the bad example, and nothing in the good one', () => {
    expect(rule.run.check(resolve(rule.run.example.bad))).toBeDefined()
    expect(rule.run.check(resolve(rule.run.example.good))).toBeUndefined()
    expect(check(resolve(rule.run.example.bad)).map((finding) => finding.rule)).toContain(id)
  })

  it('is mended by its fix', () => {
    const fix = rule.run.fix?.(resolve(rule.run.example.bad))
    if (!fix) return
    for (const [key, value] of Object.entries(fix))
      if (value !== null) expect(checkValue(key, value as Value)).toEqual({ value })
    const after: Answers = mended(rule.run.example.bad, fix)
    expect(rule.run.check(resolve(after))).toBeUndefined()
  })

  it('reads only the options it is about', () => {
    for (const one of runs(rule)) {
      const { run, looked } = watched(one)
      rule.run.check(run)
      rule.run.fix?.(run)
      expect([...looked].filter((key) => !(rule.reads.options as readonly string[]).includes(key))).toEqual([])
    }
    for (const key of rule.reads.options) expect(Object.hasOwn(fields, key)).toBe(true)
    expect(new Set(rule.reads.options).size).toBe(rule.reads.options.length)
  })

  it.each(languages)('is put into words in %s, with facts that it gives', (language) => {
    const text = pageText(language, `rules/${id}`)
    expect(text, `docs/${language}/rules/${id}.md`).toBeDefined()
    const { front, body } = parts(text as string)
    for (const key of ['title', 'summary', 'message', 'fix']) expect(typeof front[key], key).toBe('string')
    expect(Object.keys(front).sort()).toEqual(['fix', 'message', 'summary', 'title'])
    expect(body.trim().length).toBeGreaterThan(60)
    const facts = rule.run.check(resolve(rule.run.example.bad)) ?? {}
    for (const sentence of [front.message, front.fix] as string[]) {
      expect(placeholders(fill(sentence, facts)), sentence).toEqual([])
    }
  })
})

const aboutMachines = rules.filter(({ machine }) => machine !== undefined)

describe.each(aboutMachines.map((rule) => [rule.id, rule] as const))('%s about a machine', (id, { machine, reads }) => {
  it('is of the group that finds it, and about options that exist', () => {
    expect(id.split('/')[0]).toBe(machine?.seenBy)
    for (const key of reads.options) expect(Object.hasOwn(fields, key)).toBe(true)
  })
  it.each(languages)('is put into words in %s, with facts that its example gives', (language) => {
    const { front, body } = parts(pageText(language, `rules/${id}`) ?? '')
    expect(Object.keys(front).sort()).toEqual(['fix', 'message', 'summary', 'title'])
    expect(body.trim().length).toBeGreaterThan(60)
    for (const sentence of [front.message, front.fix] as string[])
      expect(placeholders(fill(sentence, machine?.example ?? {})), sentence).toEqual([])
  })
})

describe('rules about machines', () => {
  it('are those that try and launch report', () => {
    const reported = [...Object.values(ruleOfPreflight), ...Object.values(ruleOfClaim)]
    const known = aboutMachines.map(({ id }) => id)
    expect(reported.filter((id) => !known.includes(id))).toEqual([])
    expect(new Set(reported).size).toBe(reported.length)
  })
})

describe('for any answers', () => {
  const aimed = fc
    .tuple(someAnswers, fc.constantFrom(...aboutRuns))
    .map(
      ([answers, rule]): Answers =>
        answerAll(answers, Object.entries(rule.run.example.bad) as [string, Value][]).answers,
    )

  it('findings come with facts and fixes that can be used', () => {
    fc.assert(
      fc.property(fc.oneof(someAnswers, aimed), (answers) => {
        for (const finding of check(resolve(answers))) {
          expect(Object.values(finding.facts)).not.toContain(undefined)
          for (const [key, value] of Object.entries(finding.fix ?? {}))
            if (value !== null) expect([key, checkValue(key, value as Value)]).toEqual([key, { value }])
        }
      }),
      { numRuns: 500 },
    )
  })
  it('rules read only the options they are about', () => {
    fc.assert(
      fc.property(fc.oneof(someAnswers, aimed), (answers) => {
        for (const rule of aboutRuns) {
          const { run, looked } = watched(resolve(answers))
          if (rule.run.check(run)) rule.run.fix?.(run)
          expect([
            rule.id,
            [...looked].filter((key) => !(rule.reads.options as readonly string[]).includes(key)),
          ]).toEqual([rule.id, []])
        }
      }),
      { numRuns: 200 },
    )
  })
  it('a fix mends what it is for', () => {
    fc.assert(
      fc.property(fc.oneof(someAnswers, aimed), (answers) => {
        for (const finding of check(resolve(answers))) {
          if (!finding.fix) continue
          const left = check(resolve(mended(answers, finding.fix))).map(({ rule }) => rule)
          expect(left).not.toContain(finding.rule)
        }
      }),
      { numRuns: 500 },
    )
  })
  it('fixes, one after another, leave no error that could still be fixed', () => {
    fc.assert(
      fc.property(fc.oneof(someAnswers, aimed), (answers) => {
        let now = answers
        const fixable = () => check(resolve(now)).find(({ severity, fix }) => severity === 'error' && fix)
        const path: string[] = []
        for (let one = fixable(); one; one = fixable()) {
          path.push(one.rule)
          expect(path.length, path.join(' → ')).toBeLessThan(20)
          now = mended(now, one.fix ?? {})
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe.each(presets)('$id', ({ answers }) => {
  it('is a set of answers that are all taken', () => {
    const taken = answerAll({}, Object.entries(answers) as [FieldKey, Value][])
    expect(taken.refusals).toEqual([])
    expect(taken.answers).toEqual(answers)
  })
  it('has no error', () => {
    expect(check(resolve(answers)).filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

describe.each([...new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))))])('the group %s', (group) => {
  it.each(languages)('has a page in %s', (language) => {
    expect(pageText(language, `rules/${group}/index`)).toMatch(/^title: /m)
  })
})
