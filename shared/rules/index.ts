/** Every rule about a whole run, in the order of the report. */
import type { Rule } from './rule.ts'

export const rules: readonly Rule[] = []
