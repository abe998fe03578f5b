/** A shell script as text. */
declare module '*.sh' {
  const text: string
  export default text
}

/** A Python file as text, imported with `with { type: 'text' }`. */
declare module '*.py' {
  const text: string
  export default text
}
