"""Nothing here but rooms, one per marketplace; they are found, never imported (`forain.connect.registry`)."""
