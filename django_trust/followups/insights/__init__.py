"""What came of it: figures for staff about messages, reviews, satisfaction and deliveries."""
