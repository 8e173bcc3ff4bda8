"""The views, one module each: routes that ask the store and fill a template."""
