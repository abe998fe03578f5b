/** Rules whose bad example a real tool was seen to refuse or spoil while it took the good one: which tool, which release, which day. */

export interface Proof {
  readonly tool: string
  readonly release: string
  readonly date: string
}

const recorded: Readonly<Record<string, Proof>> = {}

/** Where a rule's fault was seen to happen; undefined: it was not reproduced here. */
export const proofOf = (id: string): Proof | undefined => (Object.hasOwn(recorded, id) ? recorded[id] : undefined)
