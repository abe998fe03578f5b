/** What a face (the Ink wizard, the plain questions) is given by the `init` command, and what it gives back. A face asks; `init` reads, writes and keeps. */
import type { Answers, Run } from '../shared/config.ts'
import type { EmittedFile } from '../shared/emitters/emitter.ts'
import type { Language, Page, Sentences, Words } from '../shared/pages.ts'
import type { Session } from '../shared/session.ts'

/** The words of one language, looked up when needed. */
export interface Wording {
  readonly language: Language
  /** Front matter of a page, e.g. `fields/lora/r`; cheap. */
  readonly words: (path: string) => Words | undefined
  /** The whole page; read from disk. */
  readonly page: (path: string) => Page | undefined
  /** Sentences of `interface.yaml`. */
  readonly sentences: Sentences
}

/** What became of an attempt to read a file that somebody else wrote; problems are whole sentences in the language asked for. */
export type ReadAnswers =
  | { readonly answers: Answers; readonly notes: readonly string[] }
  | { readonly problem: string }

/** A file that would be written and what stands there now. */
export interface Standing {
  readonly file: EmittedFile
  /** The text that would be replaced; undefined where nothing stands, and where the same text stands already it equals `file.text`. */
  readonly before: string | undefined
}

/** A file of the working folder that a session can begin from, and how many problems `check` finds in it. */
export interface FoundStart {
  readonly path: string
  readonly kind: string
  readonly errors: number
  readonly warnings: number
}

export interface FaceOptions {
  readonly session: Session
  /** A draft from an interrupted session in this folder, offered once at the start. */
  readonly draft: Session | undefined
  /** Files of the folder that can be begun from. */
  readonly starts?: readonly FoundStart[]
  /** Whole sentences about what could not be taken over from the files that the session began from. */
  readonly notes?: readonly string[]
  readonly language: Language
  readonly wording: (language: Language) => Wording
  /** Whether files carry a comment per line. */
  readonly comments: boolean
  /** Where files go, as the user would say it. */
  readonly folder: string
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Hears Ctrl-C where the terminal sends it as a signal, until `stop`; without a hearer it ends the program at once. */
  readonly onInterrupt?: (listener: () => void) => { readonly stop: () => void }
  /** The answers that this machine gives by itself; empty where no card is found. Never fails. */
  readonly machine: () => Promise<Answers>
  readonly read: (path: string, language: Language) => Promise<ReadAnswers>
  /** The run with the model that its `model.config_file` describes, where that can be read. */
  readonly modelled: (run: Run) => Run
  /** The files as they will be, and what stands in their place. */
  readonly standing: (session: Session, language: Language) => readonly Standing[]
  /** Keeps the session so that it can go on later; called after every change and before leaving. Never throws. */
  readonly keep: (session: Session) => void
  /** Writes the files; the replacement of existing ones has been agreed to. Resolves to a problem in words where it could not. */
  readonly write: (
    session: Session,
    language: Language,
  ) => Promise<{ readonly written: readonly string[] } | { readonly problem: string }>
}

export interface FaceEnd {
  /** `written`: files stand; `saved`: left on purpose, the draft stays; `interrupted`: Ctrl-C or a signal, the draft stays. */
  readonly outcome: 'written' | 'saved' | 'interrupted'
  readonly session: Session
  readonly language: Language
  readonly written: readonly string[]
}

export type Face = (options: FaceOptions) => Promise<FaceEnd>
