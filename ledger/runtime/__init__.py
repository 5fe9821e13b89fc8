"""PostgreSQL and Kafka on one machine, and the supervision of the processes. Starts programs, knows nothing else."""
