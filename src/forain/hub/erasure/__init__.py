"""Forgetting a buyer: what names them goes, what the books need stays, and a certificate tells both."""
