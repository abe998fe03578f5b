/** Families whose code comes with the weights and not with Transformers: the linear modules of their layers, by the id of a model. */

interface RemoteFamily {
  readonly id: RegExp
  /** As `named_modules` calls them, without the path. */
  readonly linears: readonly string[]
  /** The file in the model's repository that says so. */
  readonly source: string
}

/** Read on 2026-12-01. */
const families: readonly RemoteFamily[] = [
  {
    id: /(?:^|[/_-])(?:chatglm[23]?|glm-4-9b(?!.*hf)|codegeex[24])(?:[-_]|$)/i,
    linears: ['query_key_value', 'dense', 'dense_h_to_4h', 'dense_4h_to_h'],
    source: 'https://huggingface.co/THUDM/chatglm3-6b/blob/main/modeling_chatglm.py',
  },
  {
    id: /(?:^|[/_-])baichuan2?(?:[-_]|$)/i,
    linears: ['W_pack', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    source: 'https://huggingface.co/baichuan-inc/Baichuan2-7B-Base/blob/main/modeling_baichuan.py',
  },
  {
    id: /(?:^|[/_-])qwen-(?:1_8b|7b|14b|72b)(?:[-_]|$)/i,
    linears: ['c_attn', 'c_proj', 'w1', 'w2'],
    source: 'https://huggingface.co/Qwen/Qwen-7B/blob/main/modeling_qwen.py',
  },
  {
    id: /(?:^|[/_-])internlm2(?:_5)?(?:[-_]|$)/i,
    linears: ['wqkv', 'wo', 'w1', 'w2', 'w3'],
    source: 'https://huggingface.co/internlm/internlm2-7b/blob/main/modeling_internlm2.py',
  },
]

/** The linear modules of the family that an id belongs to; undefined where the id says none of these. */
export const namesOfRemoteFamily = (id: string): readonly string[] | undefined =>
  families.find((one) => one.id.test(id))?.linears
