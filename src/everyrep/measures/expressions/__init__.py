"""One function a measure or family of measures: a question in, sums out."""
