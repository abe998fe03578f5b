/** A text of no kind that is read: nothing is known of it but that. */
import type { Reading } from './reader.ts'

export const unknownKind = 'unknown'

export const ofUnknownKind = (): Reading => ({
  kind: unknownKind,
  language: 'yaml',
  document: null,
  answers: {},
  implied: {},
  given: [],
  unknown: [],
  refused: [],
  references: [],
  findings: [],
})
