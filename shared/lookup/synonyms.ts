/** Words that people type for things the pages call by another name, and the words that the pages use. */

/** Each row: what is typed, as it may occur in a query, and what is searched for as well. */
export const synonyms: readonly (readonly [typed: readonly string[], pages: string])[] = [
  [['oom', 'out of memory', '爆显存', '显存不够', '显存爆了', '爆内存'], 'out of memory 显存不足 misbehaves'],
  [['vram'], 'GPU memory'],
  [['主机内存', '爆内存'], 'CPU 内存耗尽 CPU memory'],
  [['activation checkpointing', 'recomput', '重算', '重计算'], 'gradient checkpointing 梯度检查点'],
  [['4-bit', '4bit', '8-bit', '8bit'], 'quantization QLoRA 量化'],
  [['quantis', 'quantiz'], 'quantization'],
  [['multi-node', 'multinode', 'several nodes', 'ssh', '多节点', '多机'], 'several machines 多机训练'],
  [['gaming', 'consumer', '游戏卡', '消费级'], 'fit a model on your GPUs 24 GB'],
  [['lr', '学习速率'], 'learning rate 学习率'],
  [
    ['micro batch', 'global batch', 'batch size', '批大小', '批次大小'],
    'per_device_train_batch_size gradient accumulation',
  ],
  [['shard', '分片', '切分'], 'ZeRO FSDP'],
  [['context length', 'max length', '上下文长度', '最大长度'], 'sequence length 序列长度'],
  [['grad norm', 'grad_norm', '剪裁', '裁剪'], 'gradient clipping max_grad_norm 梯度裁剪'],
  [['ddp'], 'distributed type ZeRO'],
  [['ci', '持续集成', 'pipeline'], 'check configurations in CI 检查配置'],
  [['merge', '合并'], 'merging adapter 合并 适配器'],
  [['断点', '续训', 'resume'], 'resume_from_checkpoint resume checkpoint 断点续训'],
  [['flash', 'sdpa'], 'attn_implementation attention implementation'],
  [['过拟合', 'overfit', 'validation loss'], 'evaluation loss rises 评估损失上升'],
  [['loss 不', 'loss stays', 'flat', '不收敛', '不下降'], 'loss does not fall 损失没有下降'],
  [['jumps', 'spike', '尖峰'], 'loss spikes 损失尖峰'],
  [['nan', 'loss is 0', 'inf'], 'loss is NaN or infinite 损失为 NaN'],
  [['overflow', '溢出'], 'FP16 overflows repeat 反复溢出'],
  [['utilization', 'idle', '利用率', '空闲'], 'GPUs wait 在等待'],
  [['norm is 0', 'norm is zero', '梯度为零', '梯度是 0'], 'gradient norm is zero 梯度范数为零'],
  [['hang', 'stuck', 'timeout', '卡住', '卡死'], 'run hangs 训练卡住不动'],
  [
    ['适配器文件', '适配器是空', 'few bytes', 'adapter_model'],
    'finished no adapter empty adapter 训练结束 没有适配器 空适配器',
  ],
  [['秩', 'rank 多少', 'which rank', 'what is a rank'], 'rank alpha 学习率 选择秩'],
  [['mlperf'], 'MLPerf article annotated reference 那篇文章'],
  [['优化器'], 'optim'],
  [['全参'], '全参数微调 full fine-tuning'],
]

/** The query with the words the pages use. A Latin word counts only as a whole word or its beginning. */
export function expandQuery(query: string): string {
  const text = query.toLowerCase()
  const occurs = (word: string) =>
    /^[\p{Script=Latin}\d]/u.test(word)
      ? new RegExp(
          `(?<![\\p{Script=Latin}\\d])${word}${word.length < 5 ? '(?![\\p{Script=Latin}\\d])' : ''}`,
          'u',
        ).test(text)
      : text.includes(word)
  const added = synonyms.filter(([typed]) => typed.some(occurs)).map(([, pages]) => pages)
  return [query, ...added].join(' ')
}
