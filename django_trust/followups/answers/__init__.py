"""What buyers answer: how the order is, how satisfied they are."""
