"""The notary: signs heads that extend the last one it signed, and publishes what witnesses have seen."""
