"""Variant 0 of the harness's reference workflow; BENCH is the harness's folder. The builders are a module, as they are in the peers' projects."""

import os
import sys

sys.path.append(os.environ["BENCH"])

from reference_workflow import workflow

ci = workflow(0)
