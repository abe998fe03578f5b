/** A page in Markdown → lines for a terminal: headings, paragraphs, lists, tables, code; a link is its text. */
import {
  cut,
  displayWidth,
  empty,
  type Line,
  lineWidth,
  plain,
  printable,
  type Span,
  type Style,
  span,
  wrap,
} from './line.ts'

/** The inline marks of a text: `code`, **strong**, *emphasis*, [link](target). */
export function inline(text: string, style: Style = {}): Line {
  const spans: Span[] = []
  const marks = /`([^`]+)`|\*\*(.+?)\*\*(?!\*)|\*([^*\s][^*]*)\*|!?\[([^\]]*)\]\(([^)]*)\)|<(https?:[^>]+)>/g
  let from = 0
  for (const found of text.matchAll(marks)) {
    if (found.index > from) spans.push(span(text.slice(from, found.index), style))
    const [all, code, strong, emphasis, link, , address] = found
    if (code !== undefined) spans.push(span(code, { ...style, colour: 'accent' }))
    else if (strong !== undefined) spans.push(...inline(strong, { ...style, bold: true }))
    else if (link !== undefined) spans.push(...inline(link, style))
    else spans.push(span(emphasis ?? address ?? all, style))
    from = found.index + all.length
  }
  if (from < text.length) spans.push(span(text.slice(from), style))
  return spans.map((one) => ({ ...one, text: printable(one.text) }))
}

const cells = (row: string): readonly string[] =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())

/** A table: in columns where they fit, otherwise each row as a paragraph of its own. */
function table(rows: readonly (readonly string[])[], columns: number, ellipsis: string): readonly Line[] {
  const inlined = rows.map((row) => row.map((cell) => inline(cell)))
  const count = Math.max(...inlined.map((row) => row.length))
  const widest = Array.from({ length: count }, (_, place) =>
    Math.max(...inlined.map((row) => lineWidth(row[place] ?? empty))),
  )
  const whole = widest.reduce((sum, width) => sum + width, 0) + 2 * (count - 1)
  if (whole <= columns) {
    return inlined.map((row, place) =>
      row.flatMap((cell, at) => {
        const styled = place === 0 ? cell.map((one) => ({ ...one, bold: true })) : cell
        const gap = at < count - 1 ? (widest[at] as number) - lineWidth(cell) + 2 : 0
        return gap > 0 ? [...styled, span(' '.repeat(gap))] : styled
      }),
    )
  }
  const [head = [], ...body] = inlined
  return body.flatMap((row) => {
    const [first = empty, ...others] = row
    const name = first.map((one) => ({ ...one, bold: true }))
    return [
      ...wrap(name, columns),
      ...others.flatMap((cell, at) => {
        if (lineWidth(cell) === 0) return []
        const label = cut((head[at + 1] ?? empty).map(({ text }) => text).join(''), Math.max(columns - 8, 4), ellipsis)
        return wrap([span('  '), ...(label ? [span(`${label}: `, { dim: true })] : []), ...cell], columns, 4)
      }),
    ]
  })
}

/** The lines of a page. */
export function markdown(text: string, columns: number, bullet = '•', ellipsis = '…'): readonly Line[] {
  const lines: Line[] = []
  const source = text.split(/\r?\n/)
  let headed = false
  /** A blank line between blocks; none below a heading. */
  const gap = () => {
    if (lines.length > 0 && !headed && (lines.at(-1)?.length ?? 0) > 0) lines.push(empty)
  }
  let paragraph: string[] = []
  const flush = () => {
    if (paragraph.length === 0) return
    // Chinese lines that were broken in the source are joined without a space.
    const joined = paragraph.reduce((left, right) =>
      left === '' ? right : displayWidth(left.at(-1) ?? '') === 2 ? left + right : `${left} ${right}`,
    )
    lines.push(...wrap(inline(joined), columns))
    paragraph = []
  }
  for (let at = 0; at < source.length; at++) {
    const row = source[at] as string
    if (/^\s*(```|~~~)/.test(row)) {
      flush()
      gap()
      for (at++; at < source.length && !/^\s*(```|~~~)/.test(source[at] as string); at++)
        lines.push(plain(cut(`  ${printable(source[at] as string)}`, columns, ellipsis), { colour: 'accent' }))
      lines.push(empty)
    } else if (/^#{1,6} /.test(row)) {
      flush()
      gap()
      lines.push(...wrap(inline(row.replace(/^#+ /, ''), { bold: true }), columns))
      headed = true
      continue
    } else if (/^\s*\|/.test(row)) {
      flush()
      gap()
      const rows: (readonly string[])[] = []
      for (; at < source.length && /^\s*\|/.test(source[at] as string); at++)
        if (!/^[\s|:-]+$/.test(source[at] as string)) rows.push(cells(source[at] as string))
      at--
      lines.push(...table(rows, columns, ellipsis), empty)
    } else if (/^\s*([-*+]|\d+\.) /.test(row)) {
      flush()
      const [, indent = '', mark = ''] = /^(\s*)([-*+]|\d+\.) /.exec(row) ?? []
      let item = row.slice(indent.length + mark.length + 1)
      while (/^\s+\S/.test(source[at + 1] ?? '') && !/^\s*([-*+]|\d+\.) /.test(source[at + 1] as string))
        item += ` ${(source[++at] as string).trim()}`
      const shown = /\d/.test(mark) ? mark : bullet
      const lead = `${indent}${shown} `
      lines.push(...wrap([span(lead, { dim: true }), ...inline(item)], columns, displayWidth(lead)))
    } else if (/^:::/.test(row) || row.trim() === '') {
      flush()
      gap()
      continue
    } else {
      paragraph.push(row.replace(/^>\s?/, '').trim())
    }
    headed = false
  }
  flush()
  while (lines.length > 0 && lines.at(-1)?.length === 0) lines.pop()
  return lines
}
