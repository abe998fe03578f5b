/** A text that somebody pasted or dropped → answers. Loaded only when somebody imports. */
import type { Answers } from '../../../shared/config.ts'
import { read } from '../../../shared/read.ts'

/** What the text says, its silence included; or the problem as the reading tool would name it, null where no reader knows the text. */
export function take(text: string): { readonly answers: Answers } | { readonly problem: string | null } {
  const reading = read(text)
  if (!reading) return { problem: null }
  const refused = reading.findings.find((finding) => finding.refused)
  if (refused) return { problem: `${refused.detail} (${refused.at.line}:${refused.at.column})` }
  return { answers: { ...reading.implied, ...reading.answers } }
}
