/** Keeps what a measured run corrects in lora-wizard.yaml, and nothing else of that file changes. */
import { join } from 'node:path'
import type { Answers } from '../shared/config.ts'
import { resolve } from '../shared/config.ts'
import { answers as answersFile } from '../shared/emitters/answers.ts'
import { silent } from '../shared/emitters/emitter.ts'
import { type Correction, withCorrection } from '../shared/estimate/measured.ts'
import { writeScalar } from '../shared/python/yaml/scalar.ts'
import type { Host } from './host.ts'
import { standingOf, writeFiles } from './write-files.ts'

const name = 'lora-wizard.yaml'

/** The text with one line for the corrections under `hardware:`; lines of an older list go. */
export function withCorrectionLine(text: string, corrections: readonly string[]): string {
  const line = `  corrections: [${corrections.map((one) => writeScalar(one, 'flow')).join(', ')}]`
  const lines = text.replace(/\n$/, '').split('\n')
  const group = lines.findIndex((one) => /^hardware:\s*(#.*)?$/.test(one))
  if (group < 0) return `${text.replace(/\n?$/, '\n')}hardware:\n${line}\n`
  const after = lines.slice(group + 1).findIndex((one) => /^\S/.test(one) && !one.startsWith('#'))
  const end = after < 0 ? lines.length : group + 1 + after
  let inOld = false
  const inside = lines.slice(group + 1, end).filter((one) => {
    if (/^ +corrections:/.test(one)) inOld = true
    else if (!/^ +(-|\])/.test(one)) inOld = false
    return !inOld
  })
  return `${[...lines.slice(0, group + 1), line, ...inside, ...lines.slice(end)].join('\n')}\n`
}

export interface Kept {
  readonly path: string
  readonly line: string
}

/** Writes the correction into the folder's lora-wizard.yaml, which is made if it isn't there. */
export function keepCorrection(host: Host, given: Answers, correction: Correction): Kept {
  const kept = (given['hardware.corrections'] as readonly string[] | undefined) ?? null
  const corrections = withCorrection(kept, correction)
  const [standing] = standingOf(host, host.folder, [{ path: name, text: '' }])
  const all = { ...given, 'hardware.corrections': corrections }
  const [made] = answersFile.extend({ files: [], command: [] }, resolve(all), silent).files
  const text = standing?.before === undefined ? (made?.text ?? '') : withCorrectionLine(standing.before, corrections)
  writeFiles(host, host.folder, [{ file: { path: name, text }, before: standing?.before }])
  return { path: join(host.folder, name), line: `hardware.corrections: ${corrections.join(', ')}` }
}
