/** What kind of page a search result is, in the language of its address. */

const kinds: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  tutorials: ['Tutorial', '教程'],
  howto: ['How-to', '操作'],
  guide: ['Guide', '指南'],
  explain: ['Concept', '原理'],
  fields: ['Option', '选项'],
  rules: ['Rule', '规则'],
  presets: ['Preset', '预设'],
  emitters: ['File', '文件'],
  commands: ['Command', '命令'],
  advice: ['Advice', '建议'],
  errors: ['Error', '错误'],
}

/** `id` is the address of a page or of a section of it, such as `/zh/fields/lora/r#why`. */
export function kindOf(id: string): string {
  const [, first = '', second = ''] = id.split('/')
  const zh = first === 'zh'
  return kinds[zh ? second : first]?.[zh ? 1 : 0] ?? (zh ? '页面' : 'Page')
}
