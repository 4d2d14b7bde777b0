"""Reproducible measurements: each module's ``measure()`` gives rows of figures beside their goals."""
