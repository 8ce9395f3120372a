"""Neither function is there."""
