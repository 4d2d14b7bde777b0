"""My work: what waits for whoever is signed in, gathered from every feature."""
