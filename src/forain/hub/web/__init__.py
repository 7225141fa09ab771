"""Pages: layout, components, static files, login. Each room brings its own views and templates."""
