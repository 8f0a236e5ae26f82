#!/usr/bin/env python3
"""Put what print-keys prints in the place of @KEYS@."""

import subprocess
import sys
from pathlib import Path


def main():
    page, filled, print_keys = sys.argv[1:]
    keys = subprocess.run([print_keys], check=True, capture_output=True, text=True).stdout
    text = Path(page).read_text()
    if text.count("@KEYS@\n") != 1:
        sys.exit(f"{page}: one line is @KEYS@")
    Path(filled).write_text(text.replace("@KEYS@\n", keys))


if __name__ == "__main__":
    main()
