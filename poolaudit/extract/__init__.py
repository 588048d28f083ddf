"""What each file says: `Source` in, facts out."""
