accelerate launch --config_file acc.yaml finetune.py --model_name_or_path facebook/opt-6.7b --output_dir out \
  --per_device_train_batch_size 2 --gradient_accumulation_steps 4 --max_grad_norm 1.0 --logging_steps 5 --save_steps 100 --learning_rate 1e-4 --bf16 True
