/** Every finding about the run so far: what is wrong, what to do; those about the question at hand come first. */
import type { Answers } from '../../../shared/config.ts'
import type { FieldKey } from '../../../shared/fields/index.ts'
import type { Severity } from '../../../shared/rules/rule.ts'
import { findingText, fixText, titleOf } from '../asks.ts'
import { findingsFor } from '../known.ts'
import { empty, type Line, plain, span, wrap, wrapText } from '../line.ts'
import { type State, say, type World } from '../screen.ts'

/** The sign of a severity; the colour is an addition to it, never the only difference. */
export const sign = (world: World, severity: Severity) =>
  span(`${world.theme[severity]} `, { colour: severity, bold: true })

export function findings(state: State, world: World, answers: Answers, columns: number): readonly Line[] {
  const { step } = state.session
  const all = findingsFor(answers)
  if (all.length === 0) return wrapText(say(state, world, 'findings.none'), columns, { dim: true })
  const here = (key: FieldKey) => (step.at === 'question' && step.key === key ? 0 : 1)
  return [...all]
    .sort((a, b) => here(a.key) - here(b.key))
    .flatMap((finding, place) => {
      const fix = fixText(state, world, finding)
      return [
        ...(place > 0 ? [empty] : []),
        ...wrap([sign(world, finding.severity), span(findingText(state, world, finding))], columns, 2),
        ...(fix ? wrapText(`  ${fix}`, columns, { dim: true }, 2) : []),
        plain(`  ${titleOf(state, world, finding.key)}`, { dim: true }),
      ]
    })
}
