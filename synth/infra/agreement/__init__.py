"""Whether roles, policies and environments as they are written agree with the jobs that use them."""
