/** What the wizard's screen is: the state, what is asked, what can be done by choosing, and what the screen is given of the world. */
import type { Value } from '../../shared/fields/field.ts'
import type { FieldKey } from '../../shared/fields/index.ts'
import { fill, type Language, type SentenceFacts } from '../../shared/pages.ts'
import type { Finding } from '../../shared/rules/rule.ts'
import type { Action, AskedLevel, Session } from '../../shared/session.ts'
import type { FaceEnd, FaceOptions, FoundStart, Standing, Wording } from '../face.ts'
import type { CommandName } from './command-keys.ts'
import type { Choosable, Choosing, Offer } from './controls/choosing.ts'
import type { Line } from './line.ts'
import type { Theme } from './theme.ts'

/** What the screen is given of the world; all of it can be asked again at any time. */
export interface World {
  readonly wording: (language: Language) => Wording
  readonly standing: FaceOptions['standing']
  readonly folder: string
  readonly theme: Theme
}

/** What can be done by choosing something. */
export type Act =
  | { readonly do: 'session'; readonly action: Action }
  | { readonly do: 'answer'; readonly value: Value }
  | { readonly do: 'draft' }
  | { readonly do: 'questions'; readonly level: AskedLevel }
  | { readonly do: 'jump'; readonly key: FieldKey; readonly finding?: Finding }
  | { readonly do: 'command'; readonly name: CommandName }
  /** Reads a file that was found in the folder. */
  | { readonly do: 'read'; readonly path: string }
  /** To an option from anywhere; the questions are widened to its level. */
  | { readonly do: 'open'; readonly key: FieldKey }
  | { readonly do: 'page'; readonly path: string }
  | { readonly do: 'write' }
  | { readonly do: 'write-now' }
  | { readonly do: 'leave-overlay' }

export interface AskOption extends Choosable {
  readonly act: Act
  /** A line above the option. */
  readonly heading?: string
  readonly value?: Value
  readonly tone?: 'error' | 'warning' | 'hint'
  /** Small words behind the label. */
  readonly tags?: readonly string[]
  readonly current?: boolean
  /** Lines under the label, whatever room there is for notes. */
  readonly below?: (columns: number) => readonly Line[]
  /** What stands at the right edge. */
  readonly beside?: string
  /** What stands at the right edge of an entry of a long list, found out when it is drawn, in so many columns. */
  readonly late?: (columns: number) => Pick<AskOption, 'beside' | 'edge'>
  /** What becomes of it, said behind the right edge where there is room. */
  readonly effect?: string
  /** How what stands at the right edge is meant. */
  readonly edge?: 'error' | 'warning'
  /** Whether choosing it brings an error that is not there now. */
  readonly fails?: boolean
  /** Whether what stands beside it differs from the recommendation. */
  readonly marked?: boolean
}

/** What is asked at a step. */
export interface Ask extends Offer<AskOption> {
  readonly title: string
  readonly summary: string
  readonly numbered: boolean
  /** Why something is recommended; what is to be typed. */
  readonly remarks: readonly string[]
  /** The label of the line for typing. */
  readonly other: string
}

export type Pane = 'card' | 'files' | 'findings' | 'memory'
export const panes: readonly Pane[] = ['card', 'files', 'findings', 'memory']

export type Overlay =
  /** The keys and the page of what is asked, or another page. */
  | { readonly kind: 'help'; readonly scroll: number; readonly path?: string }
  /** What could not be taken over from a file. */
  | { readonly kind: 'notes'; readonly scroll: number }
  | { readonly kind: 'palette'; readonly choosing: Choosing }
  | { readonly kind: 'jump'; readonly choosing: Choosing }
  | { readonly kind: 'write'; readonly choosing: Choosing; readonly scroll: number }

/** Something only the world can do; the loop does it and comes back. */
export type Request =
  /** `review`: straight to the review, where a run is whole. */
  | { readonly type: 'read'; readonly path: string; readonly review?: boolean }
  | { readonly type: 'write' }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }
  | { readonly type: 'leave'; readonly outcome: FaceEnd['outcome'] }

export interface Notice {
  readonly text: string
  readonly tone: 'good' | 'bad'
}

export interface State {
  readonly session: Session
  readonly language: Language
  /** Files of the folder that can be begun from. */
  readonly starts: readonly FoundStart[]
  /** A draft that is still offered. */
  readonly draft: Session | undefined
  readonly choosing: Choosing
  readonly pane: Pane
  /** Where there is room for one pane only: whether it is the one beside the question. */
  readonly beside: boolean
  /** How far the pane is scrolled; null = where the change is. */
  readonly scroll: number | null
  readonly overlay: Overlay | null
  /** The session before the last change of answers, which the files are compared with. */
  readonly before: Session
  /** The answers that the questions began from. */
  readonly origin: Session
  readonly notice: Notice | null
  readonly request: Request | null
  /** Whether the question was reached from the review, and goes back there. */
  readonly returning: boolean
  /** What the file that was read has to say. */
  readonly notes: readonly string[]
  /** Set by the loop: whether there is room for two panes. */
  readonly wide: boolean
  /** Set by the loop: how many lines a page is. */
  readonly page: number
  /** Set by the loop: how far the pane is scrolled on screen, and how far it can be. */
  readonly shown: { readonly scroll: number; readonly most: number }
}

export const say = (state: Pick<State, 'language'>, world: World, id: string, facts: SentenceFacts = {}): string =>
  fill(world.wording(state.language).sentences(`wizard.${id}`) ?? id, facts)

/** The files whose text would be replaced by another. */
export const replaced = (state: State, world: World): readonly Standing[] =>
  world
    .standing(state.session, state.language)
    .filter(({ file, before }) => before !== undefined && before !== file.text)
