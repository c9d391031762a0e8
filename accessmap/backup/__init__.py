"""The database in a file with the ledger's head, and back."""
