"""How it all connects: facts in, routes and fleets out."""
