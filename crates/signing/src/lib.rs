//! PAdES signatures, timestamps and the authorisations that release them.
