"""How a run is planned and executed."""
