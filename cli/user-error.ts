/** What only the user can mend: a code with its own page, and the facts its message is filled with. */
import type { SentenceFacts } from '../shared/pages.ts'

/** `homepage` in package.json, put here by the build. Sources that run without a build have none. */
declare const HOMEPAGE: string

/** Where the documentation is published, or null as long as it isn't. */
export const site = typeof HOMEPAGE === 'string' && HOMEPAGE !== '' ? HOMEPAGE.replace(/\/$/, '') : null

/** Every code; each has a page in both languages. */
export const errorCodes = [
  'unknown-command',
  'unknown-flag',
  'flag-without-value',
  'flag-value',
  'extra-argument',
  'argument-missing',
  'fix-needs-file',
  'flags-exclude',
  'values-refused',
  'unknown-preset',
  'unknown-gpu',
  'ambiguous-gpu',
  'unknown-model',
  'model-not-understood',
  'unknown-topic',
  'unknown-shell',
  'file-missing',
  'nothing-to-check',
  'file-unreadable',
  'file-not-understood',
  'project-config',
  'unknown-rule',
  'folder-unusable',
  'write-failed',
  'busy-folder',
  'would-overwrite',
  'answers-missing',
  'nothing-to-start',
  'no-log',
  'nothing-to-watch',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export class UserError extends Error {
  readonly code: ErrorCode
  readonly facts: SentenceFacts

  constructor(code: ErrorCode, facts: SentenceFacts = {}) {
    super(code)
    this.name = 'UserError'
    this.code = code
    this.facts = facts
  }
}
