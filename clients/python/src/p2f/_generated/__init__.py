"""What the API's document says, in Python."""
