"""Starting, watching and stopping the hub's processes: web, workers, and whatever else runs beside them."""
