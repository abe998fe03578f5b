/** A text or a file that somebody pasted or dropped → answers, and what the file does wrong. Loaded only when somebody imports. */
import { checkFiles } from '../../../shared/check-files.ts'
import type { Answers } from '../../../shared/config.ts'
import { fill, type Language, type Sentences } from '../../../shared/pages.ts'
import { decode } from '../../../shared/python/yaml/decode.ts'
import { read } from '../../../shared/read.ts'
import { refusalText } from '../../../shared/refusal-text.ts'

/** Something the file itself does wrong. */
export interface FileRemark {
  readonly rule: string
  readonly severity: 'error' | 'warning' | 'hint'
  readonly line: number
  readonly message: string
  readonly fix: string
}

export interface Taken {
  /** What the text says, its silence included. */
  readonly answers: Answers
  /** How many values the text gives itself. */
  readonly count: number
  /** Keys that no option stands for. */
  readonly unknown: readonly string[]
  /** Why values were not taken. */
  readonly refused: readonly string[]
  readonly remarks: readonly FileRemark[]
}

/** What kinds of files are called where nobody says it. */
const names: Readonly<Record<string, string>> = {
  accelerate: 'accelerate.yaml',
  deepspeed: 'ds_config.json',
  'lora-wizard': 'lora-wizard.yaml',
}
/** A file of data has thousands of keys that nobody knows; nobody reads more than a few. */
const most = 12

/** The problem is what the reading tool would say; null where the text holds no configuration that is known. */
export async function take(
  source: string | Uint8Array,
  language: Language,
  sentences: Sentences,
): Promise<Taken | { readonly problem: string | null }> {
  let text: string
  if (typeof source === 'string') text = source
  else {
    const decoded = decode(source)
    if (decoded.text === undefined) return { problem: `${decoded.detail} (${decoded.at.line}:${decoded.at.column})` }
    text = decoded.text
  }
  const reading = read(text) ?? read(text, 'accelerate')
  const stop = reading?.findings.find((finding) => finding.refused)
  if (stop) return { problem: `${stop.detail} (${stop.at.line}:${stop.at.column})` }
  if (!reading || (reading.given.length === 0 && reading.kind !== 'lora-wizard')) return { problem: null }

  const { data: words } =
    language === 'zh' ? await import('../../file-words-zh.data.ts') : await import('../../file-words-en.data.ts')
  const path = names[reading.kind] ?? reading.kind
  const remarks = checkFiles([{ path, text, reading }])
    // What is wrong about the run stands beside the files anyway.
    .filter(({ rule }) => words[rule] !== undefined)
    .slice(0, most)
    .map(({ rule, severity, at, facts }) => ({
      rule,
      severity,
      line: at.line,
      message: fill(words[rule]?.message ?? '', facts),
      fix: fill(words[rule]?.fix ?? '', facts),
    }))
  return {
    answers: { ...reading.implied, ...reading.answers },
    count: Object.keys(reading.answers).length,
    unknown: reading.unknown.map(({ path: key }) => key).slice(0, most),
    refused: reading.refused.map(({ refusal }) => refusalText(refusal, sentences)).slice(0, most),
    remarks,
  }
}
