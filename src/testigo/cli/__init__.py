"""The commands: each file one group, thin over `testigo.casebook`; heavy rooms load where used."""
