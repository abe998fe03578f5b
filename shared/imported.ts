/** Files of one run → the answers that a new run starts from, and everything in the files that no answer holds. */
import type { EffectiveClaims, FileClaim } from './claims.ts'
import type { Answers } from './config.ts'
import type { Value } from './fields/field.ts'
import type { ReadFile } from './rules/file-rule.ts'
import { meantRun } from './run-of-files.ts'

/** Why a value is left behind: no option says it; only the running shell knows it; another place of the files wins; the file that it names is not read. */
export type WhyLeft = 'no-option' | 'run-time' | 'overruled' | 'no-file'

/** A value of a file that no answer holds. */
export interface Left {
  readonly file: ReadFile
  readonly line: number
  readonly key: string
  readonly value: string
  readonly why: WhyLeft
  /** What wins over it. */
  readonly by?: { readonly file: ReadFile; readonly line: number }
}

export interface Imported {
  /** What the files say, and what their silence means. */
  readonly answers: Answers
  /** What they say themselves. */
  readonly said: Answers
  readonly left: readonly Left[]
}

export function imported(files: readonly ReadFile[]): Imported {
  const { said, silence, claims } = meantRun(files)
  const json = files.some(({ reading }) => reading.kind === 'deepspeed')
  const own = {
    ...said,
    // The JSON that was read is written again, under our own name for it.
    ...(json &&
      said['deepspeed.deepspeed_config_file'] != null && { 'deepspeed.deepspeed_config_file': 'ds_config.json' }),
  } as Answers
  return { answers: { ...silence, ...own }, said: own, left: leftIn(files, claims) }
}

function leftIn(files: readonly ReadFile[], claims: EffectiveClaims): readonly Left[] {
  const left = new Map<string, Left>()
  const put = ({ file, location, name }: FileClaim, value: string, rest: Pick<Left, 'why' | 'by'>) => {
    if (!file || !location) return
    const id = `${files.indexOf(file)} ${location.at.offset} ${name}`
    if (!left.has(id)) left.set(id, { file, line: location.at.line, key: location.path, value, ...rest })
  }
  for (const { winner, beaten } of claims.decisions) {
    const { key, value, accounted } = winner
    if (!value.known && value.why !== 'refused') put(winner, value.text, { why: 'run-time' })
    else if (key === undefined && value.known && !accounted) put(winner, textOf(value.value), { why: 'no-option' })
    const decided = key === undefined ? { winner, beaten } : claims.option(key)
    for (const one of decided?.beaten ?? []) putBeaten(one.claim, decided!.winner, put)
  }
  for (const file of files) {
    for (const one of file.reading.references) {
      const isRead = one.kind !== 'host-file' && files.some((other) => other !== file && endsLike(other.path, one.file))
      if (isRead) continue
      const why = one.kind === 'host-file' ? 'no-option' : 'no-file'
      left.set(`${files.indexOf(file)} ${one.at.offset}`, {
        file,
        line: one.at.line,
        key: one.path,
        value: one.file,
        why,
      })
    }
  }
  return [...left.values()].sort(
    (one, other) => files.indexOf(one.file) - files.indexOf(other.file) || one.line - other.line,
  )
}

/** A value that another place wins over, unless both say the same. */
function putBeaten(
  claim: FileClaim,
  winner: FileClaim,
  put: (claim: FileClaim, value: string, rest: Pick<Left, 'why' | 'by'>) => void,
): void {
  const { value } = claim
  const text = value.known ? textOf(value.value) : value.text
  if (winner.value.known && textOf(winner.value.value) === text) return
  const { file, location } = winner
  put(claim, text, { why: 'overruled', ...(file && location && { by: { file, line: location.at.line } }) })
}

const textOf = (value: Value): string => (Array.isArray(value) ? value.join(',') : String(value))

/** Whether a path may be the file that another one names. */
function endsLike(path: string, name: string): boolean {
  const plain = name.replaceAll('\\', '/').replace(/^(?:\.{1,2}\/)+/, '')
  return path === plain || path.replaceAll('\\', '/').endsWith(plain.startsWith('/') ? plain : `/${plain}`)
}
