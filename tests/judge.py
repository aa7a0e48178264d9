"""Judges the signatures of a PDF with pyHanko: judge.py FILE ROOT.pem… → JSON on standard output.

One object a signature, in the order they were made. Nothing is fetched; what is needed is embedded.
"""

import json
import sys

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def judge(signature, roots):
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    stamp = status.timestamp_validity
    return {
        "field": signature.field_name,
        "sub_filter": str(signature.sig_object.get("/SubFilter", "")),
        "signer": status.signing_cert.subject.human_friendly,
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "bottom_line": status.bottom_line,
        "covers_whole_file": status.coverage.name == "ENTIRE_FILE",
        "coverage": status.coverage.name,
        "later_changes": status.modification_level.name if status.modification_level is not None else None,
        "timestamp": stamp
        and {
            "time": stamp.timestamp.isoformat(),
            "intact": stamp.intact,
            "valid": stamp.valid,
            "trusted": stamp.trusted,
        },
    }


def main(path, *roots):
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        certificates = list(load_certs_from_pemder(roots))
        verdicts = [judge(signature, certificates) for signature in reader.embedded_regular_signatures]
    json.dump(verdicts, sys.stdout, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
