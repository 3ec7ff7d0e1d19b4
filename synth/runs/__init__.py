"""A repository's own workflows, run on this machine under act (https://github.com/nektos/act): what act does not know is lowered or refused."""
