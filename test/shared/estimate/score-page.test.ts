/** The published table is the one that the model earns now. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { languages } from '../../../shared/pages.ts'
import { scoreMarkdown, scorePage, withScores } from './score-page.ts'

const markdown = scoreMarkdown()

it('has all parts of the table', () => {
  expect(markdown.match(/^### /gm)).toHaveLength(5)
  expect(markdown.split('\n').length).toBeGreaterThan(50)
})

it.each(languages)('docs/%s/guide/estimates.md shows it; node scripts/publish-scores.ts writes it anew', (language) => {
  const text = readFileSync(scorePage(language), 'utf8')
  expect(withScores(text, markdown, language)).toBe(text)
})
