"""Judging a release by its metrics, alarms and logs: statistics, rules, and the looks at them."""
