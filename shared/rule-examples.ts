/** What a rule says about its own example: pages and the terminal show a message as it is about real files. */
import { checkFiles } from './check-files.ts'
import { resolve } from './config.ts'
import { read } from './read.ts'
import type { FileFinding } from './rules/file-rule.ts'
import { rules } from './rules/index.ts'
import type { Facts, Rule } from './rules/rule.ts'

/** What a rule about files finds in its own example. */
export function exampleFindings(rule: Rule): readonly FileFinding[] {
  const files = Object.entries(rule.files?.example.bad ?? {}).flatMap(([path, text]) => {
    const reading = read(text)
    return reading ? [{ path, text, reading }] : []
  })
  // What an example names is there, unless its name says otherwise.
  const found = checkFiles(files, { profiles: ['mlperf'], exists: (path) => !path.startsWith('not-') })
  return found.filter((finding) => finding.rule === rule.id)
}

const factsOfExamples = new Map<string, Facts>()

/** The facts that the message of a rule is filled with about its own example. */
export function exampleFacts(id: string): Facts {
  const known = factsOfExamples.get(id)
  if (known) return known
  const rule = rules.find((one) => one.id === id)
  const facts =
    rule?.machine?.example ??
    (rule?.run ? rule.run.check(resolve(rule.run.example.bad)) : rule && exampleFindings(rule)[0]?.facts)
  factsOfExamples.set(id, facts ?? {})
  return facts ?? {}
}
