/** What somebody calls a model → the words of the name that say how the model is built. */

/** Words that say what a model was trained for. Every publisher keeps the shape of the model that was trained further. */
const trained =
  'instruct instruction chat it pt base hf sft dpo rlhf rlvr think thinking preview abliterated uncensored ' +
  'deduped ms hf1 final'
/** Words that say how the weights are stored. */
const stored =
  'gguf ggml awq gptq mlx bnb nf4 exl2 exl3 hqq aqlm eetq autoround autoawq torchao marlin gs128 g128 128g onnx ' +
  'openvino ov quantized quant dynamic static unsloth imatrix i1 fp16 bf16 fp32 float16 fp8 nvfp4 mxfp4 fp4 int2 int3 ' +
  'int4 int8 uint4 w4a16 w8a16 w8a8 w4a4 w4afp8 2bit 3bit 4bit 5bit 6bit 8bit 16bit mirror kv'
const silent: ReadonlySet<string> = new Set(`${trained} ${stored}`.split(' '))

/** `Q4_K_M`, `IQ3_XXS` and the like at the end of a GGUF file's name. */
const ggufFormat = /(^|[-_.])i?q\d(?:_(?:k|0|1|nl|xxs|xs|s|m|l|xl))*(?=$|[-_.])/gi

/** Parts `llama3.1` into `llama` and `3.1`; sizes (`7b`), mixtures (`8x7b`) and formats stay whole. */
function parted(word: string): readonly string[] {
  const found = silent.has(word) ? null : /^([a-z]{3,})(\d+(?:\.\d+)*)$/.exec(word)
  return found ? [found[1] ?? word, found[2] ?? ''] : [word]
}

function split(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[-_\s+]+|\.(?=[a-z])/)
    .flatMap(parted)
    .filter((word) => word !== '' && !silent.has(word))
}

/** Joins `3` and `1` into `3.1`, since names of folders often lose the point. */
function joined(words: readonly string[]): readonly string[] {
  const out: string[] = []
  for (const word of words) {
    const before = out.at(-1)
    if (before !== undefined && /^\d$/.test(before) && /^\d$/.test(word)) out[out.length - 1] = `${before}.${word}`
    else out.push(word)
  }
  return out
}

/**
 * Ways to read a name, the most literal first: `_` between digits may be a point (`Qwen2_5`, `1_8B`) or a space
 * (`llama_3_8b`), and so may `p` and `-`.
 */
export function readings(name: string): readonly (readonly string[])[] {
  const plain = name.replace(ggufFormat, '$1').replace(/^meta[-_]/i, '')
  const literal = split(plain)
  const all = [literal, split(plain.replace(/(\d)[_p](?=\d)/gi, '$1.')), joined(literal)]
  return [...new Map(all.map((words) => [words.join(' '), words])).values()]
}
