/** What the build changes in Ink and its libraries, so that a key costs a frame little: nothing they show is different. Where a dependency no longer has a place that is changed here, the build stops. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

const width = JSON.stringify(join(import.meta.dirname, '../cli/tui/width.ts'))

/** A function of a text, with what it said of the last few thousand. */
const remembered = `const remembered = (compute) => {
  const known = new Map();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      if (known.size > 4096) known.clear();
      known.set(text, (found = compute(text)));
    }
    return found;
  };
};
`

/**
 * Where every row of the screen is one text of its own, rows that were drawn before are not taken to pieces again. A row
 * that was not goes the old way, alone on a screen of one row.
 */
const rowsApart = `const drawnRows = new Map();
function rowsApart({ operations, width, height }) {
  if (height < 2) return undefined;
  const rows = new Array(height).fill('');
  const taken = new Set();
  for (const { type, x, y, text, transformers } of operations) {
    if (type !== 'write' || y < 0 || y >= height || taken.has(y) || text.includes('\\n')) return undefined;
    if (transformers.some((transform) => transform(text, 0) !== text)) return undefined;
    taken.add(y);
    const key = width + ' ' + x + ' ' + text;
    let row = drawnRows.get(key);
    if (row === undefined) {
      const alone = new Output({ width, height: 1 });
      alone.write(x, 0, text, { transformers });
      row = alone.get().output;
      if (drawnRows.size > 4096) drawnRows.clear();
      drawnRows.set(key, row);
    }
    rows[y] = row;
  }
  return { output: rows.join('\\n'), height };
}
`

interface Change {
  readonly file: RegExp
  /** What stands in front of the file. */
  readonly before: string
  readonly places: readonly (readonly [place: string, by: string])[]
}

const segments = (file: RegExp, place: string, name = 'segmenter', from = 'segmenter'): Change => ({
  file,
  before: `import { ${from} as ${name} } from ${width};\n`,
  places: [[place, '']],
})

const changes: readonly Change[] = [
  {
    file: /string-width[\\/]index\.js$/,
    before: `import { quickWidth, segmenter } from ${width};\n`,
    places: [
      ['const segmenter = new Intl.Segmenter();', ''],
      [
        'let width = 0;\n\tconst eastAsianWidthOptions',
        'if (ambiguousIsNarrow) {\n\t\tconst quick = quickWidth(string);\n\t\tif (quick !== undefined) return quick;\n\t}\n\n\tlet width = 0;\n\tconst eastAsianWidthOptions',
      ],
      // A literal is made when the file is read; this one takes milliseconds, and few texts need it.
      [
        'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
        'let emoji;\nconst rgiEmojiRegex = { test: (text) => (emoji ??= new RegExp("^\\\\p{RGI_Emoji}$", "v")).test(text) };',
      ],
    ],
  },
  segments(/wrap-ansi[\\/]index\.js$/, 'const segmenter = new Intl.Segmenter();'),
  segments(
    /ink[\\/]build[\\/]line-update\.js$/,
    "const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });",
  ),
  segments(
    /ansi-tokenize[\\/]build[\\/]tokenize\.js$/,
    'const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });',
  ),
  segments(
    /slice-ansi[\\/]tokenize-ansi\.js$/,
    "const GRAPHEME_SEGMENTER = new Intl.Segmenter(undefined, {granularity: 'grapheme'});",
    'GRAPHEME_SEGMENTER',
    'lateSegmenter',
  ),
  {
    file: /ink[\\/]build[\\/]sanitize-ansi\.js$/,
    before: remembered,
    places: [['export default sanitizeAnsi;', 'export default remembered(sanitizeAnsi);']],
  },
  {
    file: /widest-line[\\/]index\.js$/,
    before: remembered,
    places: [
      ['export default function widestLine(string) {', 'export default remembered(function widestLine(string) {'],
      ['return lineWidth;\n}', 'return lineWidth;\n})'],
    ],
  },
  {
    file: /ink[\\/]build[\\/]output\.js$/,
    before: rowsApart,
    places: [
      ['    get() {\n', '    get() {\n        const known = rowsApart(this);\n        if (known) return known;\n'],
    ],
  },
]

export const fasterInk: Plugin = {
  name: 'faster-ink',
  setup({ onLoad, onStart, onEnd }) {
    const left = new Set<Change>()
    onStart(() => {
      for (const change of changes) left.add(change)
    })
    for (const change of changes) {
      onLoad({ filter: change.file }, ({ path }) => {
        let text = readFileSync(path, 'utf8')
        for (const [place, by] of change.places) {
          if (text.split(place).length !== 2) {
            throw new Error(`The build expected to find once in ${path}: ${place}\nHas the dependency changed?`)
          }
          text = text.replace(place, () => by)
        }
        left.delete(change)
        return { contents: change.before + text, loader: 'js' }
      })
    }
    onEnd(() => {
      if (left.size > 0) {
        throw new Error(
          `The build did not meet ${[...left].map(({ file }) => file.source).join(', ')}; has Ink changed?`,
        )
      }
    })
  },
}
