/** The Python scripts that are written for a run, published as text: the pages link to them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolve } from '../shared/config.ts'
import { plan } from '../shared/plan.ts'
import { presets } from '../shared/presets/index.ts'

export function writeScripts(folder: string): void {
  mkdirSync(join(folder, 'files'), { recursive: true })
  const files = presets.flatMap(({ answers }) => plan(resolve(answers)).files)
  for (const { path, text } of files) if (path.endsWith('.py')) writeFileSync(join(folder, 'files', path), text)
}
