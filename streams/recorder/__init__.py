"""From batches of Kafka messages to the ledger: read, look up, judge, seal, append, in one transaction each."""
