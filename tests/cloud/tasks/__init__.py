"""Tasks that are processes: an image from the registry, unpacked into a folder, its command run there."""
