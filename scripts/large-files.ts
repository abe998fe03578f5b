/** Files of a megabyte, of every shape that could be slow to read or to check. */

const size = 1_000_000
const full = (piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
/** Numbered pieces up to a megabyte. */
function counted(piece: (index: number) => string): string {
  const pieces: string[] = []
  for (let index = 0, length = 0; length < size; index++) {
    const one = piece(index)
    pieces.push(one)
    length += one.length
  }
  return pieces.join('')
}
const yaml = 'compute_environment: LOCAL_MACHINE\ndistributed_type: DEEPSPEED\n'
const json = '{"zero_optimization": {"stage": 3}'
const launch = 'accelerate launch --config_file accelerate.yaml train.py'

export const large: Readonly<Record<string, () => string>> = {
  // Marks alone.
  dashes: () => full('- '),
  'dashes on lines': () => full('-\n'),
  braces: () => full('{'),
  brackets: () => full('['),
  'closed braces': () => full('{}'),
  'closed brackets': () => full('[]'),
  'commas in brackets': () => `[${full(',')}`,
  quotes: () => full('"'),
  apostrophes: () => full("'"),
  tabs: () => full('\t'),
  blanks: () => full(' '),
  lines: () => full('\n'),
  'carriage returns': () => full('\r'),
  'number signs': () => full('#'),
  colons: () => full(':'),
  'colons and blanks': () => full(': '),
  'question marks': () => full('? '),
  exclamations: () => full('!'),
  ampersands: () => full('&'),
  asterisks: () => full('*'),
  percents: () => full('%'),
  bars: () => full('|\n'),
  backslashes: () => full('\\'),
  dollars: () => full('$'),
  'dollars and parentheses': () => full('$('),
  'dollars and braces': () => full('${'),
  backquotes: () => full('`'),
  letters: () => full('x'),
  汉字: () => '汉'.repeat(size / 3),
  emoji: () => '😀'.repeat(size / 4),
  'byte order marks': () => '\ufeff'.repeat(size / 3),
  'document starts': () => full('---\n'),
  // YAML.
  'unknown keys': () => yaml + counted((index) => `key_${index}: 1\n`),
  'unknown keys without a strategy': () => counted((index) => `key_${index}: 1\n`),
  'unknown keys in a section': () => `${yaml}deepspeed_config:\n${counted((index) => `  key_${index}: 1\n`)}`,
  'misspelt keys': () => yaml + counted((index) => `num_procesess${index % 10}_${index}: 1\n`),
  'misspelt keys in a section': () => `${yaml}deepspeed_config:\n${counted((index) => `  zero_stge${index}: 1\n`)}`,
  'one key again and again': () => yaml + full('num_processes: 8\n'),
  'one section again and again': () => yaml + full('deepspeed_config:\n  zero_stage: 3\n'),
  'texts that look like numbers': () => yaml + counted((index) => `key_${index}: 1e-${index % 9}\n`),
  'truth values in quotes': () => yaml + counted((index) => `use_cpu${index}: 'true'\n`),
  'octal numbers': () => yaml + counted((index) => `key_${index}: 012\n`),
  times: () => yaml + counted((index) => `key_${index}: 1:30\n`),
  dates: () => yaml + counted((index) => `key_${index}: 2024-01-01\n`),
  underscores: () => yaml + counted((index) => `key_${index}: 1_000\n`),
  'keys that are merged': () => `base: &a {x: 1}\n${counted((index) => `k${index}: {<<: *a}\n`)}`,
  'keys merged from a large mapping': () =>
    `base: &a\n${Array.from({ length: 300 }, (_, index) => `  x${index}: 1\n`).join('')}${counted((index) => `k${index}: {<<: *a}\n`)}`,
  'a chain of merges': () =>
    `k0: &a0 {x: 1}\n${counted((index) => `k${index + 1}: &a${index + 1} {<<: *a${index}, y${index}: 1}\n`)}`,
  'a list of merges': () =>
    `${counted((index) => `k${index}: &a${index} {x${index}: 1}\n`)}all: {<<: [${Array.from({ length: 20_000 }, (_, index) => `*a${index}`).join(', ')}]}\n`,
  'anchors and aliases': () => counted((index) => `k${index}: &a${index} x\nl${index}: *a${index}\n`),
  'aliases of one mapping': () => `base: &a {x: 1, y: [1, 2]}\n${counted((index) => `k${index}: *a\n`)}`,
  'an alias bomb': () =>
    `a: &a0 [x, x, x, x, x, x, x, x, x]\n${counted((index) => `k${index}: &a${index + 1} [*a${index}, *a${index}]\n`)}`,
  comments: () => yaml + full('# what this is for\n'),
  'comments that switch off': () => yaml + full('# lora-wizard-disable-line accelerate/unknown-key\n'),
  'keys that are switched off': () =>
    yaml + counted((index) => `key_${index}: 1 # lora-wizard-disable-line accelerate/unknown-key\n`),
  'deep nesting': () => counted((index) => `${' '.repeat(index)}a:\n`),
  'nesting as deep as it may be': () => counted((index) => `k${index}: ${'['.repeat(390)}${']'.repeat(390)}\n`),
  'one long line': () => `${yaml}main_training_function: ${full('x')}\n`,
  'one long quoted text': () => `${yaml}main_training_function: "${full('x ')}"\n`,
  'one long text on many lines': () => `${yaml}main_training_function: |\n${full('  x\n')}`,
  'one folded text': () => `${yaml}main_training_function: >\n${full('  x\n\n')}`,
  'one long key': () => `${yaml}${full('k')}: 1\n`,
  'one long list in one line': () => `${yaml}tpu_env: [${full('a, ')}]\n`,
  'one long list of lines': () => `${yaml}tpu_env:\n${full('- a\n')}`,
  'one long flow mapping': () => `{${counted((index) => `k${index}: 1, `)}}`,
  'long targets': () => `base_model: x\nlora_target_modules:\n${counted((index) => `- layer.${index}.*\n`)}`,
  'escapes in quotes': () => `${yaml}main_training_function: "${full('\\u0041')}"\n`,
  'line ends that only Python sees': () => `${yaml}# ${'\u2028'.repeat(size / 3)}\n`,
  'characters nobody sees': () => yaml + counted((index) => `key_${index}: a\u200bb\n`),
  tags: () => yaml + counted((index) => `key_${index}: !!str ${index}\n`),
  'keys of a list': () => yaml + counted((index) => `- key_${index}: 1\n`),
  secrets: () => yaml + counted((index) => `hf_token_${index}: hf_${'a'.repeat(34)}\n`),
  'carriage returns in YAML': () => yaml + counted((index) => `key_${index}: 1\r`),
  'options of lora-wizard': () => `version: 1\nlora:\n${counted((index) => `  rank_${index}: 1\n`)}`,
  'options of TRL': () => `use_peft: true\nmax_length: 8\n${counted((index) => `option_${index}: 1\n`)}`,
  'options of LLaMA-Factory': () => `finetuning_type: lora\nstage: sft\n${counted((index) => `option_${index}: 1\n`)}`,
  'options of axolotl': () => `base_model: x\nadapter: lora\n${counted((index) => `option_${index}: 1\n`)}`,
  // JSON.
  'unknown keys of JSON': () => `${json}${counted((index) => `, "key_${index}": 1`)}}`,
  'misspelt keys of JSON': () => `{"zero_optimization": {"stage": 3${counted((index) => `, "stge_${index}": 1`)}}}`,
  'one key of JSON again and again': () => `${json}${full(', "gradient_clipping": 1')}`,
  'keys of an adapter': () => `{"peft_type": "LORA"${counted((index) => `, "key_${index}": 1`)}}`,
  'targets of an adapter': () =>
    `{"peft_type": "LORA", "target_modules": [${counted((index) => `"layer.${index}", `)}"x"]}`,
  'an array of JSON': () => `${json}, "x": [${full('1, ')}1]}`,
  'an array of objects': () => `${json}, "x": [${full('{"a": 1}, ')}1]}`,
  'values that are auto': () => `${json}${counted((index) => `, "key_${index}": "auto"`)}}`,
  'comments of JSON': () => `{ ${full('/* why */ ')} ${json.slice(1)}}`,
  'lines of comments of JSON': () => `{\n${full('// why\n')}${json.slice(1)}}`,
  'commas too many': () => `${json}${counted((index) => `, "key_${index}": [1,]`)}}`,
  'JSON in one long text': () => `${json}, "x": "${full('x')}"}`,
  'escapes of JSON': () => `${json}, "x": "${full('\\u0041')}"}`,
  'digits of JSON': () => `${json}, "x": ${full('9')}}`,
  'deep JSON': () => `{"a": ${full('{"a": ')}`,
  // Scripts.
  'arguments on lines': () => `${launch}${counted((index) => ` \\\n  --key_${index} 1`)}\n`,
  'arguments in one line': () => `${launch}${counted((index) => ` --key_${index}=1`)}\n`,
  'one argument again and again': () => `${launch}${full(' --learning_rate 1e-4')}\n`,
  'flags of the launcher': () => `accelerate launch${counted((index) => ` --key_${index} 1`)} train.py\n`,
  'values of one argument': () => `${launch} --lora_target_modules${counted((index) => ` m${index}`)}\n`,
  'one launch again and again': () => full(`${launch} --learning_rate 1e-4 --lora_r 8\n`),
  'launches in quotes': () => full(`X="${launch}"\n`),
  'one launch in long quotes': () => `X="accelerate launch ${full('--a b ')}"\n`,
  variables: () => `${counted((index) => `V${index}=${index}\n`)}${launch} --lora_r $V1\n`,
  'variables in quotes': () => `V=x\n${launch}${full(' "$V$V$V"')}\n`,
  'a variable that grows': () => `${full('A=$A$A\n')}${launch}\n`,
  substitutions: () => `${launch}${full(' $(x)')}\n`,
  'here-documents': () => full('cat <<EOF\nx\nEOF\n'),
  'open here-documents': () => full('cat <<E <<F\n'),
  'comments of a script': () => `${full('# why\n')}${launch}\n`,
  'long words': () => `${launch} --x ${full('y')}\n`,
  'long quoted words': () => `${launch} --x "${full('y ')}"\n`,
  redirections: () => full('x > y 2>&1 < z\n'),
  operators: () => full('a && b || c; '),
  'backslashes at the ends of lines': () => `${launch} ${full('\\\n')}`,
}
