/** Every rule about files, in the order of the report. */
import type { FileRule } from './file-rule.ts'

export const fileRules: readonly FileRule[] = []
