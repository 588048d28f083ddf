"""What would mend it: findings in, edits out."""
