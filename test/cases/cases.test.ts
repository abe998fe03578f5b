/** Faults that people met, in files of our own: the faulty ones must be found, and their corrected twins must have no error. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { foundIn, usual } from '../../cli/check-run.ts'
import { existsFor, gather } from '../../cli/gather-files.ts'
import { gpuAnswers } from '../../cli/gpu-answers.ts'
import { realHost } from '../../cli/host.ts'
import type { Answers } from '../../shared/config.ts'

interface Case {
  readonly name: string
  /** What must be found: `group/rule@file:line`. */
  readonly expected: readonly string[]
  readonly gpu: string | undefined
  readonly versions: Readonly<Record<string, string>>
}

/** One case a line: its folder, what must be found in `bad`, the arguments `--gpu` and `--versions`, and where people met the fault. */
const cases: readonly Case[] = readFileSync(join(import.meta.dirname, 'cases.tsv'), 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '')
  .map((line) => {
    const [name = '', expected = '', args = ''] = line.split('\t')
    const argument = (flag: string): string | undefined => new RegExp(`--${flag} (\\S+)`).exec(args)?.[1]
    const versions = argument('versions')?.split(',') ?? []
    return {
      name,
      expected: expected.split(' '),
      gpu: argument('gpu'),
      versions: Object.fromEntries(versions.map((one) => one.split('='))),
    }
  })

/** What `check` finds in a folder. */
async function found(one: Case, twin: 'bad' | 'good') {
  const host = { ...realHost(), folder: join(import.meta.dirname, one.name, twin) }
  const files = await gather(host, { paths: ['.'] })
  const answers = (one.gpu === undefined ? {} : Object.fromEntries(gpuAnswers(one.gpu))) as Answers
  const all = foundIn(files, { ...usual, versions: one.versions, answers, exists: existsFor(host, files) })
  return [...all.values()]
    .flat()
    .map(({ rule, severity, file, at }) => ({ severity, rule, place: `${rule}@${file.path}:${at.line}` }))
}

describe.each(cases)('$name', (one) => {
  it('is found', async () => {
    const places = (await found(one, 'bad')).map(({ place }) => place)
    expect(places).toEqual(expect.arrayContaining([...one.expected]))
  })

  it('is no fault any more in the corrected twin', async () => {
    const findings = await found(one, 'good')
    const rules = one.expected.map((each) => each.replace(/@.*/, ''))
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(findings.filter(({ rule }) => rules.includes(rule))).toEqual([])
  })
})

it('every folder is in the table', () => {
  const folders = readdirSync(import.meta.dirname).filter((name) => existsSync(join(import.meta.dirname, name, 'bad')))
  expect(folders.sort()).toEqual(cases.map(({ name }) => name).sort())
})
