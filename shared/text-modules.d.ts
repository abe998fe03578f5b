/** A Python file as text, imported with `with { type: 'text' }`. */
declare module '*.py' {
  const text: string
  export default text
}
