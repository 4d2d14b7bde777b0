"""The arithmetic of the year: facts in, points out, and every point explained."""
