"""What happens after the purchase: news of the order, questions and thanks, once, on time, when wanted."""
