"""Provision Ledger: the record of third-party provision (個人情報保護法 29条・30条), judged, kept and provable."""
