/** A way of writing that the project avoids. */
export interface Pattern {
  /** What is wrong, as a test reports it. */
  readonly name: string
  readonly expression: RegExp
  /** What to write instead. */
  readonly instead: string
  /** How many hits a file may have; none if it is left out. */
  readonly atMost?: number
}
