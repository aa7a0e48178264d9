"""Prints a PDF's text as pdfminer finds it: pdftext.py FILE. A second reader, beside poppler."""

import sys

from pdfminer.high_level import extract_text

sys.stdout.reconfigure(encoding="utf-8")
print(extract_text(sys.argv[1]))
