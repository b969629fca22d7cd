"""One file per format; each says what it loses."""
