"""Judges a PDF by PDF/A-3a and PDF/UA-1 with pdf_oxide and qpdf: pdfa.py FILE [FAULT] → JSON on standard output.

pdf_oxide's rules are fewer than veraPDF's, which no package registry has; that they bite is shown by putting in a
fault first: without-metadata, without-fonts, without-structure, without-language, javascript, encrypted.
"""

import json
import sys
import tempfile

import pdf_oxide
import pikepdf


def without_fonts(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]


def without_structure(pdf):
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def javascript(pdf):
    pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


FAULTS = {
    "without-metadata": lambda pdf: pdf.Root.__delattr__("Metadata"),
    "without-language": lambda pdf: pdf.Root.__delattr__("Lang"),
    "without-fonts": without_fonts,
    "without-structure": without_structure,
    "javascript": javascript,
    "encrypted": lambda pdf: None,
}


def spoiled(path, fault, into):
    with pikepdf.open(path) as pdf:
        FAULTS[fault](pdf)
        encryption = pikepdf.Encryption(owner="owner", user="") if fault == "encrypted" else False
        pdf.save(into, encryption=encryption)
    return into


def judge(path):
    document = pdf_oxide.PdfDocument(path)
    with pikepdf.open(path) as pdf:
        problems = pdf.check_pdf_syntax()
    return {
        "pdf_a": document.validate_pdf_a("3a"),
        "pdf_ua": document.validate_pdf_ua(),
        "syntax": problems,
    }


with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
    path = sys.argv[1] if len(sys.argv) == 2 else spoiled(sys.argv[1], sys.argv[2], copy.name)
    json.dump(judge(path), sys.stdout)
