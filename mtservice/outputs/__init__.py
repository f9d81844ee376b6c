"""What a result is written as: JSON, TMX, TSV, HTML, terminal."""
