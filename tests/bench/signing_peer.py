"""Signs one document with pyHanko for some seconds: signing_peer.py FOLDER SECONDS → signatures a second.

The folder holds document.pdf, key.pem, certificate.pem and issuer.pem. The key is read once; each signature opens the document anew and
signs an invisible field of its own, B-B, as a program that signs many documents would: the documents' fields are visible, and
pyHanko would spend its time on drawing a stamp that the other side does not draw.
"""

import io
import sys
import time

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter


def main(folder, seconds):
    issuer = f"{folder}/issuer.pem"
    signer = signers.SimpleSigner.load(f"{folder}/key.pem", f"{folder}/certificate.pem", ca_chain_files=(issuer,))
    metadata = signers.PdfSignatureMetadata(
        field_name="peer", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason="Agreed"
    )
    with open(f"{folder}/document.pdf", "rb") as file:
        document = file.read()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        writer = IncrementalPdfFileWriter(io.BytesIO(document))
        signed = signers.sign_pdf(writer, metadata, signer=signer)
        count += 1
    rate = count / (time.perf_counter() - start)
    if b"ETSI.CAdES.detached" not in signed.getvalue():
        sys.exit("it signed nothing")
    print(rate)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
