"""Terms and numbers: what must appear, verification, repair."""
