"""The lexicons of one language, as TOML."""
