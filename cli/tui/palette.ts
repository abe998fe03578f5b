/** The palette: every command, option, preset and rule in one list, found by its words in both languages. */
import { fieldKeys, fields } from '../../shared/fields/index.ts'
import { languages } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { rules } from '../../shared/rules/index.ts'
import { titleOf } from './asks.ts'
import { wizardCommands } from './command-keys.ts'
import { type Ask, type AskOption, type State, say, type World } from './screen.ts'

/** The title and summary of a page in every language: what a search finds it by. */
function searched(world: World, path: string): string {
  return languages
    .map((language) => {
      const words = world.wording(language).words(path)
      return words ? `${words.title} ${words.summary}` : ''
    })
    .join(' ')
}

const commandOptions = (state: State, world: World): readonly AskOption[] =>
  wizardCommands
    .filter(({ name }) => name !== 'palette')
    .map(({ name, shown }): AskOption => {
      const both = languages.map((language) => say({ language }, world, `commands.${name}`)).join(' ')
      return {
        label: say(state, world, `commands.${name}`),
        found: both,
        beside: shown,
        act: { do: 'command', name },
      }
    })

const optionOptions = (state: State, world: World): readonly AskOption[] =>
  fieldKeys
    .filter((key) => fields[key].level !== 'known' && !('home' in fields[key]))
    .map((key): AskOption => {
      const path = `fields/${key.replace('.', '/')}`
      return {
        label: titleOf(state, world, key),
        found: `${key} ${searched(world, path)}`,
        beside: key,
        act: { do: 'open', key },
      }
    })

const presetOptions = (state: State, world: World): readonly AskOption[] =>
  presets.map(({ id }): AskOption => {
    const path = `presets/${id}`
    return {
      label: world.wording(state.language).words(path)?.title ?? id,
      found: `${id} ${searched(world, path)}`,
      beside: say(state, world, 'palette.preset'),
      act: { do: 'page', path },
    }
  })

const ruleOptions = (state: State, world: World): readonly AskOption[] =>
  rules.map(({ id }): AskOption => {
    const path = `rules/${id}`
    return {
      label: world.wording(state.language).words(path)?.title ?? id,
      found: `${id} ${searched(world, path)}`,
      beside: say(state, world, 'palette.rule'),
      act: { do: 'page', path },
    }
  })

/** The list of everything; made when it is opened and kept while it is. */
const made = new WeakMap<World, Map<string, readonly AskOption[]>>()

export function paletteAsk(state: State, world: World): Ask {
  const known = made.get(world) ?? new Map<string, readonly AskOption[]>()
  made.set(world, known)
  const options = known.get(state.language) ?? [
    ...commandOptions(state, world),
    ...optionOptions(state, world),
    ...presetOptions(state, world),
    ...ruleOptions(state, world),
  ]
  known.set(state.language, options)
  return {
    title: say(state, world, 'palette.title'),
    summary: say(state, world, 'palette.summary'),
    options,
    typed: false,
    numbered: false,
    home: 0,
    remarks: [],
    other: '',
  }
}
