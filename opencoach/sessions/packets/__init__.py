"""What goes to clients before and after a session, by rule."""
