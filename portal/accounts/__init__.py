"""Units, people, the roles that join them, and how people sign in."""
