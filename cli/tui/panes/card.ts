/** The explanation beside a question: what its page says before the first heading. */

import { presets } from '../../../shared/presets/index.ts'
import { sourceLink } from '../../../shared/source.ts'
import { effectOf, fixText, pageOf, shownValue } from '../asks.ts'
import { runCard } from '../goal.ts'
import { runsFor } from '../known.ts'
import { empty, type Line, plain, wrapText } from '../line.ts'
import { markdown } from '../markdown.ts'
import { type AskOption, type State, say, type World } from '../screen.ts'

/** The card of an option, with what its highlighted value means and where the value goes. */
function optionCard(state: State, world: World, key: string, columns: number): readonly Line[] {
  const page = world.wording(state.language).page(pageOf(key))
  const { bullet, ellipsis } = world.theme
  const text = page?.card
    ? markdown(page.card, columns, bullet, ellipsis)
    : [plain(say(state, world, 'card.missing'), { dim: true })]
  const lines: Line[] = [...text]
  const choices = Object.entries(page?.choices ?? {})
  if (choices.length > 0) {
    lines.push(empty, plain(say(state, world, 'card.values'), { bold: true }))
    for (const [value, sentence] of choices) {
      const label = value === 'true' || value === 'false' ? shownValue(state, world, value === 'true') : value
      lines.push(...markdown(`- \`${label}\` ${sentence}`, columns, bullet, ellipsis))
    }
  }
  const effect = effectOf(state, world, key)
  const names = typeof effect === 'string' ? [effect] : effect.map(({ path, name }) => `${path}: ${name}`)
  lines.push(empty, plain(say(state, world, 'card.effect'), { bold: true }))
  for (const name of names) lines.push(...wrapText(name, columns, { dim: true }, 2))
  if (page?.body) lines.push(empty, ...wrapText(say(state, world, 'card.page'), columns, { dim: true }))
  return lines
}

function presetCard(state: State, world: World, id: string, columns: number): readonly Line[] {
  const page = world.wording(state.language).page(`presets/${id}`)
  const { bullet, ellipsis } = world.theme
  const sources = presets.find((one) => one.id === id)?.sources ?? []
  return [
    ...wrapText(page?.title ?? id, columns, { bold: true }),
    empty,
    ...markdown(page?.card || (page?.summary ?? ''), columns, bullet, ellipsis),
    empty,
    plain(say(state, world, 'preset.sources'), { bold: true }),
    ...sources.flatMap((source) => wrapText(sourceLink(source), columns, { dim: true }, 2)),
  ]
}

export function card(state: State, world: World, option: AskOption | undefined, columns: number): readonly Line[] {
  const { step } = state.session
  const { bullet, ellipsis } = world.theme
  const act = option?.act
  if (step.at === 'question') return optionCard(state, world, step.key, columns)
  if (step.at === 'goal') {
    const run = act?.do === 'session' && act.action.type === 'take' ? act.action.answers : undefined
    const found = run && runsFor(state.session).runs.find(({ answers }) => answers === run)
    if (found) return runCard(state, world, found, columns)
    return markdown(say(state, world, 'goal.card'), columns, bullet, ellipsis)
  }
  if (act?.do === 'session' && act.action.type === 'preset') return presetCard(state, world, act.action.id, columns)
  if (act?.do === 'jump' && act.finding) {
    const { finding } = act
    const page = world.wording(state.language).page(`rules/${finding.rule}`)
    const fix = fixText(state, world, finding)
    return [
      ...wrapText(page?.title ?? finding.rule, columns, { bold: true }),
      empty,
      ...markdown(page?.card || (option?.label ?? ''), columns, bullet, ellipsis),
      ...(fix ? [empty, ...wrapText(fix, columns, { colour: 'added' })] : []),
    ]
  }
  if (act?.do === 'jump') {
    const title = world.wording(state.language).words(pageOf(act.key))?.title ?? act.key
    return [...wrapText(title, columns, { bold: true }), empty, ...optionCard(state, world, act.key, columns)]
  }
  if (step.at === 'next' && state.session.preset) return presetCard(state, world, state.session.preset, columns)
  return markdown(say(state, world, step.at === 'file' ? 'file.card' : 'start.welcome'), columns, bullet, ellipsis)
}
