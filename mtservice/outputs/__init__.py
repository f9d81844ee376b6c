"""What a translation can be written as; `registry` lists the forms by name."""
