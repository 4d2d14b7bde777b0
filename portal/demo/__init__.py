"""The demonstration bureau: the fictional 临江区财政局, made the same at every loading."""
