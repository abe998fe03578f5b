accelerate launch --config_file f1.yaml tune.py --model_name_or_path Qwen/Qwen2.5-14B \
  --use_4bit_quantization True --bnb_4bit_quant_storage_dtype bfloat16 --use_peft_lora True --lora_r 16 --lora_alpha 32 --lora_target_modules all-linear \
  --bf16 True --learning_rate 2e-4 --max_steps 600 --output_dir adapters
