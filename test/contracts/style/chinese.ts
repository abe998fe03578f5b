/** Patterns of Chinese that readers stumble over, with what to write instead. */
import type { Pattern } from './pattern.ts'

export const chinese: readonly Pattern[] = [
  { name: '“停下”代替报错', expression: /会?停下/g, instead: '报错、抛出 X、失败、退出' },
  {
    name: '“写”当万能动词',
    expression: /^fix: ['"]?写|(?:要|应当|应该|请)写(?:成|上|明)?\s?[`a-zA-Z{]/gm,
    instead: '设为、填写、添加、加上',
  },
  {
    name: '软件拟人',
    expression: /认识|只认|没法拿|拿它|根本不看|没人|谁也|有人写/g,
    instead: '支持、有效、要求、会忽略',
  },
  {
    name: '文学化与口语',
    expression:
      /不声不响|悄无声息|攥着|吭声|碰头|面孔|步子|白白|冒出|老老实实|对症下药|露馅|古怪|音量|不管用|一声不吭/g,
    instead: '静默、没有警告、异常、不生效',
  },
  { name: '谜语标题', expression: /^title: ['"]?(?:没有人|不算数|没人|谁也|别的|只有)/gm, instead: '直接说明问题' },
  { name: '术语：比特', expression: /\d ?比特/g, instead: '4 位、8 位' },
  { name: '术语：批大小', expression: /批次大小|单卡批次|微批次/g, instead: '批大小、每 GPU 批大小' },
  { name: '术语：顶层', expression: /最外层/g, instead: '顶层' },
  { name: '术语：Trainer', expression: /训练器/g, instead: 'Trainer' },
  { name: '术语：修复', expression: /改好/g, instead: '修复' },
  { name: '术语：分片', expression: /切片|分摊|切成/g, instead: '分片' },
  { name: '用 M、B 计数', expression: /\d ?[MB] 个/g, instead: '万、亿' },
  { name: '百分号前的空格', expression: /\d %/g, instead: '85%' },
  { name: '称呼', expression: /您/g, instead: '你' },
]
