/** A folder with a run in it, and a `python3` that answers what `try` and `launch` ask, so that neither needs a Python. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Answers, resolve } from '../../shared/config.ts'
import { plan } from '../../shared/plan.ts'
import { requirements } from '../../shared/requirements.ts'
import { emptyFolder } from './program.ts'

export interface Fake {
  /** Releases that differ from those in requirements.txt; null = not installed. */
  readonly packages?: Readonly<Record<string, string | null>>
  readonly portIsFree?: boolean
  /** What the script that prepares a rehearsal prints, and how it ends. */
  readonly prepares?: string
}

const basis: Answers = {
  'model.id': 'Qwen/Qwen2.5-0.5B',
  'data.dataset': 'rows.jsonl',
  'accelerate.distributed_type': 'NO',
}

export interface FolderOfRun {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/** Writes a run; `launch` takes the place of what its launch.sh would start. */
export function folderOfRun(answers: Answers = {}, fake: Fake = {}, launch?: string): FolderOfRun {
  const folder = emptyFolder()
  const run = resolve({ ...basis, ...answers })
  for (const { path, text } of plan(run).files) writeFileSync(join(folder, path), text)
  if (launch !== undefined) writeFileSync(join(folder, 'launch.sh'), `#!/usr/bin/env bash\n${launch}\n`)
  writeFileSync(join(folder, 'rows.jsonl'), '{"text": "One."}\n')
  const packages = Object.fromEntries(
    requirements(run).map((one) => {
      const [name = '', release = '9.9.9'] = one.split(/==|</)
      return [name, release]
    }),
  )
  const tools = join(folder, '.tools')
  mkdirSync(tools)
  mkdirSync(join(tools, 'temporary'))
  writeFileSync(join(tools, 'packages.json'), JSON.stringify({ ...packages, ...fake.packages }))
  writeFileSync(join(tools, 'prepare.sh'), fake.prepares ?? 'echo "ImportError: no torch here" >&2; exit 1')
  const answer = { path: join(tools, 'python3'), version: '3.11.4', packages: {} }
  writeFileSync(join(tools, 'python.json'), JSON.stringify(answer))
  writeFileSync(
    join(tools, 'python3'),
    `#!/bin/sh
case "$*" in
  *sys.executable*) cat "${tools}/python.json" ;;
  *prepare.py*) . "${tools}/prepare.sh" ;;
  *rmtree*) for last; do :; done; rm -rf "$last" ;;
  *socket*) exit ${fake.portIsFree === false ? 1 : 0} ;;
  *sys.argv*) cat "${tools}/packages.json" ;;
  *) cat "${tools}/python.json" ;;
esac
`,
  )
  chmodSync(join(tools, 'python3'), 0o755)
  const environment = { PATH: `${tools}:/usr/bin:/bin`, TMPDIR: join(tools, 'temporary') }
  return { folder, environment }
}
