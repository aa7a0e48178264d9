"""Lets pyHanko judge every signature of a PDF: judge.py <root.pem> <document.pdf>; prints JSON."""

import json
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def judge(signature, root):
    def trust():
        return ValidationContext(trust_roots=[root], allow_fetching=False)

    status = validate_pdf_signature(signature, trust(), trust())
    stamp = status.timestamp_validity
    return {
        "field": signature.field_name,
        "summary": status.summary(),
        "bottom_line": status.bottom_line,
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "signer": status.signing_cert.subject.native.get("common_name"),
        "timestamp": bool(stamp and stamp.valid and stamp.intact and stamp.trusted),
        "coverage": status.coverage.name,
        "modification": status.modification_level.name if status.modification_level else None,
        "docmdp_ok": status.docmdp_ok,
        "subfilter": signature.sig_object["/SubFilter"],
        "certifies": signature.sig_object.get("/Reference") is not None,
    }


def main():
    root = load_cert_from_pemder(sys.argv[1])
    with open(sys.argv[2], "rb") as file:
        reader = PdfFileReader(file)
        verdicts = [judge(signature, root) for signature in reader.embedded_signatures]
    json.dump(verdicts, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
