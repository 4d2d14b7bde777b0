"""What the operator needs: set-up, health, and one look at whether all is well."""
