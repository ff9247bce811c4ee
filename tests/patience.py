"""How long tests wait for something before they give up: OPENCOACH_TEST_PATIENCE=5 on a machine that does much else."""

import os

PATIENCE = float(os.environ.get("OPENCOACH_TEST_PATIENCE", "1"))
