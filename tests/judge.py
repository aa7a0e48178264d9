"""Judges the signatures of a PDF with pyHanko: judge.py [--ades] [--years N] [--at TIME] FILE ROOT.pem…

Prints JSON: one object a signature, in the order they were made; for a folder, an object of such lists by file. Nothing is fetched; what is needed is embedded. With
--ades each is also validated as ETSI EN 319 102-1 says for long-term signatures, revocation data required; with
--years so many years ahead, the chain of document timestamps taken as kept up. --at is the time of validation, in
ISO 8601.
"""

import argparse
import asyncio
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation, simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager


def judge(signature, roots, moment):
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
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


def ades(signature, roots, moment, years):
    certificates = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    gathering = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(certificates, gathering))
    now = moment or datetime.now(tz=timezone.utc)
    if years:
        future = now + timedelta(days=365 * years)
        result = simulate_future_ades_lta_validation(signature, spec, future, current_reference_time=now)
    else:
        timing = ValidationTimingInfo(now, now, point_in_time_validation=moment is not None)
        result = ades_lta_validation(signature, spec, timing)
    result = asyncio.run(result)
    return {"ades": str(result.ades_subindic), "why": result.failure_msg}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--ades", action="store_true")
    arguments.add_argument("--years", type=int, default=0)
    arguments.add_argument("--at", type=datetime.fromisoformat)
    arguments.add_argument("file")
    arguments.add_argument("roots", nargs="+")
    asked = arguments.parse_args()
    path = Path(asked.file)
    if path.is_dir():
        verdicts = {file.name: document(file, asked) for file in sorted(path.glob("*.pdf"))}
    else:
        verdicts = document(path, asked)
    json.dump(verdicts, sys.stdout, indent=2)


def document(path, asked):
    with path.open("rb") as file:
        reader = PdfFileReader(file)
        roots = list(load_certs_from_pemder(asked.roots))
        verdicts = []
        for signature in reader.embedded_regular_signatures:
            verdict = judge(signature, roots, asked.at)
            if asked.ades:
                verdict |= ades(signature, roots, asked.at, asked.years)
            verdicts.append(verdict)
    return verdicts


if __name__ == "__main__":
    main()
