"""Everything that crosses between a player and a game: words, wire, record, and the games at the other end."""
