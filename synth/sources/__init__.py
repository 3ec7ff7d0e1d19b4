"""Where two versions of a repository's workflows come from: git refs, the work tree, folders, files. They are read as data; nothing of them runs."""
