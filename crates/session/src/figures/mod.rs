//! Figures of a fair by the rules of honest counting, and the rows that each one is made of.
