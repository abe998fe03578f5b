/** Whether an option applies in the configuration of an address, in words. Loaded only when an address carries one. */
import { conditionText } from '../../shared/condition-text.ts'
import { applies, resolve } from '../../shared/config.ts'
import type { Value } from '../../shared/fields/field.ts'
import { type FieldKey, fieldAt } from '../../shared/fields/index.ts'
import { failing } from '../../shared/fields/when.ts'
import { answersOf } from '../../shared/hash.ts'
import type { Language, Sentences } from '../../shared/pages.ts'
import { en } from '../words/en.ts'
import { zh } from '../words/zh.ts'

const conditions: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    is: '{key} to be {values}',
    'is-or-not-given': '{key} not to be given, or to be {values}',
    'is-not': '{key} not to be {values}',
    above: '{key} above {bound}',
    given: '{key} to be given',
    'not-given': '{key} not to be given',
    not: 'not ({condition})',
    and: ' and ',
    or: ' or ',
  },
  zh: {
    is: '{key} 为 {values}',
    'is-or-not-given': '不给出 {key}，或者它为 {values}',
    'is-not': '{key} 不为 {values}',
    above: '{key} 大于 {bound}',
    given: '给出 {key}',
    'not-given': '不给出 {key}',
    not: '并非（{condition}）',
    and: '，且 ',
    or: ' 或 ',
  },
}

export function liveCondition(
  key: string,
  hash: string,
  language: Language,
): { readonly text: string; readonly active: boolean } | undefined {
  const field = fieldAt(key)
  if (!field) return undefined
  const words = language === 'zh' ? zh : en
  const { config } = resolve(answersOf(hash).answers)
  const valueAt = (other: string) => (config[other as FieldKey] ?? null) as Value
  if (applies(key, config)) {
    const value = valueAt(key)
    return { text: `${words.activeYes}${value === null ? '' : ` ${words.setTo(String(value))}`}`, active: true }
  }
  const sentences: Sentences = (id) => conditions[language][id.replace('conditions.', '')]
  const parts = failing(field.appliesWhen ?? { all: [] }, valueAt).map((part) => conditionText(part, sentences))
  return { text: words.activeNo(parts.join(language === 'zh' ? '；' : '; ')), active: false }
}
