/** How many random values a property is tried with: few in the gate, many where the seed is free. */

const free = process.env.FREE_SEED

/** The seed of `npm run test:free`; undefined in the gate. */
export const freeSeed = free === undefined ? undefined : Number(free)

/** The number for the gate, and twenty times as many with a free seed. */
export const runs = (gate: number): { readonly numRuns: number } => ({
  numRuns: freeSeed === undefined ? gate : 20 * gate,
})
