/** What a check of files could judge: which rules, and which rules it could not, for want of what. */
import {
  type CheckOptions,
  holdsFor,
  type Knowledge,
  knowledgeOf,
  possibleAnswers,
  startsTraining,
} from './check-files.ts'
import { type Answers, extended, type Run } from './config.ts'
import type { FieldKey } from './fields/index.ts'
import type { FileSet, ReadFile } from './rules/file-rule.ts'
import { rules } from './rules/index.ts'
import type { FileKind, Rule, RunCheck } from './rules/rule.ts'
import { meantRun } from './run-of-files.ts'
import { newestReleases } from './tools/index.ts'
import { unreadOf } from './unread-files.ts'

/** What is missing: a file that can be read, a value that its tool accepts, a value that only the running shell knows, how the run is launched, what its script is told, its model, its GPU. */
export type Want = 'syntax' | 'valid-value' | 'shell-value' | 'launch' | 'script' | 'model' | 'gpu'

export interface Silent {
  readonly rules: readonly string[]
  readonly want: Want
  /** The options that are missing. */
  readonly options: readonly FieldKey[]
}

export interface Coverage {
  /** The files of the run. */
  readonly run: readonly string[]
  /** Rules that had all they read. */
  readonly judged: readonly string[]
  readonly silent: readonly Silent[]
}

/** What has to be known first; who names a GPU beside a script that is unknown has gained nothing. */
const wants: readonly Want[] = ['syntax', 'valid-value', 'shell-value', 'launch', 'script', 'model', 'gpu']

/** Groups of options that arguments of the training script answer. */
const ofScripts: ReadonlySet<string> = new Set(['training', 'lora', 'data', 'method', 'output'])

/** Which rules the files of one run are enough for. */
export function coverageOf(
  given: readonly ReadFile[],
  options: CheckOptions & { readonly wants?: (rule: string) => boolean } = {},
): Coverage {
  const unread = unreadOf(given)
  const files = given.filter((file) => !unread.has(file))
  const { run, unknown, claims } = meantRun(files, options.answers)
  const set = { files, unknown, claims }
  const knowledge = knowledgeOf(set, options.answers ?? {})
  const readable = files.some(({ reading }) => !reading.findings.some(({ refused }) => refused))
  const versions = { ...newestReleases, ...options.versions }
  const planned = files.every(({ reading }) => reading.kind === 'lora-wizard')
  const kinds = new Set(files.map(({ reading }) => reading.kind))
  const trains = files.some(startsTraining)
  const judged: string[] = []
  const silent = new Map<Want, { readonly rules: string[]; readonly options: Set<FieldKey> }>()
  for (const rule of rules) {
    if (!holdsFor(rule, versions) || options.wants?.(rule.id) === false) continue
    const { profile } = rule.files ?? {}
    if (profile !== undefined && !options.profiles?.includes(profile) && !rule.run) continue
    if (rule.files && looksInto(rule, kinds)) {
      judged.push(rule.id)
      continue
    }
    if (!rule.run || !trains || (rule.run.plansOnly && !planned)) continue
    const missing = readable ? missingFor(rule.run, run, knowledge) : []
    if (readable && missing.length === 0) {
      judged.push(rule.id)
      continue
    }
    const want = readable ? firstWant(missing, set, knowledge) : 'syntax'
    const group = silent.get(want) ?? { rules: [], options: new Set() }
    group.rules.push(rule.id)
    for (const key of missing) group.options.add(key)
    silent.set(want, group)
  }
  return {
    run: files.map(({ path }) => path),
    judged,
    silent: wants.flatMap((want): Silent[] => {
      const group = silent.get(want)
      return group ? [{ rules: group.rules, want, options: [...group.options] }] : []
    }),
  }
}

const looksInto = ({ reads }: Rule, kinds: ReadonlySet<string>): boolean =>
  reads.files === 'any' || (reads.files ?? []).some((kind: FileKind) => kinds.has(kind))

/** The options without which a rule cannot decide; empty: it decides, whatever they are. */
function missingFor(rule: RunCheck, run: Run, { known }: Knowledge): readonly FieldKey[] {
  const missing = new Set<FieldKey>()
  const watched = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (from, name) => {
        if (typeof name === 'string' && !known(name as FieldKey)) missing.add(name as FieldKey)
        return Reflect.get(from, name) as unknown
      },
    })
  const found = rule.check({ answers: watched(run.answers), config: watched(run.config) }) !== undefined
  // What only concerns how lora-wizard writes its files is as it would write them.
  const open = [...missing].filter((key) => !key.startsWith('output.'))
  if (open.length === 0) return []
  const possible = possibleAnswers(open)
  const same = (one: Answers) => (rule.check(extended(run, one)) !== undefined) === found
  return possible?.every(same) ? [] : open
}

function firstWant(missing: readonly FieldKey[], { unknown }: Pick<FileSet, 'unknown'>, { refused }: Knowledge): Want {
  const found = missing.map((key): Want => {
    if (refused.has(key)) return 'valid-value'
    if (unknown.has(key)) return 'shell-value'
    if (key === 'hardware.gpu') return 'gpu'
    const group = key.slice(0, key.indexOf('.'))
    if (group === 'model') return 'model'
    return ofScripts.has(group) ? 'script' : 'launch'
  })
  return wants.find((want) => found.includes(want)) ?? 'script'
}
