"""Releases on machines that are reached over SSH: a folder for each, a link to the one that runs, and the way back to the one before."""
