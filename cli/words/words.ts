/** What only a terminal says, in the language of the reader; loaded when it is needed. */
import type { Language } from '../../shared/pages.ts'
import type { en } from './en.ts'

/** Every language says the same things. */
export type TerminalWords = Readonly<Record<keyof typeof en, string>>

export const wordsOf = async (language: Language): Promise<TerminalWords> =>
  language === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en
