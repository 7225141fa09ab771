"""The words of the national sites: status labels from Spartoo's own lists, other texts invented here."""
