from __future__ import annotations

import subprocess
import sys


def test_a_label_is_read_without_torch() -> None:
    code = "import sys, model.checkpoint_label; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
