/** Numbers as people read them: memory in GiB, ranges, counts, times. */

export const gib = (amount: number): string => `${amount.toFixed(1)} GiB`

/** A whole number with its thousands apart. */
export const count = (number: number): string => Math.round(number).toLocaleString('en-US')

/** Three digits, which is more than a prediction knows. */
export function rough(number: number): string {
  if (number === 0) return '0'
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number))))
  if (digits > 0) return number.toFixed(Math.min(digits, 4))
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(number))) - 2)
  return count(Math.round(number / unit) * unit)
}

/** From one number to another; one alone where they read the same. */
export function range([low, high]: readonly [number, number], shown: (number: number) => string = rough): string {
  const [first, last] = [shown(low), shown(high)]
  return first === last ? first : `${first}–${last}`
}

/** `2000000`, `500k`, `10M`, `1.5e9`, `2B` → a number; undefined for anything else. */
export function amountIn(text: string): number | undefined {
  const match = /^\s*([\d_,]*\.?\d+(?:e\d+)?)\s*([kmbgt]?)\s*$/i.exec(text)
  if (!match) return undefined
  const powers: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9, g: 1e9, t: 1e12 }
  const number = Number((match[1] as string).replace(/[_,]/g, '')) * (powers[(match[2] ?? '').toLowerCase()] ?? 1)
  return Number.isFinite(number) && number > 0 ? number : undefined
}
