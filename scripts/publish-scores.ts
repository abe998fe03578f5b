/** `node scripts/publish-scores.ts`: scores the estimates on published runs and writes the table into both pages that publish it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { languages } from '../shared/pages.ts'
import { scoreMarkdown, scorePage, withScores } from '../test/shared/estimate/score-page.ts'

const markdown = scoreMarkdown()
for (const language of languages) {
  const path = scorePage(language)
  writeFileSync(path, withScores(readFileSync(path, 'utf8'), markdown, language))
}
