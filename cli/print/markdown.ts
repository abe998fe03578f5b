/** The small Markdown of our pages → lines for a terminal. */
import type { Style } from './style.ts'
import { padded, width, wrap } from './text.ts'

/** Links within the site read as their text; others keep their address. */
const withoutLinks = (text: string): string =>
  text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_whole, label: string, target: string) =>
    /^https?:/.test(target) && label !== target ? `${label} <${target}>` : label,
  )

/** Emphasis and code, put on whole lines after they were broken, so that no style spans a break. */
function styled(line: string, style: Style): string {
  return line
    .replace(/`([^`]+)`/g, (_whole, code: string) => style.accent(code))
    .replace(/\*\*([^*]+)\*\*/g, (_whole, text: string) => style.bold(text))
    .replace(/<(https?:[^>]+)>/g, (_whole, target: string) => style.dim(`<${target}>`))
}

/** Code that a break runs through is closed at the end of a line and opened again on the next one. */
function closed(lines: readonly string[]): readonly string[] {
  let open = false
  return lines.map((line) => {
    const begun = open ? line.replace(/^\s*/, '$&`') : line
    open = ((begun.match(/`/g)?.length ?? 0) & 1) === 1
    return open ? `${begun}\``.replace(/``$/, '') : begun
  })
}

const bare = (text: string): string => text.replace(/`([^`]+)`/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1')

function tableLines(rows: readonly string[], columns: number, style: Style): readonly string[] {
  const cells = rows
    .filter((row) => !/^\|[\s:|-]+\|$/.test(row))
    .map((row) =>
      row
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => withoutLinks(cell.trim())),
    )
  const count = Math.max(...cells.map((row) => row.length))
  const widest = Array.from({ length: count }, (_, place) =>
    Math.max(...cells.map((row) => width(bare(row[place] ?? '')))),
  )
  const total = widest.reduce((sum, one) => sum + one + 2, 0)
  const [head = [], ...body] = cells
  if (total > columns) {
    // Too wide for columns of its own: one block a row.
    return body.flatMap((row) => [
      ...row.flatMap((cell, place) =>
        wrap(`${head[place] ? `${head[place]}: ` : ''}${cell}`, columns - 2, '  ').map(
          (line) => `  ${styled(line, style)}`,
        ),
      ),
      '',
    ])
  }
  const line = (row: readonly string[], strong: boolean) =>
    row
      .map((cell, place) => {
        const room = padded('', (widest[place] ?? 0) - width(bare(cell)))
        return `${strong ? style.bold(bare(cell)) : styled(cell, style)}${room}`
      })
      .join('  ')
      .trimEnd()
  return [`  ${line(head, true)}`, ...body.map((row) => `  ${line(row, false)}`), '']
}

export function markdownLines(markdown: string, columns: number, style: Style): readonly string[] {
  const lines: string[] = []
  const source = markdown.split('\n')
  for (let at = 0; at < source.length; at++) {
    const line = source[at] as string
    if (/^```/.test(line)) {
      for (at++; at < source.length && !/^```/.test(source[at] as string); at++)
        lines.push(`    ${style.accent(source[at] as string)}`)
      continue
    }
    if (/^:::/.test(line)) {
      const title = line.replace(/^:::\s*\w*\s*/, '')
      if (title) lines.push(style.bold(title))
      continue
    }
    if (line.startsWith('|')) {
      const rows: string[] = []
      for (; at < source.length && (source[at] as string).startsWith('|'); at++)
        rows.push((source[at] as string).trim())
      at--
      lines.push(...tableLines(rows, columns, style))
      continue
    }
    const heading = /^#{1,6}\s+(.*)$/.exec(line)
    if (heading) {
      lines.push(style.bold(bare(withoutLinks(heading[1] as string))))
      continue
    }
    const item = /^(\s*(?:[-*]|\d+\.)\s+)(.*)$/.exec(line)
    const indent = item ? ' '.repeat(width(item[1] as string)) : ''
    const text = withoutLinks(item ? `${(item[1] as string).replace(/[-*]/, '·')}${item[2]}` : line)
    lines.push(...closed(wrap(text, columns, indent)).map((one) => styled(one, style)))
  }
  return lines.filter((line, place) => line !== '' || lines[place - 1] !== '')
}
