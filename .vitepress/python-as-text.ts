/** Vite reads `import text from './file.py' with { type: 'text' }` as Node and esbuild do: as the text of the file. */
export const pythonAsText = {
  name: 'python-as-text',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    /\.(?:py|sh)$/.test(id) ? { code: `export default ${JSON.stringify(code)}`, map: null } : undefined,
}
