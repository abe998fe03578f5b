"""`python -m lora_wizard`."""

import sys

from lora_wizard import main

sys.exit(main())
