"""The portal's own figures that formulas may name: blank until the feature that knows them is plugged in."""

from __future__ import annotations

OWN_FIGURES = (("matters_on_time", "督办按时办结率"), ("matters_overdue", "督办逾期数"))
