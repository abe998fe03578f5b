/** Errors of the operating system: their code, and whether an error is one. */

/** The reason of a failed call in a word the user may search for, e.g. `ENOSPC`. */
export const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Whether an error came from the system and not from a mistake of ours. */
export const fromSystem = (error: unknown): boolean => typeof (error as NodeJS.ErrnoException).code === 'string'
