"""The frame of the work: assessment years with their rules, and the working-day calendar."""
