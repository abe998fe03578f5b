/** DeepSpeed JSONs beside a run that surely doesn't read them: nothing in them is a fault of the run. */
import { acceleratesIn, launcherOf } from './lookup/keys.ts'
import type { ReadFile } from './rules/file-rule.ts'

export function unreadOf(files: readonly ReadFile[]): ReadonlySet<ReadFile> {
  const jsons = files.filter(({ reading }) => reading.kind === 'deepspeed' && reading.findings.length === 0)
  const others = files.filter(({ reading }) => reading.kind !== 'deepspeed')
  if (jsons.length === 0 || others.length === 0) return new Set()
  // Whoever names DeepSpeed anywhere may also name the JSON in a way that is not understood here.
  if (others.some(({ text }) => /deepspeed/i.test(text))) return new Set()
  const trees = acceleratesIn(others)
  const launches = others.flatMap(({ reading }) => reading.launches?.launches ?? [])
  const isOther = launches.some(({ launcher }) => launcher.id !== 'accelerate')
  if (trees.length === 0 || isOther || trees.some(({ root }) => launcherOf(root) === 'deepspeed')) return new Set()
  return new Set(jsons)
}
