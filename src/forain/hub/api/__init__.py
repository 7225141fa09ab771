"""The REST API, assembled from the rooms."""
