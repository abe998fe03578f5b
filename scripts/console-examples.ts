/** `node scripts/console-examples.ts`: writes the console examples of the commands' pages anew, as the built program prints them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { languages } from '../shared/pages.ts'
import { examplePages, pagePath, withExamples } from '../test/cli/console-examples.ts'

for (const language of languages) {
  for (const page of examplePages) {
    const path = pagePath(language, page)
    const text = readFileSync(path, 'utf8')
    const next = withExamples(text, language)
    if (next !== text) writeFileSync(path, next)
  }
}
