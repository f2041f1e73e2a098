"""From judged replies to domain values, one module per part of the API document."""
