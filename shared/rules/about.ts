/** Rules by what they are about: the terminal and the site list the same ones for an option. */
import type { FieldKey } from '../fields/index.ts'
import { rules } from './index.ts'
import type { Rule } from './rule.ts'

/** Every rule that reads an option or reports it, in the order of the report. */
export const rulesAbout = (key: FieldKey): readonly Rule[] => rules.filter(({ reads }) => reads.options.includes(key))

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]))

/** A rule by its id. */
export const ruleOf = (id: string): Rule | undefined => byId.get(id)
