accelerate launch --config_file f1.yaml train.py --model_name_or_path meta-llama/Llama-2-13b-hf --use_peft_lora True --lora_r 8 --lora_alpha 16 \
  --use_4bit_quantization True --bf16 True --learning_rate 1e-4 --max_steps 100 --output_dir out
