//! Agreements as PDF/A: Typst templates and data to bytes and the places of signature fields.
