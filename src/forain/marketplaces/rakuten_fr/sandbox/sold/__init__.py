"""What was sold, besides the lists and the answer to a sale: letters, cancelling, pre-orders, shipments, money."""
