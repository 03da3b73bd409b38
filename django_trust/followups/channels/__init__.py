"""The ways a message reaches a buyer. The first is mail; a shop adds its own by ``FOLLOWUPS_CHANNELS``."""
