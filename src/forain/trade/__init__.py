"""The words everybody uses: business facts as plain data, with no knowledge of bytes, databases or screens."""
