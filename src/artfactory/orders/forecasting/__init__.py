"""When Orders will probably end: from how long things took here before, and from who is in line."""
