"""The validator, reader and evaluator against public suites of cases, which lie outside this project; `python -m tests.conformance` prints the table."""
