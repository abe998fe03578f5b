/** What the files of a run claim about a name of a tool, for rules that read names and not options. */
import type { ClaimTool, Decision, FileClaim } from '../claims.ts'
import type { FileSet, Spot } from '../rules/file-rule.ts'

/** A claim as the place of a finding; undefined for what no file says. */
export function spotOfClaim({ file, location, name }: FileClaim): Spot | undefined {
  return file && location && { file, key: location.path ?? name, at: location.at, end: location.end }
}

/** The first of several names that a tool is told; nothing for a value that only the shell knows. */
export function claimed(set: FileSet, tools: readonly ClaimTool[], ...names: readonly string[]): FileClaim | undefined {
  for (const tool of tools) {
    for (const name of names) {
      const winner = set.claims.of(tool, name)?.winner
      if (winner?.file && winner.value.known) return winner
    }
  }
  return undefined
}

/** A value as a text; undefined where it is not known here. */
export const textOfClaim = (claim: FileClaim | undefined): string | undefined =>
  claim?.value.known ? String(claim.value.value).replace(/^(['"])(.*)\1$/s, '$2') : undefined

/** Everything that the files tell a tool. */
export const decisionsOf = (set: FileSet, tool: ClaimTool): readonly Decision[] =>
  set.claims.decisions.filter((one) => one.tool === tool && one.winner.file !== undefined)
