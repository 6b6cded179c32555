"""What files mean, piece by piece: names, values, ids that files share."""
