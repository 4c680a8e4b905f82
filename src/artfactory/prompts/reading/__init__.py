"""Reading: a field as typed becomes text, tokens, delimiters and commands, each with its place."""
