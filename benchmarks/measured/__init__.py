"""What `benchmarks.detection` measures, one module a question."""
