"""What a follow-up says: written once, shown as plain text and as HTML, in the reader's language."""
