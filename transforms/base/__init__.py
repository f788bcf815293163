"""What every capability stands on: storage, addresses, time, HTTP, counting. Nothing here knows a capability."""
